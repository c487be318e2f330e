// One row a mark. `stack` and `horizontal` stay welcome on the first four marks, where they were never
// refused: documents that are stored already must go on being read.
#include "codec/chart_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace {

enum class Use { none, optional, required };
enum class Measures { one, many };
enum class Zero { inside, free }; // inside: the marks stand on zero, which the axis must show

struct MarkRule {
    Mark mark;
    Use x = Use::required;
    Use y = Use::required;
    Measures measures = Measures::many;
    Use series = Use::none;
    Zero zero = Zero::inside;
    bool axes = true;    // has a y axis with titles, bounds and references
    bool stacks = false; // stack
    bool line = false;   // curve, markers
    bool free_x = false; // x_scale, label: points in a plane
    bool horizontal = false;
};

constexpr auto one = Measures::one;
constexpr MarkRule kRules[] = {
    {.mark = Mark::bar, .series = Use::optional, .stacks = true, .horizontal = true},
    {.mark = Mark::line,
     .series = Use::optional,
     .zero = Zero::free,
     .stacks = true,
     .line = true,
     .horizontal = true},
    {.mark = Mark::area, .series = Use::optional, .stacks = true, .line = true, .horizontal = true},
    {.mark = Mark::combo, .stacks = true, .line = true},
    {.mark = Mark::scatter, .series = Use::optional, .zero = Zero::free, .free_x = true},
    {.mark = Mark::bubble, .series = Use::optional, .zero = Zero::free, .free_x = true},
    {.mark = Mark::pie, .measures = one, .axes = false, .stacks = true, .horizontal = true},
    {.mark = Mark::donut, .measures = one, .axes = false},
    {.mark = Mark::heatmap, .measures = one, .series = Use::required, .axes = false},
    {.mark = Mark::histogram, .y = Use::optional, .measures = one},
    {.mark = Mark::box_plot, .measures = one, .zero = Zero::free, .horizontal = true},
    {.mark = Mark::waterfall, .measures = one},
    {.mark = Mark::funnel, .measures = one, .axes = false},
    {.mark = Mark::gauge, .x = Use::optional, .measures = one, .axes = false},
};

const MarkRule& rule_of(Mark mark)
{
    return *std::ranges::find(kRules, mark, &MarkRule::mark);
}

// "line, area and combo": the marks that a rule says yes to.
template <typename Predicate>
std::string marks_where(Predicate&& holds)
{
    std::vector<std::string> names;
    for (const MarkRule& rule : kRules)
        if (holds(rule))
            names.emplace_back(to_text(rule.mark));
    const std::string last = names.back();
    names.pop_back();
    return names.empty() ? last : join(names, ", ") + " and " + last;
}

// Refuses a key that says something where the mark has no use for it.
template <typename Predicate>
void only_for(ObjectReader& reader, std::string_view key, bool given, const ChartSpec& chart,
              Predicate&& allowed)
{
    if (given && !allowed(rule_of(chart.mark)))
        reader.fail(key, fmt::format("does not fit {}; it belongs to {}: leave it out or choose another mark",
                                     to_text(chart.mark), marks_where(allowed)));
}

void check_measures(ObjectReader& reader, const ChartSpec& chart, const MarkRule& rule)
{
    if (rule.x == Use::required)
        reader.require("x");
    if (rule.y == Use::required) {
        reader.require("y");
        if (chart.y.empty())
            reader.fail("y", "must name at least one column");
    }
    if (rule.measures == Measures::one && chart.y.size() > 1)
        reader.fail("y", fmt::format("must be a single column: {} shows one measure", to_text(chart.mark)));
    if (rule.series == Use::required && chart.series.empty())
        reader.fail("series", fmt::format("is required: {} puts its values down by series and across by x",
                                          to_text(chart.mark)));
    only_for(reader, "series", !chart.series.empty(), chart,
             [](const MarkRule& each) { return each.series != Use::none; });
    if (!chart.series.empty() && chart.y.size() > 1)
        reader.fail("series", "splits one measure; give y a single column or drop series");
    if (chart.mark == Mark::combo && chart.y2.empty())
        reader.fail("y2", "is required: combo draws y as bars and y2 as lines");
    if (chart.mark == Mark::bubble && chart.size.empty())
        reader.fail("size", "is required: the column of the bubbles' areas");
}

void check_own_keys(ObjectReader& reader, const ChartSpec& chart)
{
    const ChartSpec unset;
    auto is = [](Mark mark) { return [mark](const MarkRule& rule) { return rule.mark == mark; }; };
    only_for(reader, "y2", !chart.y2.empty(), chart, is(Mark::combo));
    only_for(reader, "y2_axis", chart.y2_axis != unset.y2_axis, chart, is(Mark::combo));
    only_for(reader, "y2_title", !chart.y2_title.empty(), chart, is(Mark::combo));
    only_for(reader, "y2_format", !chart.y2_format.empty(), chart, is(Mark::combo));
    only_for(reader, "size", !chart.size.empty(), chart, is(Mark::bubble));
    only_for(reader, "bins", chart.bins != unset.bins, chart, is(Mark::histogram));
    only_for(reader, "closing_total", chart.closing_total != unset.closing_total, chart, is(Mark::waterfall));
    auto free_x = [](const MarkRule& rule) { return rule.free_x; };
    only_for(reader, "label", !chart.label.empty(), chart, free_x);
    only_for(reader, "x_scale", chart.x_scale != unset.x_scale, chart, free_x);
    auto line = [](const MarkRule& rule) { return rule.line; };
    only_for(reader, "curve", chart.curve != unset.curve, chart, line);
    only_for(reader, "markers", chart.markers != unset.markers, chart, line);
    only_for(reader, "stack", chart.stack != unset.stack, chart,
             [](const MarkRule& rule) { return rule.stacks; });
    only_for(reader, "horizontal", chart.horizontal, chart,
             [](const MarkRule& rule) { return rule.horizontal; });
}

void check_axes(ObjectReader& reader, const ChartSpec& chart, const MarkRule& rule)
{
    auto titled = [](const MarkRule& each) { return each.axes || each.mark == Mark::heatmap; };
    only_for(reader, "x_title", !chart.x_title.empty(), chart, titled);
    only_for(reader, "y_title", !chart.y_title.empty(), chart, titled);
    auto bounded = [](const MarkRule& each) { return each.axes || each.mark == Mark::gauge; };
    only_for(reader, "y_min", chart.y_min.has_value(), chart, bounded);
    only_for(reader, "y_max", chart.y_max.has_value(), chart, bounded);
    only_for(reader, "y_scale", chart.y_scale == ScaleKind::log, chart,
             [](const MarkRule& each) { return each.axes && each.zero == Zero::free; });
    if (chart.y_min && chart.y_max && *chart.y_min >= *chart.y_max)
        reader.fail("y_max", fmt::format("must be greater than y_min, {}", *chart.y_min));
    if (chart.mark == Mark::gauge)
        return;
    if (rule.zero == Zero::inside && chart.y_min && *chart.y_min > 0)
        reader.fail("y_min", fmt::format("must not be above 0: a {} stands on zero", to_text(chart.mark)));
    if (rule.zero == Zero::inside && chart.y_max && *chart.y_max < 0)
        reader.fail("y_max", fmt::format("must not be below 0: a {} stands on zero", to_text(chart.mark)));
    if (chart.y_scale == ScaleKind::log && chart.y_min && *chart.y_min <= 0)
        reader.fail("y_min", "must be above 0 on a log scale");
    if (chart.y_scale == ScaleKind::log && chart.stack != StackMode::none)
        reader.fail("stack", "does not fit a log scale; drop one of the two");
}

void check_references(ObjectReader& reader, const ChartSpec& chart)
{
    only_for(reader, "references", !chart.references.empty(), chart,
             [](const MarkRule& rule) { return rule.axes || rule.mark == Mark::gauge; });
    for (std::size_t index = 0; index < chart.references.size(); ++index) {
        const Reference& reference = chart.references[index];
        const std::string path = indexed("references", index);
        if (reference.axis == ReferenceAxis::y2 &&
            (chart.mark != Mark::combo || chart.y2_axis == SecondAxis::shared))
            reader.fail(path + ".axis", "must not be y2: the chart has no second axis of its own");
        if (reference.axis == ReferenceAxis::x && chart.mark == Mark::gauge)
            reader.fail(path + ".axis", "must be y: a gauge has no x axis");
        if (reference.axis == ReferenceAxis::x && reference.statistic != ReferenceStatistic::none &&
            !rule_of(chart.mark).free_x)
            reader.fail(path + ".statistic",
                        "of the x axis fits scatter and bubble alone; give the place in at");
    }
}

} // namespace

void check_chart(ObjectReader& reader, const ChartSpec& chart)
{
    const MarkRule& rule = rule_of(chart.mark);
    check_measures(reader, chart, rule);
    check_own_keys(reader, chart);
    check_axes(reader, chart, rule);
    check_references(reader, chart);
}

} // namespace presstime::codec

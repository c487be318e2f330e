// Waterfall: changes in the order of the rows, each bar hanging between the running totals before and after
// it, hairlines from bar to bar, and a last bar from zero for the sum. Where names do not fit under the bars
// the chart lies on its side.
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "chart/plot.hpp"
#include "chart/references.hpp"
#include "chart/running_totals.hpp"
#include "platform/text/phrases.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr double kThinnestStep = 3; // of the room for one bar
constexpr double kWidestBar = 56;
constexpr double kLeastRow = 10; // of horizontal bars with a name each
constexpr double kLabelRoom = 11;
constexpr double kLabelGap = 2;
constexpr double kLabelHeight = 8;
constexpr double kTickRow = 13;
constexpr std::size_t kMostLabelled = 13; // a year and its total

// The steps as bands of their own: what the frame's planning reads of its context.
struct Waterfall {
    std::vector<Step> steps;
    ChartData data; // one category a step
    Bands bands;
    PlotRequest request;
    std::vector<std::string> labels; // signed; empty = none
};

bool is_upright(const Plot& plot)
{
    return plot.direction == ValueDirection::upwards;
}

void settle_range(const MarkContext& context, Waterfall& waterfall)
{
    waterfall.request.format = context.spec.y_format;
    ValueRange& range = waterfall.request.values;
    range.numbers = context.data.whole_numbers ? Numbers::whole : Numbers::real;
    for (const Step& step : waterfall.steps) {
        range.minimum = std::min({range.minimum, step.before, step.after});
        range.maximum = std::max({range.maximum, step.before, step.after});
    }
}

std::vector<std::string> signed_labels(const MarkContext& context, const std::vector<Step>& steps)
{
    std::vector<double> values;
    for (const Step& step : steps)
        values.push_back(step.kind == StepKind::missing ? std::nan("") : step.change());
    auto labels = value_labels(values, context.spec.y_format, context.locale);
    for (std::size_t i = 0; i < steps.size(); ++i)
        if (steps[i].kind == StepKind::change && values[i] > 0 && !labels[i].starts_with('+'))
            labels[i].insert(0, "+");
    return labels;
}

// Names the colours where both occur.
void draw_color_legend(MarkContext& context, const Waterfall& waterfall)
{
    bool rises = false, falls = false;
    for (const Step& step : waterfall.steps)
        if (step.kind == StepKind::change) {
            rises = rises || step.change() > 0;
            falls = falls || step.change() < 0;
        }
    if (rises && falls)
        draw_legend(context, {{say(context.locale, Phrase::increase), series_color(context.theme, 0)},
                              {say(context.locale, Phrase::decrease), series_color(context.theme, 1)}});
}

Waterfall collect(MarkContext& context)
{
    Waterfall waterfall;
    auto changes = named_values(context);
    waterfall.steps = running_totals(changes);
    auto missing = std::count_if(waterfall.steps.begin(), waterfall.steps.end(),
                                 [](const Step& step) { return step.kind == StepKind::missing; });
    if (missing > 0)
        context.notes.push_back(say_count(context.locale, Phrase::steps_without_value, missing));
    double length = context.spec.horizontal ? context.area.h : context.area.w;
    double total = waterfall.steps.back().after;
    auto most = static_cast<std::size_t>(std::max(length * 0.85 / kThinnestStep, 2.0));
    std::size_t run = join_neighbours(waterfall.steps, most - (context.spec.closing_total ? 1 : 0));
    if (run > 1)
        context.notes.push_back(
            say(context.locale, Phrase::steps_joined,
                {count_text(context.locale, static_cast<std::int64_t>(changes.size())),
                 count_text(context.locale, static_cast<std::int64_t>(waterfall.steps.size())),
                 count_text(context.locale, static_cast<std::int64_t>(run))}));
    if (context.spec.closing_total)
        waterfall.steps.push_back({say(context.locale, Phrase::total), StepKind::total, 0, total});
    settle_range(context, waterfall);
    waterfall.labels = signed_labels(context, waterfall.steps);
    for (const Step& step : waterfall.steps) {
        waterfall.bands.positions.push_back(static_cast<double>(waterfall.data.categories.size()));
        waterfall.data.categories.push_back(step.name);
    }
    return waterfall;
}

Box bar_of(const Step& step, std::size_t i, const Plot& plot)
{
    double thickness = std::min(plot.bands.step() * (1 - theme::kBarGap), kWidestBar);
    double across = plot.bands.center(i) - thickness / 2;
    double from = plot.value(plot.clamped(step.before)), to = plot.value(plot.clamped(step.after));
    return is_upright(plot) ? Box{across, std::min(from, to), thickness, std::abs(to - from)}
                            : Box{std::min(from, to), across, std::abs(to - from), thickness};
}

Color color_of(const Theme& theme, const Step& step)
{
    if (step.kind == StepKind::total)
        return theme.secondary;
    return series_color(theme, step.change() < 0 ? 1 : 0);
}

void draw_steps(MarkContext& context, const Waterfall& waterfall, const Plot& plot)
{
    constexpr double kRoundFrom = 4;
    for (std::size_t i = 0; i < waterfall.steps.size(); ++i) {
        const Step& step = waterfall.steps[i];
        Box bar = bar_of(step, i, plot);
        double length = is_upright(plot) ? bar.h : bar.w;
        if (step.kind == StepKind::missing)
            continue;
        if (length < theme::kHairlineWidth) {
            // No change has no length; a line of the bar's width says that there is a row.
            Point end = is_upright(plot) ? Point{bar.right(), bar.y} : Point{bar.x, bar.bottom()};
            context.drawing.push_back(Polyline{{{bar.x, bar.y}, end}, context.theme.secondary, 1, false, {}});
            continue;
        }
        bool is_round = std::min(bar.w, bar.h) >= kRoundFrom;
        context.drawing.push_back(
            FillRect{bar, color_of(context.theme, step), is_round ? theme::kBarRadius : 0});
    }
}

// From the end of each bar to the next, through gaps.
void draw_connectors(MarkContext& context, const Waterfall& waterfall, const Plot& plot)
{
    for (std::size_t i = 0; i + 1 < waterfall.steps.size(); ++i) {
        Box bar = bar_of(waterfall.steps[i], i, plot), next = bar_of(waterfall.steps[i + 1], i + 1, plot);
        bool to_gap = waterfall.steps[i + 1].kind == StepKind::missing;
        double at = plot.value(plot.clamped(waterfall.steps[i].after));
        double from = is_upright(plot) ? bar.right() : bar.bottom();
        double near = is_upright(plot) ? next.x : next.y;
        double to = to_gap ? (is_upright(plot) ? next.right() : next.bottom()) : near;
        auto line = is_upright(plot) ? std::vector<Point>{{from, at}, {to, at}}
                                     : std::vector<Point>{{at, from}, {at, to}};
        context.drawing.push_back(
            Polyline{std::move(line), context.theme.secondary, theme::kHairlineWidth, false, {}});
    }
}

struct PlacedLabel {
    Box box;
    DrawText text;
};

// Beyond the end where the total arrives, or beyond the other end.
PlacedLabel place_beside(const Box& bar, const std::string& label, bool forwards, double width,
                         const Plot& plot, TextStyle style)
{
    if (is_upright(plot)) {
        double middle = bar.x + bar.w / 2;
        double bottom = forwards ? bar.y - kLabelGap : bar.bottom() + kLabelGap + kLabelHeight;
        return {{middle - width / 2, bottom - kLabelHeight, width, kLabelHeight},
                {label, {middle, bottom - 1.5}, style, TextAlign::center}};
    }
    double middle = bar.y + bar.h / 2;
    double left = forwards ? bar.right() + kLabelGap + 1 : bar.x - kLabelGap - 1 - width;
    return {{left, middle - kLabelHeight / 2, width, kLabelHeight},
            {label, {left, middle + kAxisTextMiddle}, style}};
}

bool wants_labels(const MarkContext& context, const Waterfall& waterfall)
{
    if (context.spec.labels != LabelMode::automatic)
        return context.spec.labels == LabelMode::on;
    return waterfall.steps.size() <= kMostLabelled;
}

LabelRoom room_around(const MarkContext& context, const Waterfall& waterfall, const Plot& plot)
{
    const Box& area = context.area;
    LabelRoom room({area.x, plot.labels_top, area.w, area.bottom() - plot.labels_top});
    for (std::size_t i = 0; i < waterfall.steps.size(); ++i)
        room.take_mark(bar_of(waterfall.steps[i], i, plot));
    take_texts(room, plot.texts, context.measure);
    return room;
}

// All or nothing when automatic: a step without its number would seem to be none.
std::vector<PlacedLabel> place_labels(const MarkContext& context, const Waterfall& waterfall,
                                      const Plot& plot, LabelRoom& room)
{
    constexpr double kBeside = 2;
    if (!wants_labels(context, waterfall))
        return {};
    LabelRoom before = room;
    TextStyle style = value_style(context.theme);
    std::vector<PlacedLabel> placed;
    for (std::size_t i = 0; i < waterfall.steps.size(); ++i) {
        const Step& step = waterfall.steps[i];
        if (waterfall.labels[i].empty())
            continue;
        double width = context.measure.width(waterfall.labels[i], style);
        bool forwards = step.change() >= 0, is_placed = false;
        for (bool side : {forwards, !forwards}) {
            PlacedLabel label =
                place_beside(bar_of(step, i, plot), waterfall.labels[i], side, width, plot, style);
            Box box{label.box.x - kBeside / 2, label.box.y, label.box.w + kBeside, label.box.h};
            if (is_placed || !room.place(box))
                continue;
            is_placed = true;
            placed.push_back(std::move(label));
        }
        if (!is_placed && context.spec.labels == LabelMode::automatic) {
            room = before;
            return {};
        }
    }
    return placed;
}

bool lies_down(const MarkContext& inner, const Waterfall& waterfall)
{
    if (inner.spec.horizontal)
        return true;
    bool fits = static_cast<double>(waterfall.steps.size()) * kLeastRow <= inner.area.h - kTickRow;
    return fits && plan_band_plot(inner, waterfall.request, waterfall.bands).cramped;
}

Plot plan_waterfall(const MarkContext& inner, Waterfall& waterfall)
{
    bool labelled = wants_labels(inner, waterfall);
    if (!lies_down(inner, waterfall)) {
        Plot plot = plan_band_plot(inner, waterfall.request, waterfall.bands);
        double top = plot.value(plot.clamped(waterfall.request.values.maximum));
        if (!labelled || top - kLabelRoom >= plot.labels_top)
            return plot;
        waterfall.request.gap_at_end = kLabelRoom;
        return plan_band_plot(inner, waterfall.request, waterfall.bands);
    }
    double widest = 0;
    for (const std::string& label : waterfall.labels)
        widest = std::max(widest, inner.measure.width(label, value_style(inner.theme)) + kLabelGap + 3);
    waterfall.request.gap_at_end = labelled ? std::min(widest, inner.area.w / 4) : 0;
    return plan_horizontal_plot(inner, waterfall.request, waterfall.bands);
}

void add_hits(MarkContext& context, const Waterfall& waterfall, const Plot& plot)
{
    for (std::size_t i = 0; i < waterfall.steps.size(); ++i) {
        const Step& step = waterfall.steps[i];
        std::string value = waterfall.labels[i];
        if (step.kind == StepKind::missing)
            continue;
        if (step.kind == StepKind::change)
            value += fmt::format(" ({} {})", say(context.locale, Phrase::total),
                                 value_text(context, step.after, context.spec.y_format));
        add_hit(context, context.spec.y.front(), step.name, std::move(value), bar_of(step, i, plot));
    }
}

std::string describe(const MarkContext& context)
{
    auto steps = running_totals(named_values(context));
    auto written = [&](double value) { return value_text(context, value, context.spec.y_format); };
    const Step *highest = nullptr, *lowest = nullptr;
    for (const Step& step : steps) {
        if (step.change() > 0 && (highest == nullptr || step.change() > highest->change()))
            highest = &step;
        if (step.change() < 0 && (lowest == nullptr || step.change() < lowest->change()))
            lowest = &step;
    }
    std::string text =
        fmt::format("{} {} to {}", steps.size() == 1 ? "1 change" : fmt::format("{} changes", steps.size()),
                    steps.size() == 1 ? "comes" : "add up", written(steps.back().after));
    if (highest != nullptr)
        text += fmt::format("; largest increase {} (+{})", highest->name, written(highest->change()));
    if (lowest != nullptr)
        text += fmt::format("; largest decrease {} ({})", lowest->name, written(lowest->change()));
    return text + ".";
}

} // namespace

Drawn draw_waterfall(MarkContext& context)
{
    Waterfall waterfall = collect(context);
    MarkContext inner{context.spec,    waterfall.data,     context.table,   context.locale,
                      context.theme,   context.utc_offset, context.measure, context.area,
                      context.drawing, context.notes,      context.hits,    context.alt};
    draw_color_legend(inner, waterfall);
    DrawnValues totals;
    for (const Step& step : waterfall.steps)
        totals.y.push_back(step.after);
    auto references = resolve_references(inner, totals);
    include_references(references, ReferenceAxis::y, waterfall.request.values);
    Plot plot = plan_waterfall(inner, waterfall);
    draw_frame(inner, plot);
    draw_reference_bands(inner, plot, references);
    draw_connectors(inner, waterfall, plot);
    draw_steps(inner, waterfall, plot);
    draw_zero_line(inner, plot);
    auto is_outside = [&](const Step& step) { return !plot.holds(step.before) || !plot.holds(step.after); };
    note_outside(inner, static_cast<std::size_t>(
                            std::count_if(waterfall.steps.begin(), waterfall.steps.end(), is_outside)));
    LabelRoom room = room_around(inner, waterfall, plot);
    auto labels = place_labels(inner, waterfall, plot, room);
    draw_reference_lines(inner, plot, references, room);
    for (PlacedLabel& label : labels)
        draw_over_references(inner, plot, references, std::move(label.text), label.box);
    add_hits(inner, waterfall, plot);
    context.alt = describe(context);
    return Drawn::marks;
}

} // namespace presstime

// Funnel: a centred bar per stage in the order of the rows, its length in proportion to the largest value.
// Names stand at the left; value, share of the first and share of the previous stage in columns at the right,
// the shares only where bars keep their room.
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/named_values.hpp"
#include "platform/text/phrases.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr std::size_t kMostStages = 20;
constexpr double kLeastRow = 10;
constexpr double kTallestRow = 56;
constexpr double kTwoLines = 21; // the least row whose name may take two lines
constexpr double kLineStep = 9;
constexpr double kHeader = 11;
constexpr double kColumnGap = 8;
constexpr double kWidestName = 0.34; // shares of the area
constexpr double kLeastBars = 0.34;
constexpr double kThinnestBar = 0.75; // a value that is not zero is seen
constexpr double kSlopeTint = 0.8;
constexpr std::size_t kMostNamed = 6;
constexpr std::string_view kUnknown = "–";

struct Stage {
    NamedValue row;
    std::array<std::string, 3> texts; // value, share of the first, share of the previous
    std::array<std::string, 2> name_lines;

    bool has_bar() const { return row.value > 0; }
};

// One column of figures at the right.
struct FigureColumn {
    std::size_t text = 0; // which of Stage::texts
    std::string header;
    double right = 0;
    double width = 0;
};

struct Funnel {
    std::vector<Stage> stages;
    std::vector<FigureColumn> columns;
    double name_width = 0;
    Box bars;
    double row = 0;
    double largest = 0;

    double top(std::size_t i) const { return bars.y + row * static_cast<double>(i); }
    Box bar(std::size_t i) const
    {
        double share = largest > 0 ? stages[i].row.value / largest : 0;
        double length = std::max(share * bars.w, kThinnestBar);
        double height = row * (1 - theme::kBarGap);
        return {bars.x + (bars.w - length) / 2, top(i) + (row - height) / 2, length, height};
    }
};

std::string share_text(double part, double whole, const Locale& locale)
{
    double share = part / whole;
    if (!std::isfinite(share) || whole <= 0 || part < 0)
        return std::string(kUnknown);
    if (share > 0 && share < 0.001)
        return "<" + format_number(0.001, "0.0 %", locale.tag);
    return format_number(share, share < 0.0995 && share > 0 ? "0.0 %" : "0 %", locale.tag);
}

// Each in its own unit, for the last stage may be a thousandth of the first; without a format of the user's
// in full, where there is room.
std::vector<std::string> figure_texts(const MarkContext& context, const std::vector<double>& values)
{
    constexpr double kMostInFull = 1e7;
    constexpr double kLeastWidth = 300;
    bool in_full = context.spec.y_format.empty() && context.area.w >= kLeastWidth;
    for (double value : values)
        in_full = in_full && !(std::abs(value) >= kMostInFull);
    std::vector<std::string> texts;
    for (double value : values)
        texts.push_back(std::isnan(value) ? std::string(kUnknown)
                        : in_full         ? format_number(value, "", context.locale.tag)
                                          : value_text(context, value, context.spec.y_format));
    return texts;
}

std::vector<Stage> collect_stages(MarkContext& context, std::vector<NamedValue> rows)
{
    std::vector<double> values;
    for (const NamedValue& row : rows)
        values.push_back(row.value);
    auto texts = figure_texts(context, values);
    std::vector<Stage> stages;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Stage stage{rows[i], {}, {}};
        stage.texts[0] = texts[i];
        stage.texts[1] = share_text(values[i], values.front(), context.locale);
        stage.texts[2] = i == 0 ? "" : share_text(values[i], values[i - 1], context.locale);
        stages.push_back(std::move(stage));
    }
    auto negative = std::count_if(values.begin(), values.end(), [](double value) { return value < 0; });
    auto missing =
        std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); });
    if (negative > 0)
        context.notes.push_back(say_count(context.locale, Phrase::stages_negative, negative));
    if (missing > 0)
        context.notes.push_back(say_count(context.locale, Phrase::stages_missing, missing));
    return stages;
}

double widest_text(const MarkContext& context, const Funnel& funnel, std::size_t text)
{
    double widest = 0;
    for (const Stage& stage : funnel.stages)
        widest = std::max(widest, context.measure.width(stage.texts[text], value_style(context.theme)));
    return widest;
}

// The columns that leave the bars their room: the value first, then the shares.
void plan_columns(const MarkContext& context, Funnel& funnel)
{
    const std::array<std::string, 3> headers = {"", say(context.locale, Phrase::of_first),
                                                say(context.locale, Phrase::of_previous)};
    if (context.spec.labels == LabelMode::off)
        return;
    double room = context.area.w * (1 - kLeastBars) - funnel.name_width - kColumnGap;
    for (std::size_t text = 0; text < headers.size(); ++text) {
        if (text > 0 && funnel.stages.size() < 2)
            return;
        FigureColumn column{text, headers[text], 0, widest_text(context, funnel, text)};
        column.width =
            std::max(column.width, context.measure.width(column.header, axis_style(context.theme)));
        if (column.width + kColumnGap > room)
            return;
        room -= column.width + kColumnGap;
        funnel.columns.push_back(std::move(column));
    }
}

void plan_names(const MarkContext& context, Funnel& funnel)
{
    double most = context.area.w * kWidestName;
    TextStyle style = value_style(context.theme);
    for (Stage& stage : funnel.stages) {
        stage.name_lines = {stage.row.name, ""};
        double width = context.measure.width(stage.row.name, style);
        if (width > most && funnel.row >= kTwoLines) {
            stage.name_lines = break_in_two(stage.row.name, style, context.measure);
            width = std::max(context.measure.width(stage.name_lines[0], style),
                             context.measure.width(stage.name_lines[1], style));
        }
        funnel.name_width = std::max(funnel.name_width, std::min(width, most));
    }
}

Funnel plan_funnel(MarkContext& context)
{
    const Box& area = context.area;
    Funnel funnel;
    auto rows = named_values(context);
    std::size_t all = rows.size();
    bool has_header = area.h >= kHeader + 3 * kLeastRow && all > 1;
    double height = area.h - (has_header ? kHeader : 0);
    rows.resize(std::min({all, kMostStages, static_cast<std::size_t>(std::max(height / kLeastRow, 1.0))}));
    if (rows.size() < all)
        context.notes.push_back(say(context.locale, Phrase::stages_shown,
                                    {count_text(context.locale, static_cast<std::int64_t>(rows.size())),
                                     count_text(context.locale, static_cast<std::int64_t>(all))}));
    funnel.row = std::min(height / static_cast<double>(rows.size()), kTallestRow);
    funnel.stages = collect_stages(context, std::move(rows));
    for (const Stage& stage : funnel.stages)
        if (stage.has_bar())
            funnel.largest = std::max(funnel.largest, stage.row.value);
    plan_names(context, funnel);
    plan_columns(context, funnel);
    double right = area.right();
    for (auto column = funnel.columns.rbegin(); column != funnel.columns.rend(); ++column) {
        column->right = right;
        right -= column->width + kColumnGap;
    }
    has_header = has_header && funnel.columns.size() > 1;
    double left = area.x + funnel.name_width + (funnel.name_width > 0 ? kColumnGap : 0);
    double top = area.y + (has_header ? kHeader : 0);
    funnel.bars = {left, top, std::max(right - left, 1.0), area.bottom() - top};
    if (!has_header)
        for (FigureColumn& column : funnel.columns)
            column.header.clear();
    return funnel;
}

// The slopes between neighbours lead the eye from bar to bar.
void draw_bars_and_slopes(MarkContext& context, const Funnel& funnel)
{
    Color color = series_color(context.theme, 0);
    Color tint = mix(color, context.theme.paper, kSlopeTint);
    for (std::size_t i = 0; i + 1 < funnel.stages.size(); ++i) {
        if (!funnel.stages[i].has_bar() || !funnel.stages[i + 1].has_bar())
            continue;
        Box above = funnel.bar(i), below = funnel.bar(i + 1);
        context.drawing.push_back(FillPolygon{{{above.x, above.bottom()},
                                               {above.right(), above.bottom()},
                                               {below.right(), below.y},
                                               {below.x, below.y}},
                                              tint,
                                              tint});
    }
    for (std::size_t i = 0; i < funnel.stages.size(); ++i)
        if (funnel.stages[i].has_bar())
            context.drawing.push_back(FillRect{funnel.bar(i), color, theme::kBarRadius});
        else if (funnel.stages[i].row.value == 0)
            context.drawing.push_back(Polyline{{{funnel.bars.x + funnel.bars.w / 2, funnel.bar(i).y},
                                                {funnel.bars.x + funnel.bars.w / 2, funnel.bar(i).bottom()}},
                                               context.theme.zero_line,
                                               theme::kHairlineWidth,
                                               false,
                                               {}});
}

void draw_texts(MarkContext& context, const Funnel& funnel)
{
    constexpr double kSlack = 0.01;
    for (const FigureColumn& column : funnel.columns)
        if (!column.header.empty())
            context.drawing.push_back(DrawText{column.header,
                                               {column.right, context.area.y + kHeader - 4},
                                               axis_style(context.theme),
                                               TextAlign::right});
    for (std::size_t i = 0; i < funnel.stages.size(); ++i) {
        const Stage& stage = funnel.stages[i];
        double baseline = funnel.top(i) + funnel.row / 2 + kAxisTextMiddle;
        bool two = !stage.name_lines[1].empty();
        for (std::size_t line = 0; line < (two ? 2u : 1u); ++line)
            context.drawing.push_back(DrawText{
                stage.name_lines[line],
                {context.area.x, baseline + (two ? kLineStep * (static_cast<double>(line) - 0.5) : 0)},
                value_style(context.theme),
                TextAlign::left,
                funnel.name_width + kSlack});
        for (const FigureColumn& column : funnel.columns) {
            TextStyle style = column.text == 0 ? value_style(context.theme) : axis_style(context.theme);
            if (!stage.texts[column.text].empty())
                context.drawing.push_back(
                    DrawText{stage.texts[column.text], {column.right, baseline}, style, TextAlign::right});
        }
    }
}

std::string describe(const MarkContext& context, const Funnel& funnel)
{
    std::vector<std::string> parts;
    std::size_t steepest = 0;
    double steepest_share = 1;
    for (std::size_t i = 0; i < funnel.stages.size(); ++i) {
        const Stage& stage = funnel.stages[i];
        if (parts.size() < kMostNamed)
            parts.push_back(fmt::format("{} {}{}", stage.row.name, stage.texts[0],
                                        i == 0 ? "" : fmt::format(" ({} of the first)", stage.texts[1])));
        double before = i == 0 ? 0 : funnel.stages[i - 1].row.value;
        double share = before > 0 ? stage.row.value / before : 1;
        if (share >= 0 && share < steepest_share) {
            steepest = i;
            steepest_share = share;
        }
    }
    std::size_t all = context.data.series.front().samples.size();
    std::string text = fmt::format("{} {}: {}", format_count(static_cast<std::int64_t>(all)),
                                   all == 1 ? "stage" : "stages", join(parts, ", "));
    if (all > parts.size())
        text += fmt::format(" and {} more", all - parts.size());
    if (steepest > 0)
        text += fmt::format("; the steepest step is from {} to {}, {}", funnel.stages[steepest - 1].row.name,
                            funnel.stages[steepest].row.name, funnel.stages[steepest].texts[2]);
    return text + ".";
}

} // namespace

Drawn draw_funnel(MarkContext& context)
{
    Funnel funnel = plan_funnel(context);
    draw_bars_and_slopes(context, funnel);
    draw_texts(context, funnel);
    for (std::size_t i = 0; i < funnel.stages.size(); ++i) {
        const Stage& stage = funnel.stages[i];
        std::string shares =
            i == 0 || std::isnan(stage.row.value)
                ? ""
                : fmt::format(" ({} {}, {} {})", stage.texts[1], say(context.locale, Phrase::of_first),
                              stage.texts[2], say(context.locale, Phrase::of_previous));
        add_hit(context, context.spec.y.front(), stage.row.name, stage.texts[0] + shares,
                {context.area.x, funnel.top(i), context.area.w, funnel.row});
    }
    context.alt = describe(context, funnel);
    return Drawn::marks;
}

} // namespace presstime

// One row of the result is the card; further rows, where there are some, are its past.
#include "stage/layout_kpi.hpp"

#include "base/text.hpp"
#include "chart/sparkline.hpp"
#include "model/theme.hpp"
#include "platform/text/phrases.hpp"
#include "stage/layout_state.hpp"
#include "stage/layout_tags.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace presstime::stage {
namespace {

constexpr double kLeastValueSize = 14; // smaller than that a number is better shortened
constexpr double kSmallestValueSize = theme::kSmallestType;
constexpr double kLeastSparkWidth = 36;
constexpr double kMostSparkWidth = 110;
constexpr double kSparkShare = 0.32; // of the card's inside
constexpr double kLeastWidthWithSpark = 120;
constexpr double kLeastHeightOfThreeLines = 40;
constexpr std::size_t kLeastSparkPoints = 5; // when nobody asked for the line
constexpr std::size_t kMaxTextBytes = 80;
constexpr double kFarAway = 10;          // a change of ten times has no decimals
constexpr double kBeyondReading = 1'000; // and one of a thousand times is shortened
constexpr const char* kPrevious = "previous";
constexpr const char* kDash = "–";

struct Change {
    std::string text; // "+6.2 %", empty = nothing to compare with
    std::string than; // "vs last year"
    double direction = 0;
};

// What the widget's columns are in the result.
struct KpiColumns {
    const ColumnData* value = nullptr;
    const ColumnData* compare = nullptr; // null = none
    std::size_t compare_row = 0;
};

Result<const ColumnData*> find_column(const Table& table, const std::string& name, const std::string& query,
                                      const char* field)
{
    const int found = table.find(name);
    if (found < 0) {
        return fail(
            Error::invalid(field, fmt::format("column `{}` is missing from query `{}`", name, query)));
    }
    return &table.data.columns[static_cast<std::size_t>(found)];
}

Result<KpiColumns> find_columns(const Widget& widget, const Table& table)
{
    KpiColumns columns;
    if (widget.value.empty() && !table.columns.empty()) {
        columns.value = &table.data.columns.front();
    } else {
        columns.value = TRY(find_column(table, widget.value, widget.query, "value"));
    }
    if (widget.compare == kPrevious && table.find(kPrevious) < 0) {
        columns.compare = table.rows() > 1 ? columns.value : nullptr;
        columns.compare_row = 1;
    } else if (!widget.compare.empty()) {
        columns.compare = TRY(find_column(table, widget.compare, widget.query, "compare"));
    }
    return columns;
}

std::string comparison_name(const LayoutContext& context, const Widget& widget)
{
    std::string name = widget.compare_label;
    if (name.empty() && widget.compare == kPrevious) {
        name = say(context.words(), Phrase::previous);
    } else if (name.empty()) {
        name = widget.compare;
        std::ranges::replace(name, '_', ' ');
    }
    return say(context.words(), Phrase::versus, {name});
}

Change change_of(const LayoutContext& context, const Widget& widget, const KpiColumns& columns)
{
    if (columns.compare == nullptr) {
        return {};
    }
    const double now = columns.value->as_number(0);
    const double then = columns.compare->as_number(columns.compare_row);
    if (!std::isfinite(now) || !std::isfinite(then)) {
        return {};
    }
    Change change;
    change.direction = now - then;
    change.than = comparison_name(context, widget);
    const double part = change.direction / std::fabs(then);
    if (now == then) {
        change.text = say(context.words(), Phrase::no_change);
    } else if (widget.format.find('%') != std::string::npos) {
        const std::string points = format_number(change.direction * 100, "+0.0", context.locale());
        change.text = say(context.words(), Phrase::points, {points});
    } else if (!std::isfinite(part)) {
        change.text = format_number(change.direction, "+0,0.[00]", context.locale());
    } else {
        const double times = std::fabs(part);
        const char* pattern = times < kFarAway ? "+0.0 %" : times < kBeyondReading ? "+0,0 %" : "+0a %";
        change.text = format_number(part, pattern, context.locale());
    }
    return change;
}

Color change_color(const Theme& theme, const Change& change, GoodDirection good)
{
    if (change.direction == 0 || good == GoodDirection::neutral) {
        return theme.secondary;
    }
    return (change.direction > 0) == (good == GoodDirection::up) ? theme.good : theme.bad;
}

void draw_arrow(Point at, double direction, Color color, Drawing& drawing)
{
    constexpr double kHalf = 2.75;
    const double tip = direction > 0 ? at.y - 5.25 : at.y;
    const double base = direction > 0 ? at.y - 0.5 : at.y - 4.75;
    drawing.push_back(
        FillPolygon{{{at.x, base}, {at.x + kHalf, tip}, {at.x + 2 * kHalf, base}}, color, color});
}

void draw_change(LayoutContext& context, const Widget& widget, const Change& change, Point baseline,
                 double width, Drawing& drawing)
{
    const Color color = change_color(context.theme, change, widget.good);
    TextStyle style = theme::text_style(theme::kCaption, color, theme::Figures::tabular);
    style.weight = FontWeight::semibold;
    if (change.direction != 0) {
        draw_arrow(baseline, change.direction, color, drawing);
        baseline.x += 8;
        width -= 8;
    }
    drawing.push_back(DrawText{change.text, baseline, style, TextAlign::left, width});
    const double used = context.measure.width(change.text, style) + 4;
    if (change.direction != 0 && width - used > 20) {
        drawing.push_back(DrawText{change.than,
                                   {baseline.x + used, baseline.y},
                                   theme::text_style(theme::kCaption, context.theme.secondary),
                                   TextAlign::left,
                                   width - used});
    }
}

// The past, oldest first: another query's rows come in that order, the card's own newest first, for the first
// is the value. Empty when no line is to be drawn.
Result<std::vector<double>> past_of(LayoutContext& context, const Widget& widget, const Table& own,
                                    const KpiColumns& columns)
{
    const ColumnData* data = columns.value;
    const bool own_rows = widget.sparkline_query.empty();
    if (widget.sparkline.empty()) {
        if (widget.compare != kPrevious || own.rows() < kLeastSparkPoints) {
            return std::vector<double>{};
        }
    } else if (own_rows) {
        data = TRY(find_column(own, widget.sparkline, widget.query, "sparkline"));
    } else {
        if (const auto failure = context.tables.failure_of(widget.sparkline_query)) {
            // The figure itself is whole: the card stands without its line.
            context.stamp.complete = false;
            context.stamp.notes.push_back(fmt::format("{}: {}", name_of(widget), *failure));
            return std::vector<double>{};
        }
        const LoadedResult* other = TRY(context.tables.load(widget.sparkline_query));
        data = TRY(find_column(other->table, widget.sparkline, widget.sparkline_query, "sparkline"));
    }
    std::vector<double> values(data->rows);
    for (std::size_t row = 0; row < values.size(); ++row) {
        values[own_rows ? values.size() - 1 - row : row] = data->as_number(row);
    }
    return values;
}

// A figure as the card shows it.
struct Value {
    std::string text;
    TextStyle style;
};

double fitted_size(TextMeasure& measure, const Value& value, double room)
{
    const double width = std::max(1.0, measure.width(value.text, value.style));
    return std::min(value.style.size, value.style.size * room / width);
}

// Full size where it fits, then smaller, then shortened ("1.2 T") and at last as small as it takes.
Value fit_value(const LayoutContext& context, const Widget& widget, const ColumnData& data, double room,
                double height)
{
    Value value{kDash, theme::text_style(theme::kKpiValue, context.theme.ink)};
    value.style.size = std::clamp(height, kSmallestValueSize, value.style.size);
    if (data.is_null(0)) {
        value.style.color = context.theme.secondary;
        return value;
    }
    const CellFormat format = cell_format(widget.format, context.words());
    value.text = std::string(clip_utf8(format_cell(data, 0, format, context.utc_offset), kMaxTextBytes));
    double size = fitted_size(context.measure, value, room);
    if (size < kLeastValueSize && is_number(data.type) && !format.number.duration &&
        !format.number.abbreviated) {
        NumberPattern brief = format.number;
        brief.natural = false;
        brief.abbreviated = true;
        brief.minimum_decimals = 0;
        brief.maximum_decimals = 1;
        value.text = format_number(data.as_number(0), brief, context.words());
        size = fitted_size(context.measure, value, room);
    }
    value.style.size = std::max(size, kSmallestValueSize);
    return value;
}

// Beside the value; the change below has the whole width, for its comparison is words.
Box spark_box(Box inside)
{
    const double width = std::clamp(inside.w * kSparkShare, kLeastSparkWidth, kMostSparkWidth);
    const double top = theme::kCaption.line_height + 2;
    return {inside.right() - width, inside.y + top, width,
            std::min(inside.h - top, theme::kKpiValue.line_height - 2)};
}

void draw_card(LayoutContext& context, const Widget& widget, const KpiColumns& columns,
               const std::vector<double>& past, Box box, Drawing& drawing)
{
    const double padding = std::min(theme::kCardPadding, box.h / 6);
    const Box inside{box.x + padding, box.y + padding, box.w - 2 * padding, box.h - 2 * padding};
    const Change change = change_of(context, widget, columns);
    const bool tall = inside.h >= kLeastHeightOfThreeLines;
    const bool show_change = !change.text.empty() && tall;
    const bool spark = !past.empty() && tall && box.w >= kLeastWidthWithSpark;
    const Box line = spark_box(inside);
    const double room = inside.w - (spark ? line.w + 2 * theme::kGrid : 0);
    double y = inside.y;
    tagged(drawing, {Tag::paragraph}, [&] {
        drawing.push_back(DrawText{widget.title.empty() ? widget.value : widget.title,
                                   {inside.x, y + theme::baseline(theme::kCaption)},
                                   theme::text_style(theme::kCaption, context.theme.secondary),
                                   TextAlign::left,
                                   inside.w});
        y += theme::kCaption.line_height;
        const double height = std::min(theme::kKpiValue.line_height, inside.bottom() - y);
        const Value value = fit_value(context, widget, *columns.value, room, height);
        drawing.push_back(DrawText{value.text,
                                   {inside.x, y + (height + 0.727 * value.style.size) / 2},
                                   value.style,
                                   TextAlign::left,
                                   room + 0.5});
        y += theme::kKpiValue.line_height;
        if (show_change) {
            draw_change(context, widget, change, {inside.x, y + theme::baseline(theme::kCaption)}, inside.w,
                        drawing);
        }
    });
    if (spark) {
        tagged(drawing, {Tag::artifact}, [&] {
            std::ranges::move(draw_sparkline(past, line, context.theme, SparklineFill::light_area),
                              std::back_inserter(drawing));
        });
    }
}

} // namespace

Result<> draw_kpi(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing)
{
    if (const auto failure = context.tables.failure_of(widget.query)) {
        draw_failed(context, widget, *failure, box, drawing);
        return {};
    }
    const LoadedResult* loaded = TRY(context.tables.load(widget.query));
    const Result<KpiColumns> columns = find_columns(widget, loaded->table);
    if (!columns) {
        draw_failed(context, widget, columns.error().message, box, drawing);
        return {};
    }
    if (loaded->table.rows() == 0) {
        draw_empty(context, widget, box, drawing);
        return {};
    }
    const Result<std::vector<double>> past = past_of(context, widget, loaded->table, *columns);
    if (!past) {
        if (past.error().kind != ErrorKind::invalid) {
            return fail(past.error());
        }
        draw_failed(context, widget, past.error().message, box, drawing);
        return {};
    }
    draw_frame(context, box, drawing);
    draw_card(context, widget, *columns, *past, box, drawing);
    context.stamp.rows_shown += 1;
    context.stamp.rows_in_result += 1;
    return {};
}

} // namespace presstime::stage

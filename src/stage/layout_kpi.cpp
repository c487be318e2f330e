// One row of the result is the card; further rows, where there are some, are its past.
#include "stage/layout_kpi.hpp"

#include "base/text.hpp"
#include "model/theme.hpp"
#include "stage/layout_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr double kLeastValueSize = 9;
constexpr double kSparkWidth = 56;
constexpr double kSparkHeight = 24;
constexpr double kLeastWidthWithSpark = 150;
constexpr std::size_t kLeastSparkPoints = 5;
constexpr const char* kPrevious = "previous";

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

Result<const ColumnData*> find_column(const Table& table, const std::string& name, const Widget& widget,
                                      const char* field)
{
    const int found = table.find(name);
    if (found < 0) {
        return fail(
            Error::invalid(field, fmt::format("column `{}` is missing from query `{}`", name, widget.query)));
    }
    return &table.data.columns[static_cast<std::size_t>(found)];
}

Result<KpiColumns> find_columns(const Widget& widget, const Table& table)
{
    KpiColumns columns;
    if (widget.value.empty() && !table.columns.empty()) {
        columns.value = &table.data.columns.front();
    } else {
        columns.value = TRY(find_column(table, widget.value, widget, "value"));
    }
    if (widget.compare == kPrevious && table.find(kPrevious) < 0) {
        columns.compare = table.rows() > 1 ? columns.value : nullptr;
        columns.compare_row = 1;
    } else if (!widget.compare.empty()) {
        columns.compare = TRY(find_column(table, widget.compare, widget, "compare"));
    }
    return columns;
}

std::string comparison_name(const Widget& widget)
{
    std::string name = widget.compare;
    std::ranges::replace(name, '_', ' ');
    return "vs " + name;
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
    change.than = comparison_name(widget);
    if (now == then) {
        change.text = "No change";
    } else if (widget.format.find('%') != std::string::npos) {
        change.text = format_number((now - then) * 100, "+0.0", context.locale()) + " pts";
    } else if (then == 0) {
        change.text = format_number(now - then, "+0,0.[00]", context.locale());
    } else {
        change.text = format_number((now - then) / std::fabs(then), "+0.0 %", context.locale());
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

// The past, oldest first; the rows come newest first, for the first is the value.
void draw_sparkline(const LayoutContext& context, const ColumnData& data, std::size_t rows, Box box,
                    Drawing& drawing)
{
    std::vector<double> values;
    for (std::size_t row = rows; row-- > 0;) {
        values.push_back(data.as_number(row));
    }
    std::erase_if(values, [](double value) { return !std::isfinite(value); });
    if (values.size() < kLeastSparkPoints) {
        return;
    }
    const auto [least, most] = std::ranges::minmax(values);
    const double range = most > least ? most - least : 1;
    Polyline line{{}, context.theme.accent, 1, true, {}};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = box.x + box.w * static_cast<double>(i) / static_cast<double>(values.size() - 1);
        line.points.push_back({x, box.bottom() - box.h * ((values[i] - least) / range)});
    }
    const Point last = line.points.back();
    drawing.push_back(std::move(line));
    drawing.push_back(Dots{{last}, 3, context.theme.accent});
}

std::string value_text(const LayoutContext& context, const Widget& widget, const ColumnData& data)
{
    if (data.is_null(0)) {
        return "–";
    }
    const std::string text = format_cell(data, 0, widget.format, context.locale(), context.utc_offset);
    return std::string(clip_utf8(text, 80));
}

void draw_card(LayoutContext& context, const Widget& widget, const Table& table, const KpiColumns& columns,
               Box box, Drawing& drawing)
{
    const double padding = std::min(theme::kCardPadding, box.h / 6);
    const Box inside{box.x + padding, box.y + padding, box.w - 2 * padding, box.h - 2 * padding};
    const std::string label = widget.title.empty() ? widget.value : widget.title;
    const Change change = change_of(context, widget, columns);
    const bool show_change = !change.text.empty() && inside.h >= 40;
    const bool spark = widget.compare == kPrevious && table.rows() >= kLeastSparkPoints && inside.h >= 40 &&
                       box.w >= kLeastWidthWithSpark;
    double y = inside.y;
    drawing.push_back(DrawText{label,
                               {inside.x, y + theme::baseline(theme::kCaption)},
                               theme::text_style(theme::kCaption, context.theme.secondary),
                               TextAlign::left,
                               inside.w});
    y += theme::kCaption.line_height;
    const std::string text = value_text(context, widget, *columns.value);
    TextStyle style = theme::text_style(theme::kKpiValue, context.theme.ink, theme::Figures::proportional);
    const double room = inside.w - (spark ? kSparkWidth + theme::kGrid : 0);
    const double width = std::max(1.0, context.measure.width(text, style));
    const double by_height = std::max(kLeastValueSize, inside.bottom() - y);
    style.size = std::clamp(style.size * room / width, kLeastValueSize, std::min(style.size, by_height));
    const double line = theme::kKpiValue.line_height;
    drawing.push_back(DrawText{text,
                               {inside.x, y + (std::min(line, by_height) + 0.727 * style.size) / 2},
                               style,
                               TextAlign::left,
                               room});
    y += line;
    if (show_change) {
        draw_change(context, widget, change, {inside.x, y + theme::baseline(theme::kCaption)}, inside.w,
                    drawing);
    }
    if (spark) {
        draw_sparkline(context, *columns.value, table.rows(),
                       {inside.right() - kSparkWidth, inside.y + theme::kCaption.line_height, kSparkWidth,
                        kSparkHeight - 4},
                       drawing);
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
    draw_frame(context, box, drawing);
    draw_card(context, widget, loaded->table, *columns, box, drawing);
    context.stamp.rows_shown += 1;
    context.stamp.rows_in_result += 1;
    return {};
}

} // namespace presstime::stage

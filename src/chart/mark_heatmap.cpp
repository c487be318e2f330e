// Heatmap: a cell per column and row, coloured by its number, with the ramp as a legend above. The value
// stands in the cells when it fits in all of them. Cells without a value stay empty.
#include "base/text.hpp"
#include "chart/axis_labels.hpp"
#include "chart/columns.hpp"
#include "chart/heat_grid.hpp"
#include "chart/heat_scale.hpp"
#include "chart/hits.hpp"
#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "chart/x_axis.hpp"
#include "chart/x_values.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr double kSmallestCell = 1.2; // smaller ones are merged
constexpr double kTallestCell = 64;
constexpr double kNameGap = 5;      // between names and cells
constexpr double kNameShare = 0.35; // of the width, for names
constexpr double kLeastName = 8.5;  // between neighbouring names
constexpr double kTextLine = 9.5;   // height of a cell with text in it
constexpr double kTextSides = 2;
constexpr std::size_t kMostTexts = 1000;

struct HeatPlan {
    Box box; // of the cells
    BandScale across, down;
    double gap = 0; // between cells
    std::vector<DrawText> texts;

    Box cell(std::size_t column, std::size_t row, std::size_t columns = 1) const
    {
        double left = across.start + across.step() * static_cast<double>(column);
        double top = down.start + down.step() * static_cast<double>(row);
        return {left + gap / 2, top + gap / 2, across.step() * static_cast<double>(columns) - gap,
                down.step() - gap};
    }
};

std::string name_of(const MarkContext& context, const HeatAxis& axis, std::size_t place)
{
    if (axis.kind != XKind::time && (axis.last_names.empty() || axis.last_names[place] == axis.names[place]))
        return axis.names[place];
    if (axis.kind != XKind::time)
        return axis.names[place] + " – " + axis.last_names[place];
    const UtcOffset offset = axis.whole_days ? UtcOffset{} : context.utc_offset;
    CalendarLabel label =
        label_position(axis.positions[place], axis.unit, context.spec.x_format, context.locale, offset);
    return label.group.empty() ? label.primary : label.primary + " " + label.group;
}

std::vector<std::string> names_of(const MarkContext& context, const HeatAxis& axis)
{
    std::vector<std::string> names;
    for (std::size_t place = 0; place < axis.count(); ++place)
        names.push_back(name_of(context, axis, place));
    return names;
}

// Days of a year are named by their months, minutes of a day by its hours: a coarser unit that still has
// several labels says more than every fourteenth day.
CalendarUnit unit_of_labels(const HeatAxis& axis)
{
    constexpr double kManyDays = 62, kManyHours = 72, kManyMinutes = 120, kHours = 3600e6;
    double span = axis.positions.back() - axis.positions.front();
    if (axis.unit == CalendarUnit::day && span > kManyDays * 24 * kHours)
        return CalendarUnit::month;
    if (axis.unit == CalendarUnit::hour && span > kManyHours * kHours)
        return CalendarUnit::day;
    if (axis.unit < CalendarUnit::hour && span > kManyMinutes / 60 * kHours)
        return CalendarUnit::hour;
    return axis.unit;
}

// Names at their places. Of many numbers only round ones have theirs: 0, 50, 100 rather than 0, 36, 72.
std::vector<AxisLabel> labels_along(const MarkContext& context, const HeatAxis& axis,
                                    const std::vector<std::string>& names, const BandScale& scale)
{
    constexpr std::size_t kMany = 60;
    std::vector<AxisLabel> labels;
    if (axis.kind != XKind::number || axis.count() <= kMany) {
        for (std::size_t place = 0; place < names.size(); ++place)
            labels.push_back({scale.center(place), names[place], ""});
        return labels;
    }
    const auto& positions = axis.positions;
    int most = std::clamp(static_cast<int>(scale.length / 30), 2, 12);
    Ticks ticks = nice_ticks({positions.front(), positions.back(), ZeroBase::unwanted}, most);
    auto texts = tick_labels(ticks, context.spec.x_format, context.locale);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (ticks.values[i] < positions.front() || ticks.values[i] > positions.back())
            continue;
        auto after = std::upper_bound(positions.begin(), positions.end(), ticks.values[i]);
        auto place = static_cast<std::size_t>(after - positions.begin()) - 1;
        labels.push_back({scale.center(place), texts[i], ""});
    }
    return labels;
}

AxisLabelPlan plan_labels_across(const MarkContext& context, const HeatGrid& grid, const BandScale& scale)
{
    const HeatAxis& axis = grid.across;
    if (axis.kind == XKind::time)
        return plan_band_time_labels(context, {axis.positions, {}, unit_of_labels(axis)}, scale);
    AxisLabelRequest request = label_request(context);
    bool ordered = axis.kind == XKind::number || grid.columns_each > 1;
    request.kind = ordered ? LabelKind::ordered : LabelKind::names;
    request.labels = labels_along(context, axis, axis.names, scale);
    return plan_axis_labels(request, context.measure);
}

void add_names_down(const MarkContext& context, const std::vector<AxisLabel>& labels, HeatPlan& plan)
{
    if (plan.box.h < kLeastName)
        return;
    double room = plan.box.x - kNameGap - context.area.x, next = plan.box.y;
    for (const AxisLabel& label : labels) {
        if (label.at < next)
            continue;
        plan.texts.push_back({label.primary,
                              {plan.box.x - kNameGap, label.at + kAxisTextMiddle},
                              axis_style(context.theme),
                              TextAlign::right,
                              room + 0.01});
        next = label.at + kLeastName - 0.01;
    }
}

HeatPlan plan_heatmap(const MarkContext& context, const HeatGrid& grid, const std::vector<std::string>& rows)
{
    const Box& area = context.area;
    const auto& names = grid.down.kind == XKind::time ? rows : grid.down.names;
    double widest = 0;
    for (const AxisLabel& label : labels_along(context, grid.down, names, {0, area.h, grid.down.count()}))
        widest = std::max(widest, context.measure.width(label.primary, axis_style(context.theme)));
    double left = std::min(widest, area.w * kNameShare) + kNameGap;
    HeatPlan plan;
    plan.box = {area.x + left, area.y, std::max(area.w - left, 1.0), 0};
    plan.across = {plan.box.x, plan.box.w, grid.across.count()};
    AxisLabelPlan labels = plan_labels_across(context, grid, plan.across);
    add_x_title(context, context.spec.x_title, {plan.box.x, plan.box.right()}, labels);
    double tallest = kTallestCell * static_cast<double>(grid.down.count());
    plan.box.h = std::clamp(area.h - labels.height, 1.0, tallest);
    plan.down = {plan.box.y, plan.box.h, grid.down.count()};
    for (DrawText& text : labels.texts) {
        text.at.y += plan.box.bottom();
        plan.texts.push_back(std::move(text));
    }
    add_names_down(context, labels_along(context, grid.down, names, plan.down), plan);
    double side = std::min(plan.across.step(), plan.down.step());
    plan.gap = side >= 8 ? 1 : side >= 4 ? theme::kHairlineWidth : 0;
    return plan;
}

void draw_empty_cells(MarkContext& context, const HeatGrid& grid, const HeatPlan& plan)
{
    constexpr double kInset = theme::kHairlineWidth / 2;
    if (plan.gap == 0) {
        const Box& box = plan.box;
        context.drawing.push_back(
            StrokeRect{{box.x + kInset, box.y + kInset, box.w - 2 * kInset, box.h - 2 * kInset},
                       context.theme.hairline,
                       theme::kHairlineWidth});
        return;
    }
    for (std::size_t row = 0; row < grid.down.count(); ++row)
        for (std::size_t column = 0; column < grid.across.count(); ++column) {
            if (!std::isnan(grid.cell(column, row)))
                continue;
            Box cell = plan.cell(column, row);
            context.drawing.push_back(
                StrokeRect{{cell.x + kInset, cell.y + kInset, cell.w - 2 * kInset, cell.h - 2 * kInset},
                           context.theme.hairline,
                           theme::kHairlineWidth,
                           plan.gap});
        }
}

void draw_cells(MarkContext& context, const HeatGrid& grid, const HeatScale& scale, const HeatPlan& plan)
{
    constexpr double kOverlap = 0.3; // cells side by side without a gap show no seam
    bool dense = plan.gap == 0;
    for (std::size_t row = 0; row < grid.down.count(); ++row)
        for (std::size_t column = 0; column < grid.across.count();) {
            double value = grid.cell(column, row);
            std::size_t end = column + 1;
            if (std::isnan(value)) {
                column = end;
                continue;
            }
            std::size_t level = ColorRamp::level_of(scale.share(value));
            while (dense && end < grid.across.count() && !std::isnan(grid.cell(end, row)) &&
                   ColorRamp::level_of(scale.share(grid.cell(end, row))) == level)
                ++end;
            Box box = plan.cell(column, row, end - column);
            if (dense) {
                box.w = std::min(box.w + kOverlap, plan.box.right() - box.x);
                box.h = std::min(box.h + kOverlap, plan.box.bottom() - box.y);
            }
            context.drawing.push_back(FillRect{box, scale.color(value), dense ? 0 : plan.gap});
            column = end;
        }
}

// All or none: a number missing from one cell would be taken for a gap.
void draw_cell_texts(MarkContext& context, const HeatGrid& grid, const HeatScale& scale, const HeatPlan& plan)
{
    Box cell = plan.cell(0, 0);
    if (context.spec.labels == LabelMode::off || grid.cells.size() > kMostTexts || cell.h < kTextLine)
        return;
    TextStyle style = value_style(context.theme);
    auto labels = value_labels(grid.cells, context.spec.y_format, context.locale);
    for (const std::string& label : labels)
        if (context.measure.width(label, style) > cell.w - 2 * kTextSides)
            return;
    for (std::size_t at = 0; at < labels.size(); ++at) {
        if (labels[at].empty())
            continue;
        std::size_t column = at % grid.across.count(), row = at / grid.across.count();
        style.color = readable_on(scale.color(grid.cells[at]), context.theme);
        context.drawing.push_back(
            DrawText{labels[at],
                     {plan.across.center(column), plan.down.center(row) + kAxisTextMiddle},
                     style,
                     TextAlign::center});
    }
}

void add_hits(MarkContext& context, const HeatGrid& grid, const HeatPlan& plan,
              const std::vector<std::string>& columns, const std::vector<std::string>& rows)
{
    for (std::size_t row = 0; row < rows.size() && context.hits.size() < kMostHits; ++row)
        for (std::size_t column = 0; column < columns.size(); ++column)
            if (double value = grid.cell(column, row); !std::isnan(value))
                add_hit(context, rows[row], columns[column],
                        value_text(context, value, context.spec.y_format), plan.cell(column, row));
}

std::string describe(const MarkContext& context, const HeatGrid& grid,
                     const std::vector<std::string>& columns, const std::vector<std::string>& rows)
{
    std::size_t lowest = grid.cells.size(), highest = lowest, empty = 0;
    for (std::size_t at = 0; at < grid.cells.size(); ++at) {
        double value = grid.cells[at];
        if (std::isnan(value)) {
            ++empty;
            continue;
        }
        lowest = lowest == grid.cells.size() || value < grid.cells[lowest] ? at : lowest;
        highest = highest == grid.cells.size() || value > grid.cells[highest] ? at : highest;
    }
    auto named = [&](std::size_t at) {
        return fmt::format("{} ({}, {})", value_text(context, grid.cells[at], context.spec.y_format),
                           rows[at / columns.size()], columns[at % columns.size()]);
    };
    std::string text =
        fmt::format("{} {} by {} {}, ", columns.size(), columns.size() == 1 ? "column" : "columns",
                    rows.size(), rows.size() == 1 ? "row" : "rows");
    text += grid.cells[lowest] == grid.cells[highest]
                ? fmt::format("all {}", value_text(context, grid.cells[lowest], context.spec.y_format))
                : fmt::format("highest {}, lowest {}", named(highest), named(lowest));
    if (empty > 0)
        text += fmt::format("; {} {} empty", format_count(static_cast<std::int64_t>(empty)),
                            empty == 1 ? "cell is" : "cells are");
    return text + ".";
}

} // namespace

Result<ChartData> read_heatmap(const ChartSpec& spec, const Table& table, const std::string& locale)
{
    TRY(check_heat_columns(spec, table));
    const ColumnData* column = TRY(find_column("chart.x", spec.x, table));
    XValues x = read_x_values(*column, NumericX::scale, spec.x_format, locale);
    ChartData data;
    data.x_kind = x.kind;
    data.whole_days = x.whole_days;
    data.x_name = spec.x;
    for (const std::string& name : spec.y) {
        const ColumnData* measure = TRY(find_measure("chart.y", name, table));
        for (std::size_t row = 0; row < measure->rows && data.series.empty(); ++row)
            if (double value = measure_at(*measure, row); !std::isnan(value) && !std::isnan(x.positions[row]))
                data.series.push_back({name, {{x.positions[row], value, row}}});
    }
    data.categories = std::move(x.categories);
    return data;
}

Drawn draw_heatmap(MarkContext& context)
{
    HeatLimits limits;
    limits.columns =
        std::clamp<std::size_t>(static_cast<std::size_t>(context.area.w / kSmallestCell), 1, limits.columns);
    limits.rows =
        std::clamp<std::size_t>(static_cast<std::size_t>(context.area.h / kSmallestCell), 1, limits.rows);
    HeatGrid grid = build_heat_grid(context.spec, context.table, context.locale, context.utc_offset, limits,
                                    context.notes);
    if (std::all_of(grid.cells.begin(), grid.cells.end(), [](double value) { return std::isnan(value); }))
        return Drawn::nothing;
    auto columns = names_of(context, grid.across), rows = names_of(context, grid.down);
    HeatScale scale = heat_scale(grid.cells, context.spec, context.theme);
    draw_ramp_legend(context, scale);
    HeatPlan plan = plan_heatmap(context, grid, rows);
    draw_empty_cells(context, grid, plan);
    draw_cells(context, grid, scale, plan);
    draw_cell_texts(context, grid, scale, plan);
    context.drawing.insert(context.drawing.end(), plan.texts.begin(), plan.texts.end());
    add_hits(context, grid, plan, columns, rows);
    context.alt = describe(context, grid, columns, rows);
    return Drawn::marks;
}

} // namespace presstime

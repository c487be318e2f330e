// Planning the plot box: the value axis first (its labels decide the left edge), then the labels along x
// (their height decides the bottom).
#include "chart/plot.hpp"

#include "chart/ink.hpp"
#include "chart/numbers.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr double kAboveTopTick = 5;  // half a line of text
constexpr double kLeastTickLine = 8; // between labels of ticks
constexpr double kAxisGap = 6;       // between labels and plot
constexpr double kWidestNames = 0.4; // share of the area, beside horizontal bars
constexpr double kLabelShare = 0.42; // share of the height, for labels under the plot

int most_ticks(double height)
{
    return height < 40 ? 2 : height < 64 ? 3 : height < 100 ? 4 : height < 150 ? 5 : 6;
}

double widest_of(const std::vector<std::string>& labels, const MarkContext& context)
{
    double widest = 0;
    for (const std::string& label : labels)
        widest = std::max(widest, context.measure.width(label, axis_style(context.theme)));
    return widest;
}

// The left edge and the scale of a vertical plot; the bottom is still a guess.
struct ValueAxis {
    Plot plot;
    std::vector<std::string> labels;
};

ValueAxis plan_value_axis(const MarkContext& context, const PlotRequest& request)
{
    constexpr double kUsualLabels = 22;
    const Box& area = context.area;
    ValueAxis axis;
    axis.plot.ticks = nice_ticks(request.values, most_ticks(area.h - kUsualLabels));
    axis.labels = tick_labels(axis.plot.ticks, request.format, context.locale);
    double left = std::min(widest_of(axis.labels, context) + kAxisGap, area.w / 2);
    double top = std::max(kAboveTopTick, request.gap_at_end);
    axis.plot.box = {area.x + left, area.y + top, std::max(area.w - left - request.gap_at_right, 1.0),
                     std::max(area.h - top, 1.0)};
    return axis;
}

// Settles the bottom once the height of the labels along x is known, and adds all texts.
Plot finish(const MarkContext& context, ValueAxis axis, AxisLabelPlan labels)
{
    Plot& plot = axis.plot;
    plot.cramped = labels.cramped;
    plot.box.h = std::max(plot.box.h - std::max(labels.height, kAboveTopTick), 1.0);
    plot.value = {plot.ticks.first(), plot.ticks.last(), plot.box.bottom(), plot.box.y};
    double apart = plot.box.h / static_cast<double>(axis.labels.size() - 1);
    auto stride = static_cast<std::size_t>(std::ceil(kLeastTickLine / std::max(apart, 0.01)));
    for (std::size_t i = 0; i < axis.labels.size(); i += stride)
        plot.texts.push_back({axis.labels[i],
                              {plot.box.x - kAxisGap, plot.value(plot.ticks.values[i]) + kAxisTextMiddle},
                              axis_style(context.theme),
                              TextAlign::right,
                              std::max(plot.box.x - kAxisGap - context.area.x, 1.0) + 0.01});
    for (DrawText& text : labels.texts) {
        text.at.y += plot.box.bottom();
        plot.texts.push_back(std::move(text));
    }
    return plot;
}

AxisLabelRequest label_request(const MarkContext& context)
{
    AxisLabelRequest request;
    request.style = axis_style(context.theme);
    request.left = context.area.x;
    request.right = context.area.right();
    request.most_height = context.area.h * kLabelShare;
    return request;
}

// Labels finer than the data would name days that have no points.
CalendarUnit finest_unit(const MarkContext& context)
{
    std::vector<double> positions;
    for (const Series& series : context.data.series)
        for (const Sample& sample : series.samples)
            positions.push_back(sample.x);
    auto unit = unit_of_positions(positions, context.utc_offset);
    return context.data.whole_days ? std::max(unit, CalendarUnit::day) : unit;
}

AxisLabelPlan plan_time_labels(const MarkContext& context, const LinearScale& x)
{
    constexpr std::size_t kMostTicks = 60;
    AxisLabelRequest request = label_request(context);
    request.kind = LabelKind::ordered;
    double span = x.domain_to - x.domain_from;
    CalendarUnit finest = finest_unit(context);
    for (CalendarStep step : calendar_steps()) {
        if (step.unit < finest || span / approximate_micros(step) > static_cast<double>(kMostTicks))
            continue;
        auto ticks = calendar_ticks(x.domain_from, x.domain_to, step, kMostTicks + 2, context.utc_offset);
        request.labels.clear();
        for (double tick : ticks) {
            CalendarLabel named =
                label_position(tick, step.unit, context.spec.x_format, context.locale, context.utc_offset);
            request.labels.push_back({x(tick), std::move(named.primary), std::move(named.group)});
        }
        if (!request.labels.empty() && fits_flat(request, context.measure))
            break;
    }
    return plan_axis_labels(request, context.measure);
}

AxisLabelPlan plan_number_labels(const MarkContext& context, const LinearScale& x, const Ticks& ticks)
{
    AxisLabelRequest request = label_request(context);
    request.kind = LabelKind::ordered;
    // Whole numbers between 1000 and 2999 on x are years: no groups.
    bool years =
        context.spec.x_format.empty() && ticks.first() >= 1000 && ticks.last() < 3000 && ticks.step >= 1;
    auto labels = tick_labels(ticks, years ? "0" : context.spec.x_format, context.locale);
    for (std::size_t i = 0; i < labels.size(); ++i)
        request.labels.push_back({x(ticks.values[i]), labels[i], ""});
    AxisLabelPlan plan = plan_axis_labels(request, context.measure);
    bool has_room = plan.height + theme::kAxis.line_height <= request.most_height;
    if (!years && has_room && !context.data.x_name.empty()) {
        plan.texts.push_back({context.data.x_name,
                              {(x.range_from + x.range_to) / 2, plan.height + theme::kAxis.line_height - 2},
                              theme::text_style(theme::kCaption, context.theme.secondary),
                              TextAlign::center,
                              x.range_to - x.range_from});
        plan.height += theme::kAxis.line_height;
    }
    return plan;
}

struct Extent {
    double from = 0, to = 0;
};

Extent x_extent(const ChartData& data)
{
    Extent extent{1e300, -1e300};
    for (const Series& series : data.series) {
        if (series.samples.empty())
            continue;
        extent.from = std::min(extent.from, series.samples.front().x);
        extent.to = std::max(extent.to, series.samples.back().x);
    }
    return extent;
}

} // namespace

double Plot::zero() const
{
    return value(std::clamp(0.0, ticks.first(), ticks.last()));
}

std::vector<AxisLabel> band_labels(const MarkContext& context, const Bands& bands)
{
    std::vector<AxisLabel> labels;
    for (double position : bands.positions) {
        if (context.data.x_kind != XKind::time) {
            labels.push_back({0, context.data.categories[static_cast<std::size_t>(position)], ""});
            continue;
        }
        CalendarLabel label =
            label_position(position, bands.unit, context.spec.x_format, context.locale, context.utc_offset);
        labels.push_back({0, std::move(label.primary), std::move(label.group)});
    }
    return labels;
}

namespace {

// Labels of the bands that begin a step. The first band has its label too where there is room, though its
// step may have begun before the data.
AxisLabelRequest time_label_request(const MarkContext& context, const Bands& bands, const BandScale& scale,
                                    CalendarStep step)
{
    AxisLabelRequest request = label_request(context);
    request.kind = LabelKind::ordered;
    auto firsts = first_of_each_step(bands.positions, step, context.utc_offset);
    bool begun_before = firsts.empty() || firsts.front() != 0;
    if (begun_before)
        firsts.insert(firsts.begin(), 0);
    for (std::size_t band : firsts) {
        CalendarLabel label = label_position(bands.positions[band], step.unit, context.spec.x_format,
                                             context.locale, context.utc_offset);
        request.labels.push_back({scale.center(band), std::move(label.primary), std::move(label.group)});
    }
    if (begun_before && request.labels.size() > 1 && !fits_flat(request, context.measure))
        request.labels.erase(request.labels.begin());
    return request;
}

// Bands of time: the finest step of the calendar whose
// labels fit, each under the first band that belongs to it.
AxisLabelPlan plan_band_time_labels(const MarkContext& context, const Bands& bands, const BandScale& scale)
{
    AxisLabelRequest request = label_request(context);
    for (CalendarStep step : calendar_steps()) {
        if (step.unit < bands.unit)
            continue;
        request = time_label_request(context, bands, scale, step);
        if (fits_flat(request, context.measure))
            break;
    }
    return plan_axis_labels(request, context.measure);
}

} // namespace

Plot plan_band_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands)
{
    ValueAxis axis = plan_value_axis(context, request);
    Plot& plot = axis.plot;
    plot.bands = {plot.box.x, plot.box.w, bands.count()};
    if (context.data.x_kind == XKind::time)
        return finish(context, std::move(axis), plan_band_time_labels(context, bands, plot.bands));
    AxisLabelRequest labels = label_request(context);
    labels.labels = band_labels(context, bands);
    for (std::size_t i = 0; i < labels.labels.size(); ++i)
        labels.labels[i].at = plot.bands.center(i);
    return finish(context, std::move(axis), plan_axis_labels(labels, context.measure));
}

Plot plan_scale_plot(const MarkContext& context, const PlotRequest& request)
{
    constexpr double kHalfDay = 43'200e6;
    ValueAxis axis = plan_value_axis(context, request);
    Plot& plot = axis.plot;
    Extent extent = x_extent(context.data);
    plot.x = {extent.from, extent.to, plot.box.x, plot.box.right()};
    if (context.data.x_kind == XKind::time) {
        if (extent.from == extent.to)
            plot.x = {extent.from - kHalfDay, extent.to + kHalfDay, plot.box.x, plot.box.right()};
        return finish(context, std::move(axis), plan_time_labels(context, plot.x));
    }
    int most = std::clamp(static_cast<int>(plot.box.w / 44), 2, 9);
    Ticks ticks = nice_ticks({extent.from, extent.to, ZeroBase::optional}, most);
    plot.x.domain_from = ticks.first();
    plot.x.domain_to = ticks.last();
    return finish(context, std::move(axis), plan_number_labels(context, plot.x, ticks));
}

Plot plan_horizontal_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands)
{
    constexpr double kLeastRow = 9;
    constexpr double kTickRow = 13;
    const Box& area = context.area;
    auto names = band_labels(context, bands);
    double widest = 0;
    for (AxisLabel& name : names) {
        if (!name.group.empty())
            name.primary += " " + name.group;
        widest = std::max(widest, context.measure.width(name.primary, axis_style(context.theme)));
    }
    double left = std::min(widest, area.w * kWidestNames);
    Plot plot;
    plot.direction = ValueDirection::rightwards;
    plot.box = {area.x + left + kAxisGap, area.y, 0, std::max(area.h - kTickRow, 1.0)};
    double right_room = std::max(area.right() - plot.box.x, 2.0);
    plot.ticks = nice_ticks(request.values, std::clamp(static_cast<int>(right_room / 38), 2, 6));
    auto labels = tick_labels(plot.ticks, request.format, context.locale);
    double last_half = context.measure.width(labels.back(), axis_style(context.theme)) / 2;
    plot.box.w = std::max(right_room - std::max(last_half, request.gap_at_end), 1.0);
    plot.value = {plot.ticks.first(), plot.ticks.last(), plot.box.x, plot.box.right()};
    plot.bands = {plot.box.y, plot.box.h, bands.count()};
    auto stride = static_cast<std::size_t>(std::ceil(kLeastRow / std::max(plot.bands.step(), 0.01)));
    for (std::size_t i = stride / 2; i < names.size() && plot.box.h >= kLeastRow; i += stride)
        plot.texts.push_back({names[i].primary,
                              {plot.box.x - kAxisGap, plot.bands.center(i) + kAxisTextMiddle},
                              axis_style(context.theme),
                              TextAlign::right,
                              left + 0.01});
    AxisLabelRequest values = label_request(context);
    values.kind = LabelKind::ordered;
    for (std::size_t i = 0; i < labels.size(); ++i)
        values.labels.push_back({plot.value(plot.ticks.values[i]), labels[i], ""});
    for (DrawText& text : plan_axis_labels(values, context.measure).texts) {
        text.at.y += plot.box.bottom();
        plot.texts.push_back(std::move(text));
    }
    return plot;
}

void draw_frame(MarkContext& context, const Plot& plot)
{
    const Box& box = plot.box;
    for (double tick : plot.ticks.values) {
        double at = plot.value(tick);
        std::vector<Point> line = plot.direction == ValueDirection::upwards
                                      ? std::vector<Point>{{box.x, at}, {box.right(), at}}
                                      : std::vector<Point>{{at, box.y}, {at, box.bottom()}};
        context.drawing.push_back(
            Polyline{std::move(line), context.theme.hairline, theme::kHairlineWidth, false, {}});
    }
    context.drawing.insert(context.drawing.end(), plot.texts.begin(), plot.texts.end());
}

void draw_zero_line(MarkContext& context, const Plot& plot)
{
    if (plot.ticks.first() > 0 || plot.ticks.last() < 0)
        return;
    const Box& box = plot.box;
    double at = plot.zero();
    std::vector<Point> line = plot.direction == ValueDirection::upwards
                                  ? std::vector<Point>{{box.x, at}, {box.right(), at}}
                                  : std::vector<Point>{{at, box.y}, {at, box.bottom()}};
    context.drawing.push_back(
        Polyline{std::move(line), context.theme.zero_line, theme::kHairlineWidth, false, {}});
}

void note_missing_zero(MarkContext& context, const Plot& plot, const std::string& format)
{
    auto labels = tick_labels(plot.ticks, format, context.locale);
    if (plot.ticks.first() > 0)
        context.notes.push_back(fmt::format("The vertical axis starts at {}, not at zero.", labels.front()));
    else if (plot.ticks.last() < 0)
        context.notes.push_back(fmt::format("The vertical axis ends at {}, not at zero.", labels.back()));
}

} // namespace presstime

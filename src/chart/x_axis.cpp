// Choosing the ticks along x and handing their labels to plan_axis_labels().
#include "chart/x_axis.hpp"

#include "chart/ink.hpp"
#include "chart/numbers.hpp"

#include <algorithm>

namespace presstime {

namespace {

constexpr double kLabelShare = 0.42; // share of the height, for labels under the plot

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

} // namespace

AxisLabelRequest label_request(const MarkContext& context)
{
    AxisLabelRequest request;
    request.style = axis_style(context.theme);
    request.left = context.area.x;
    request.right = context.area.right();
    request.most_height = context.area.h * kLabelShare;
    return request;
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

void add_x_title(const MarkContext& context, const std::string& title, Extent plot, AxisLabelPlan& plan)
{
    if (title.empty())
        return;
    plan.texts.push_back({title,
                          {(plot.from + plot.to) / 2, plan.height + theme::kAxis.line_height - 2},
                          theme::text_style(theme::kCaption, context.theme.secondary),
                          TextAlign::center,
                          std::max(plot.to - plot.from, 1.0)});
    plan.height += theme::kAxis.line_height;
}

AxisLabelPlan plan_time_labels(const MarkContext& context, const ValueScale& x)
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

AxisLabelPlan plan_number_labels(const MarkContext& context, const ValueScale& x, const Ticks& ticks)
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
    if (!years && has_room && context.spec.x_title.empty())
        add_x_title(context, context.data.x_name, {x.range_from, x.range_to}, plan);
    return plan;
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

} // namespace presstime

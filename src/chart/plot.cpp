// Planning the plot box: the value axes first (their labels decide the left and right edges), then the labels
// along x (their height decides the bottom).
#include "chart/plot.hpp"

#include "chart/ink.hpp"
#include "chart/numbers.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kAboveTopTick = 5;  // half a line of text
constexpr double kLeastTickLine = 8; // between labels of ticks
constexpr double kAxisGap = 6;       // between labels and plot
constexpr double kWidestNames = 0.4; // share of the area, beside horizontal bars
constexpr double kAsideForNames =
    1.05;                             // of what turned names miss: bands grow narrower as the plot gives way
constexpr double kWidestAside = 0.12; // share of the area
constexpr double kTitleRow = theme::kCaption.line_height + 1;
constexpr double kLeastTitled = 60; // a lower area keeps its room for the data

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

TextStyle title_style(const MarkContext& context)
{
    return theme::text_style(theme::kCaption, context.theme.secondary);
}

bool has_title_room(const MarkContext& context)
{
    return context.area.h >= kLeastTitled;
}

Ticks value_ticks(const MarkContext& context, const PlotRequest& request, int most)
{
    AxisEnds ends{context.spec.y_min, context.spec.y_max};
    if (request.value_kind == ScaleKind::log) {
        ends.low = ends.low && *ends.low > 0 ? ends.low : std::nullopt;
        ends.high = ends.high && *ends.high > 0 ? ends.high : std::nullopt;
        return log_ticks(request.values, ends, most);
    }
    if (request.values.zero == ZeroBase::required) {
        ends.low = ends.low ? std::optional(std::min(*ends.low, 0.0)) : std::nullopt;
        ends.high = ends.high ? std::optional(std::max(*ends.high, 0.0)) : std::nullopt;
    }
    ValueRange values = request.values;
    if (const auto pattern = parse_number_pattern(request.format); pattern && pattern->duration)
        values.numbers = Numbers::seconds;
    return nice_ticks_between(values, ends, most);
}

// The sides and the scales of a vertical plot; the bottom is still a guess.
struct ValueAxes {
    Plot plot;
    std::vector<std::string> labels;
    std::optional<Ticks> second_ticks;
    std::vector<std::string> second_labels;
};

// Titles stand flat above their axes: at the left end of the row, and at its right end.
double add_value_titles(const MarkContext& context, const PlotRequest& request, std::vector<DrawText>& texts)
{
    const Box& area = context.area;
    const std::string& first = context.spec.y_title;
    const std::string second = request.second ? context.spec.y2_title : "";
    if ((first.empty() && second.empty()) || !has_title_room(context))
        return 0;
    double room = first.empty() || second.empty() ? area.w : (area.w - kAxisGap) / 2;
    double baseline = area.y + theme::baseline(theme::kCaption);
    if (!first.empty())
        texts.push_back({first, {area.x, baseline}, title_style(context), TextAlign::left, room});
    if (!second.empty())
        texts.push_back({second, {area.right(), baseline}, title_style(context), TextAlign::right, room});
    return kTitleRow;
}

ValueAxes plan_value_axes(const MarkContext& context, const PlotRequest& request)
{
    constexpr double kUsualLabels = 22;
    const Box& area = context.area;
    ValueAxes axes;
    Plot& plot = axes.plot;
    plot.ticks = value_ticks(context, request, most_ticks(area.h - kUsualLabels));
    axes.labels = tick_labels(plot.ticks, request.format, context.locale);
    double left = std::min(widest_of(axes.labels, context) + kAxisGap, area.w / 2);
    plot.gap_at_right = request.gap_at_right;
    double right = request.gap_at_right;
    if (request.second) {
        axes.second_ticks = aligned_ticks(*request.second, plot.ticks);
        axes.second_labels = tick_labels(*axes.second_ticks, request.second_format, context.locale);
        right += std::min(widest_of(axes.second_labels, context) + kAxisGap, area.w / 3);
    }
    double title = add_value_titles(context, request, plot.texts);
    double top = title + std::max(kAboveTopTick, request.gap_at_end);
    plot.labels_top = area.y + title;
    plot.box = {area.x + left, area.y + top, std::max(area.w - left - right, 1.0),
                std::max(area.h - top, 1.0)};
    return axes;
}

// The second axis stretched so that its ticks lie on those of the first, whose ends need not be ticks.
ValueScale second_scale(const Ticks& second, const Plot& plot)
{
    const Ticks& first = plot.ticks;
    double share = first.step == 0 ? 0 : second.step / first.step;
    return {second.values.front() - (first.values.front() - first.first()) * share,
            second.values.back() + (first.last() - first.values.back()) * share, plot.box.bottom(),
            plot.box.y};
}

void add_tick_texts(const MarkContext& context, ValueAxes& axes)
{
    Plot& plot = axes.plot;
    double apart = plot.box.h;
    for (std::size_t i = 1; i < plot.ticks.values.size(); ++i)
        apart = std::min(apart,
                         std::abs(plot.value(plot.ticks.values[i]) - plot.value(plot.ticks.values[i - 1])));
    auto stride = static_cast<std::size_t>(std::ceil(kLeastTickLine / std::max(apart, 0.01)));
    double room = std::max(plot.box.x - kAxisGap - context.area.x, 1.0) + 0.01;
    for (std::size_t i = 0; i < axes.labels.size(); i += stride) {
        double y = plot.value(plot.ticks.values[i]) + kAxisTextMiddle;
        plot.texts.push_back(
            {axes.labels[i], {plot.box.x - kAxisGap, y}, axis_style(context.theme), TextAlign::right, room});
        if (i < axes.second_labels.size())
            plot.texts.push_back({axes.second_labels[i],
                                  {context.area.right(), y},
                                  axis_style(context.theme),
                                  TextAlign::right,
                                  std::max(context.area.right() - plot.box.right() - 1, 1.0)});
    }
}

// Settles the bottom once the height of the labels along x is known, and adds all texts.
Plot finish(const MarkContext& context, const PlotRequest& request, ValueAxes axes, AxisLabelPlan labels)
{
    Plot& plot = axes.plot;
    if (has_title_room(context))
        add_x_title(context, context.spec.x_title, {plot.box.x, plot.box.right()}, labels);
    plot.cramped = labels.cramped;
    plot.box.h = std::max(plot.box.h - std::max(labels.height, kAboveTopTick), 1.0);
    plot.value = {plot.ticks.first(), plot.ticks.last(), plot.box.bottom(), plot.box.y, request.value_kind};
    if (axes.second_ticks)
        plot.second = second_scale(*axes.second_ticks, plot);
    add_tick_texts(context, axes);
    for (DrawText& text : labels.texts) {
        text.at.y += plot.box.bottom();
        plot.texts.push_back(std::move(text));
    }
    return plot;
}

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

double Plot::clamped(double number) const
{
    return std::clamp(number, ticks.first(), ticks.last());
}

bool Plot::holds(double number) const
{
    double slack = 1e-9 * (ticks.last() - ticks.first());
    return number >= ticks.first() - slack && number <= ticks.last() + slack;
}

Plot plan_band_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands)
{
    ValueAxes axes = plan_value_axes(context, request);
    Plot& plot = axes.plot;
    plot.bands = {plot.box.x, plot.box.w, bands.count()};
    plot.band_positions = bands.positions;
    if (context.data.x_kind == XKind::time)
        return finish(context, request, std::move(axes), plan_band_time_labels(context, bands, plot.bands));
    AxisLabelRequest labels = label_request(context);
    labels.labels = band_labels(context, bands);
    auto plan_names = [&] {
        for (std::size_t i = 0; i < labels.labels.size(); ++i)
            labels.labels[i].at = plot.bands.center(i);
        return plan_axis_labels(labels, context.measure);
    };
    AxisLabelPlan names = plan_names();
    if (names.missing_left > 0) { // the plot gives way to turned names that begin left of it
        double aside = std::min(names.missing_left * kAsideForNames, context.area.w * kWidestAside);
        plot.box.x += aside;
        plot.box.w = std::max(plot.box.w - aside, 1.0);
        plot.bands = {plot.box.x, plot.box.w, bands.count()};
        names = plan_names();
    }
    return finish(context, request, std::move(axes), std::move(names));
}

Plot plan_scale_plot(const MarkContext& context, const PlotRequest& request)
{
    constexpr double kHalfDay = 43'200e6;
    ValueAxes axes = plan_value_axes(context, request);
    Plot& plot = axes.plot;
    Extent extent = request.x.value_or(x_extent(context.data));
    plot.x = {extent.from, extent.to, plot.box.x, plot.box.right(), ScaleKind::linear};
    if (context.data.x_kind == XKind::time) {
        if (extent.from == extent.to) {
            plot.x.domain_from = extent.from - kHalfDay;
            plot.x.domain_to = extent.to + kHalfDay;
        }
        return finish(context, request, std::move(axes), plan_time_labels(context, plot.x));
    }
    int most = std::clamp(static_cast<int>(plot.box.w / 44), 2, 9);
    ValueRange range{extent.from, extent.to, ZeroBase::optional};
    plot.x.kind = request.x_kind;
    Ticks ticks = request.x_kind == ScaleKind::log ? log_ticks(range, {}, most) : nice_ticks(range, most);
    if (request.x_ticks)
        ticks = *request.x_ticks;
    plot.x.domain_from = ticks.first();
    plot.x.domain_to = ticks.last();
    return finish(context, request, std::move(axes), plan_number_labels(context, plot.x, ticks));
}

namespace {

// Names of the bands at the left, every so many where they are too close.
void add_band_names(const MarkContext& context, std::vector<AxisLabel> names, double room, Plot& plot)
{
    constexpr double kLeastRow = 9;
    auto stride = static_cast<std::size_t>(std::ceil(kLeastRow / std::max(plot.bands.step(), 0.01)));
    for (std::size_t i = stride / 2; i < names.size() && plot.box.h >= kLeastRow; i += stride)
        plot.texts.push_back({names[i].primary,
                              {plot.box.x - kAxisGap, plot.bands.center(i) + kAxisTextMiddle},
                              axis_style(context.theme),
                              TextAlign::right,
                              room + 0.01});
}

std::vector<AxisLabel> joined_band_labels(const MarkContext& context, const Bands& bands)
{
    auto names = band_labels(context, bands);
    for (AxisLabel& name : names)
        if (!name.group.empty())
            name.primary += " " + name.group;
    return names;
}

} // namespace

Plot plan_horizontal_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands)
{
    constexpr double kTickRow = 13;
    const Box& area = context.area;
    auto names = joined_band_labels(context, bands);
    double widest = 0;
    for (const AxisLabel& name : names)
        widest = std::max(widest, context.measure.width(name.primary, axis_style(context.theme)));
    double left = std::min(widest, area.w * kWidestNames);
    bool titled = has_title_room(context);
    double top = titled && !context.spec.x_title.empty() ? kTitleRow : 0;
    double under = titled && !context.spec.y_title.empty() ? kTitleRow : 0;
    Plot plot;
    plot.direction = ValueDirection::rightwards;
    plot.labels_top = area.y + top;
    plot.box = {area.x + left + kAxisGap, area.y + top, 0, std::max(area.h - top - under - kTickRow, 1.0)};
    double right_room = std::max(area.right() - plot.box.x, 2.0);
    plot.ticks = value_ticks(context, request, std::clamp(static_cast<int>(right_room / 38), 2, 6));
    auto labels = tick_labels(plot.ticks, request.format, context.locale);
    double last_half = context.measure.width(labels.back(), axis_style(context.theme)) / 2;
    plot.box.w = std::max(right_room - std::max(last_half, request.gap_at_end), 1.0);
    plot.value = {plot.ticks.first(), plot.ticks.last(), plot.box.x, plot.box.right(), request.value_kind};
    plot.bands = {plot.box.y, plot.box.h, bands.count()};
    plot.band_positions = bands.positions;
    add_band_names(context, std::move(names), left, plot);
    AxisLabelRequest values = label_request(context);
    values.kind = LabelKind::ordered;
    for (std::size_t i = 0; i < labels.size(); ++i)
        values.labels.push_back({plot.value(plot.ticks.values[i]), labels[i], ""});
    AxisLabelPlan ticks = plan_axis_labels(values, context.measure);
    if (under > 0)
        add_x_title(context, context.spec.y_title, {plot.box.x, plot.box.right()}, ticks);
    for (DrawText& text : ticks.texts) {
        text.at.y += plot.box.bottom();
        plot.texts.push_back(std::move(text));
    }
    if (top > 0)
        plot.texts.push_back({context.spec.x_title,
                              {area.x, area.y + theme::baseline(theme::kCaption)},
                              title_style(context),
                              TextAlign::left,
                              area.w});
    return plot;
}

namespace {

Polyline across(const Plot& plot, double at, Color color)
{
    const Box& box = plot.box;
    bool upwards = plot.direction == ValueDirection::upwards;
    return {upwards ? std::vector<Point>{{box.x, at}, {box.right(), at}}
                    : std::vector<Point>{{at, box.y}, {at, box.bottom()}},
            color,
            theme::kHairlineWidth,
            false,
            {}};
}

} // namespace

void draw_frame(MarkContext& context, const Plot& plot)
{
    for (double tick : plot.ticks.values)
        context.drawing.push_back(across(plot, plot.value(tick), context.theme.hairline));
    context.drawing.insert(context.drawing.end(), plot.texts.begin(), plot.texts.end());
}

void draw_zero_line(MarkContext& context, const Plot& plot)
{
    if (plot.ticks.first() <= 0 && plot.ticks.last() >= 0)
        context.drawing.push_back(across(plot, plot.zero(), context.theme.zero_line));
}

void note_missing_zero(MarkContext& context, const Plot& plot, const std::string& format)
{
    if (plot.value.kind == ScaleKind::log) {
        context.notes.push_back(say(context.locale, plot.direction == ValueDirection::upwards
                                                        ? Phrase::axis_log
                                                        : Phrase::axis_x_log));
        return;
    }
    Ticks ends{{plot.ticks.first(), plot.ticks.last()}, plot.ticks.step, {}, {}};
    auto labels = tick_labels(ends, format, context.locale);
    if (plot.ticks.first() > 0)
        context.notes.push_back(say(context.locale, Phrase::axis_starts, {labels.front()}));
    else if (plot.ticks.last() < 0)
        context.notes.push_back(say(context.locale, Phrase::axis_ends, {labels.back()}));
}

void note_outside(MarkContext& context, std::size_t values)
{
    if (values > 0)
        context.notes.push_back(
            say_count(context.locale, Phrase::outside_axis, static_cast<std::int64_t>(values)));
}

} // namespace presstime

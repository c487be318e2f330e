// Gathering points, planning their plane, and telling about them.
#include "chart/points.hpp"

#include "base/text.hpp"
#include "chart/columns.hpp"
#include "chart/hits.hpp"
#include "chart/numbers.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

// Dots stand for places, not for heights: zero belongs to the axis only when it is near.
ValueRange range_of(const Extent& extent, Numbers numbers)
{
    constexpr double kNearZero = 0.2; // of the farther end
    double nearer = std::min(std::abs(extent.from), std::abs(extent.to));
    double farther = std::max(std::abs(extent.from), std::abs(extent.to));
    bool is_far = extent.from * extent.to > 0 && nearer > kNearZero * farther;
    return {extent.from, extent.to,
            is_far && extent.from < extent.to ? ZeroBase::unwanted : ZeroBase::optional, numbers};
}

Ticks x_ticks_of(const MarkContext& context, const Extent& reach, const AxisEnds& ends)
{
    constexpr double kBetweenTicks = 56;
    int most = std::clamp(static_cast<int>(context.area.w / kBetweenTicks), 3, 9);
    if (context.spec.x_scale == ScaleKind::log)
        return log_ticks(range_of(reach, Numbers::real), {}, most);
    return nice_ticks_between(range_of(reach, Numbers::real), ends, most);
}

// How strongly x and y go together, from -1 to 1; 0 where one of them is all the same.
double correlation(const std::vector<PlanePoint>& points)
{
    double count = static_cast<double>(points.size()), mean_x = 0, mean_y = 0;
    for (const PlanePoint& point : points) {
        mean_x += point.x / count;
        mean_y += point.y / count;
    }
    double both = 0, xs = 0, ys = 0;
    for (const PlanePoint& point : points) {
        both += (point.x - mean_x) * (point.y - mean_y);
        xs += (point.x - mean_x) * (point.x - mean_x);
        ys += (point.y - mean_y) * (point.y - mean_y);
    }
    double both_spreads = std::sqrt(xs) * std::sqrt(ys);
    return both_spreads > 0 && std::isfinite(both / both_spreads) ? both / both_spreads : 0;
}

} // namespace

Result<ChartData> read_points(const ChartSpec& spec, const Table& table, const std::string& locale)
{
    ChartData data = TRY(
        build_chart_data(spec, table, {.numeric_x = NumericX::scale, .order = SampleOrder::of_rows}, locale));
    if (data.x_kind == XKind::category) {
        TRY(find_measure("chart.x", spec.x, table)); // says what to do about text
        return fail(
            Error::invalid("chart.x", fmt::format("column `{}` holds no numbers and no dates to place "
                                                  "points by; choose another or cast it in the query",
                                                  spec.x)));
    }
    if (spec.mark == Mark::bubble)
        TRY(find_measure("chart.size", spec.size, table));
    if (!spec.label.empty())
        TRY(find_column("chart.label", spec.label, table));
    return data;
}

std::vector<PlanePoint> gather_points(MarkContext& context)
{
    const ChartSpec& spec = context.spec;
    const ColumnData* sizes = nullptr;
    if (int column = context.table.find(spec.size); spec.mark == Mark::bubble && column >= 0)
        sizes = &context.table.data.columns[static_cast<std::size_t>(column)];
    std::vector<PlanePoint> points;
    std::int64_t not_positive = 0, without_y = 0, without_size = 0, no_size = 0;
    std::size_t outside = 0;
    for (std::size_t series = 0; series < context.data.series.size(); ++series)
        for (const Sample& sample : context.data.series[series].samples) {
            double size = sizes == nullptr ? 1 : measure_at(*sizes, sample.row);
            bool above_zero = (spec.x_scale == ScaleKind::linear || sample.x > 0) &&
                              (spec.y_scale == ScaleKind::linear || sample.y > 0);
            if (std::isnan(sample.y))
                ++without_y;
            else if (!above_zero)
                ++not_positive;
            else if (std::isnan(size))
                ++without_size;
            else if (size <= 0)
                ++no_size;
            else if (sample.y < spec.y_min.value_or(sample.y) || sample.y > spec.y_max.value_or(sample.y))
                ++outside;
            else
                points.push_back({sample.x, sample.y, size, series, sample.row});
        }
    auto note = [&](Phrase which, std::int64_t count, std::string_view word = "") {
        if (count > 0)
            context.notes.push_back(say_count(context.locale, which, count, {word}));
    };
    note(Phrase::rows_without, without_y, join(spec.y, "`, `"));
    note(Phrase::not_positive, not_positive);
    note(Phrase::rows_without, without_size, spec.size);
    note(Phrase::sizes_left_out, no_size);
    note_outside(context, outside);
    return points;
}

std::vector<ResolvedReference> references_of(MarkContext& context)
{
    if (context.spec.references.empty())
        return {};
    std::vector<ResolvedReference> references = resolve_references(context, drawn_values(context));
    if (context.spec.y_scale == ScaleKind::log)
        keep_above_zero(context, ReferenceAxis::y, references);
    if (context.spec.x_scale == ScaleKind::log && context.data.x_kind == XKind::number)
        keep_above_zero(context, ReferenceAxis::x, references);
    return references;
}

Reach reach_of(const std::vector<PlanePoint>& points)
{
    Reach reach{{1e300, -1e300}, {1e300, -1e300}};
    for (const PlanePoint& point : points) {
        reach.x = {std::min(reach.x.from, point.x), std::max(reach.x.to, point.x)};
        reach.y = {std::min(reach.y.from, point.y), std::max(reach.y.to, point.y)};
    }
    return reach;
}

ChartSpec with_axis_titles(ChartSpec spec)
{
    if (spec.y_title.empty() && spec.y.size() == 1)
        spec.y_title = spec.y.front();
    return spec;
}

Plane plan_plane(const MarkContext& context, const Reach& reach, const AxisEnds& x_ends,
                 const std::vector<ResolvedReference>& references)
{
    Plane plane;
    PlotRequest request;
    request.values = range_of(reach.y, context.data.whole_numbers ? Numbers::whole : Numbers::real);
    include_references(references, ReferenceAxis::y, request.values);
    request.format = context.spec.y_format;
    request.value_kind = context.spec.y_scale;
    request.gap_at_right = std::max(theme::kMarker / 2, reference_gap(context, references));
    request.x = reach.x;
    if (context.data.x_kind == XKind::number) {
        request.x_kind = context.spec.x_scale;
        request.x_ticks = x_ticks_of(context, reach.x, x_ends);
        plane.x_ticks = request.x_ticks->values;
    }
    plane.plot = plan_scale_plot(context, request);
    return plane;
}

void draw_plane(MarkContext& context, const Plane& plane)
{
    const Box& box = plane.plot.box;
    for (double tick : plane.x_ticks) {
        double x = plane.plot.x(tick);
        context.drawing.push_back(Polyline{
            {{x, box.y}, {x, box.bottom()}}, context.theme.hairline, theme::kHairlineWidth, false, {}});
    }
    draw_frame(context, plane.plot);
}

void note_logarithmic(MarkContext& context)
{
    if (context.spec.y_scale == ScaleKind::log)
        context.notes.push_back(say(context.locale, Phrase::axis_log));
    if (context.spec.x_scale == ScaleKind::log && context.data.x_kind == XKind::number)
        context.notes.push_back(say(context.locale, Phrase::axis_x_log));
}

CellGrid::CellGrid(const Box& box, double cell)
    : box_(box),
      cell_(cell),
      columns_(static_cast<std::size_t>(std::max(box.w / cell, 0.0)) + 2),
      rows_(static_cast<std::size_t>(std::max(box.h / cell, 0.0)) + 2),
      taken_(columns_ * rows_)
{
}

bool CellGrid::take(Point place)
{
    if (!std::isfinite(place.x) || !std::isfinite(place.y))
        return false;
    double across = std::clamp((place.x - box_.x) / cell_, 0.0, static_cast<double>(columns_ - 1));
    double down = std::clamp((place.y - box_.y) / cell_, 0.0, static_cast<double>(rows_ - 1));
    auto cell = taken_.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(down) * columns_ +
                                                             static_cast<std::size_t>(across));
    bool is_first = !*cell;
    *cell = true;
    return is_first;
}

std::string name_of_row(const MarkContext& context, std::size_t row)
{
    int column = context.spec.label.empty() ? -1 : context.table.find(context.spec.label);
    if (column < 0)
        return "";
    const ColumnData& names = context.table.data.columns[static_cast<std::size_t>(column)];
    std::string_view pattern = names.type == ColumnType::integer ? "0" : "";
    return names.is_null(row) ? "" : format_cell(names, row, pattern, context.locale.tag, context.utc_offset);
}

std::vector<DrawText> place_names(const MarkContext& context, const std::vector<NamedPlace>& places,
                                  LabelRoom& room)
{
    constexpr std::size_t kMostTried = 200;
    constexpr double kHeight = 8, kAway = 2, kWidest = 120, kPointsEach = 4000;
    TextStyle style = theme::text_style(theme::kCaption, context.theme.ink);
    style.size = theme::kSmallestType;
    auto most = static_cast<std::size_t>(context.area.w * context.area.h / kPointsEach);
    std::vector<DrawText> texts;
    for (std::size_t i = 0; i < std::min(places.size(), kMostTried) && texts.size() < most; ++i) {
        const NamedPlace& place = places[i];
        std::string name = name_of_row(context, place.row);
        if (name.empty())
            continue;
        double width = std::min(context.measure.width(name, style), kWidest);
        double away = place.radius + kAway, middle = place.at.y - kHeight / 2;
        std::vector<Box> boxes = {{place.at.x + away, middle, width, kHeight},
                                  {place.at.x - away - width, middle, width, kHeight},
                                  {place.at.x - width / 2, place.at.y - away - kHeight, width, kHeight},
                                  {place.at.x - width / 2, place.at.y + away, width, kHeight}};
        if (Box inside{place.at.x - width / 2, middle, width, kHeight};
            std::hypot(width, kHeight) / 2 <= place.radius && room.is_free_of_texts(inside)) {
            room.take(inside);
            boxes = {inside};
        } else {
            std::erase_if(boxes, [&](const Box& box) { return !room.is_free(box); });
            if (boxes.empty() || !room.place(boxes.front()))
                continue;
        }
        const Box& box = boxes.front();
        texts.push_back({name, {box.x, box.y + kHeight - 1.7}, style, TextAlign::left, width + 0.01});
    }
    return texts;
}

std::string describe_points(const MarkContext& context, const std::vector<PlanePoint>& points)
{
    constexpr std::size_t kFewest = 3; // two always go together
    Reach reach = reach_of(points);
    CalendarUnit unit = unit_of_samples(context);
    auto y = [&](double value) { return value_text(context, value, context.spec.y_format); };
    std::string text = fmt::format("{} {}", format_count(static_cast<std::int64_t>(points.size())),
                                   points.size() == 1 ? "point" : "points");
    if (context.data.series.size() > 1)
        text += fmt::format(" of {} series", context.data.series.size());
    text += reach.x.from == reach.x.to
                ? fmt::format(" at {}", place_text(context, reach.x.from, unit))
                : fmt::format(" from {} to {}", place_text(context, reach.x.from, unit),
                              place_text(context, reach.x.to, unit));
    text += fmt::format("; {} ", context.spec.y.size() == 1 ? context.spec.y.front() : "values");
    text += reach.y.from == reach.y.to ? fmt::format("is {}", y(reach.y.from))
                                       : fmt::format("from {} to {}", y(reach.y.from), y(reach.y.to));
    if (double together = correlation(points); points.size() >= kFewest && context.spec.y.size() == 1)
        text += fmt::format("; correlation {}", format_number(together, "0.00", context.locale.tag));
    return text + ".";
}

} // namespace presstime

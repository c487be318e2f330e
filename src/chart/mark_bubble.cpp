// Bubble: a scatter whose areas are a third measure. The largest are drawn first, so that small ones stay
// seen; the axes reach so far that no bubble is cut.
#include "chart/hits.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/numbers.hpp"
#include "chart/points.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace presstime {

namespace {

constexpr std::size_t kMostBubbles = 2000;
constexpr double kFillAlpha = 0.5;
constexpr double kOutline = 0.75;
constexpr double kBesidePlot = 40, kUnderPlot = 34; // labels of the axes, before they are planned

// Area in proportion to the number, but for those that would not be seen.
struct BubbleSizes {
    static constexpr double kLeastSeen = 1.2;
    double largest = 1; // number
    double radius = 1;  // of the largest

    double of(double size) const { return std::max(radius * std::sqrt(size / largest), kLeastSeen); }
};

// The largest bubble is a share of the picture, less where all together would cover too much of it.
BubbleSizes sizes_of(const std::vector<PlanePoint>& descending, const Box& area)
{
    constexpr double kShare = 0.06, kLeast = 4, kMost = 26, kMostCovered = 0.35;
    BubbleSizes sizes{descending.front().size, 0};
    sizes.radius = std::clamp(kShare * std::sqrt(area.w * area.h), kLeast, kMost);
    double covered = 0;
    for (const PlanePoint& point : descending)
        covered += std::numbers::pi * std::pow(sizes.of(point.size), 2);
    sizes.radius *= std::min(1.0, std::sqrt(kMostCovered * area.w * area.h / covered));
    return sizes;
}

struct PaddedValue {
    double value;
    double radius;
};

// An extent that holds the bubbles, not only their middles.
Extent padded(const std::vector<PaddedValue>& values, double length, double largest, ScaleKind kind)
{
    auto to_scale = [kind](double value) { return kind == ScaleKind::log ? std::log10(value) : value; };
    auto from_scale = [kind](double value) { return kind == ScaleKind::log ? std::pow(10, value) : value; };
    double low = 1e300, high = -1e300;
    for (const PaddedValue& each : values) {
        low = std::min(low, to_scale(each.value));
        high = std::max(high, to_scale(each.value));
    }
    double point = (high - low) / std::max(length - 2 * largest, 1.0);
    Extent extent{low, high};
    for (const PaddedValue& each : values) {
        extent.from = std::min(extent.from, to_scale(each.value) - each.radius * point);
        extent.to = std::max(extent.to, to_scale(each.value) + each.radius * point);
    }
    return {from_scale(extent.from), from_scale(extent.to)};
}

Reach padded_reach(const MarkContext& context, const std::vector<PlanePoint>& points,
                   const BubbleSizes& sizes)
{
    std::vector<PaddedValue> x, y;
    for (const PlanePoint& point : points) {
        x.push_back({point.x, sizes.of(point.size)});
        y.push_back({point.y, sizes.of(point.size)});
    }
    return {padded(x, context.area.w - kBesidePlot, sizes.radius,
                   context.data.x_kind == XKind::number ? context.spec.x_scale : ScaleKind::linear),
            padded(y, context.area.h - kUnderPlot, sizes.radius, context.spec.y_scale)};
}

// Where only a bubble around a point at zero reaches beyond zero, the axis goes on a little and its first
// tick stays zero.
AxisEnds ends_around(const Extent& bubbles, const Extent& points)
{
    AxisEnds ends;
    if (bubbles.from < 0 && points.from >= 0)
        ends.low = bubbles.from;
    if (bubbles.to > 0 && points.to <= 0)
        ends.high = bubbles.to;
    return ends;
}

// What the estimate of the plot got wrong must not carry a bubble out of the picture.
void shrink_to_fit(const MarkContext& context, const Plane& plane, const std::vector<PlanePoint>& points,
                   BubbleSizes& sizes)
{
    const Box& area = context.area;
    double factor = 1;
    for (const PlanePoint& point : points) {
        Point at = plane.at(point);
        double room = std::min({at.x - area.x, area.right() - at.x, at.y - area.y, area.bottom() - at.y});
        factor = std::min(factor, std::max(room, 0.0) / sizes.of(point.size));
    }
    sizes.radius *= factor;
}

void draw_bubble(MarkContext& context, Point at, double radius, Color color)
{
    context.drawing.push_back(Dots{{at}, 2 * radius, with_alpha(color, kFillAlpha)});
    context.drawing.push_back(FillWedge{at, std::max(radius - kOutline, 0.0), radius, 0, 2 * std::numbers::pi,
                                        with_alpha(color, 0.9)});
}

// Round sizes whose circles go into one line: the largest that does, and about a quarter of it.
std::vector<double> sizes_in_legend(const BubbleSizes& sizes, double tallest)
{
    constexpr double kSmallest = 2;
    double most = sizes.largest * std::pow(std::min(tallest / sizes.radius, 1.0), 2);
    double power = std::pow(10.0, std::floor(std::log10(most) + 1e-9));
    double mantissa = most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1;
    double large = mantissa * power, small = large / (mantissa == 2 ? 4 : 5);
    if (!std::isnormal(small) || sizes.of(small) < kSmallest)
        return {large};
    return {small, large};
}

// "Population o 20 M  O 100 M" under the title.
void draw_size_legend(MarkContext& context, const BubbleSizes& sizes)
{
    constexpr double kLeastHeight = 140, kGap = 4, kEntryGap = 10, kUnder = 5;
    auto shown = sizes_in_legend(sizes, std::clamp(context.area.h * 0.045, 6.0, 12.0));
    auto labels = value_labels(shown, "", context.locale);
    TextStyle style = axis_style(context.theme);
    TextStyle caption = theme::text_style(theme::kCaption, context.theme.secondary);
    double name = std::min(context.measure.width(context.spec.size, caption), context.area.w / 3);
    double tallest = 2 * sizes.of(shown.back());
    double row = std::max(theme::kCaption.line_height, tallest) + 2, width = name + kEntryGap;
    for (std::size_t i = 0; i < shown.size(); ++i)
        width += 2 * sizes.of(shown[i]) + kGap + context.measure.width(labels[i], style) + kEntryGap;
    if (context.area.h < kLeastHeight || width - kEntryGap > context.area.w)
        return;
    double x = context.area.x, middle = context.area.y + row / 2;
    context.drawing.push_back(
        DrawText{context.spec.size, {x, middle + kAxisTextMiddle}, caption, TextAlign::left, name + 0.01});
    x += name + kEntryGap;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        double radius = sizes.of(shown[i]);
        draw_bubble(context, {x + radius, middle}, radius, context.theme.secondary);
        x += 2 * radius + kGap;
        context.drawing.push_back(DrawText{labels[i], {x, middle + kAxisTextMiddle}, style});
        x += context.measure.width(labels[i], style) + kEntryGap;
    }
    context.area.y += row + kUnder;
    context.area.h -= row + kUnder;
}

void add_hits(MarkContext& context, const Plane& plane, const std::vector<PlanePoint>& points,
              const BubbleSizes& sizes)
{
    CalendarUnit unit = unit_of_samples(context);
    for (const PlanePoint& point : points) {
        Point at = plane.at(point);
        double radius = sizes.of(point.size);
        std::string name = name_of_row(context, point.row);
        std::string value =
            fmt::format("{} ({} {})", value_text(context, point.y, context.spec.y_format), context.spec.size,
                        format_number(point.size, value_pattern("", point.size), context.locale));
        add_hit(context, name.empty() ? context.data.series[point.series].name : std::move(name),
                place_text(context, point.x, unit), std::move(value),
                {at.x - radius, at.y - radius, 2 * radius, 2 * radius});
    }
}

void draw_names(MarkContext& context, const Plane& plane, const std::vector<PlanePoint>& points,
                const BubbleSizes& sizes, LabelRoom& room)
{
    if (context.spec.label.empty() || context.spec.labels == LabelMode::off)
        return;
    std::vector<NamedPlace> places;
    for (const PlanePoint& point : points)
        places.push_back({plane.at(point), sizes.of(point.size), point.row});
    auto texts = place_names(context, places, room);
    context.drawing.insert(context.drawing.end(), texts.begin(), texts.end());
}

std::vector<PlanePoint> largest_first(MarkContext& context, std::vector<PlanePoint> points)
{
    std::stable_sort(points.begin(), points.end(),
                     [](const PlanePoint& a, const PlanePoint& b) { return a.size > b.size; });
    if (points.size() > kMostBubbles) {
        auto count = [&](std::size_t n) { return count_text(context.locale, static_cast<std::int64_t>(n)); };
        context.notes.push_back(
            say(context.locale, Phrase::bubbles_shown, {count(kMostBubbles), count(points.size())}));
        points.resize(kMostBubbles);
    }
    return points;
}

std::string describe(const MarkContext& context, const std::vector<PlanePoint>& descending)
{
    auto size = [&](const PlanePoint& point) {
        std::string name = name_of_row(context, point.row);
        std::string words = format_number(point.size, value_pattern("", point.size), context.locale);
        return name.empty() ? words : fmt::format("{} ({})", words, name);
    };
    return describe_points(context, descending) + fmt::format(" Areas are {}, largest {}, smallest {}.",
                                                              context.spec.size, size(descending.front()),
                                                              size(descending.back()));
}

} // namespace

Drawn draw_bubbles(MarkContext& context)
{
    ChartSpec spec = with_axis_titles(context.spec);
    MarkContext own = with_spec(context, spec);
    auto points = largest_first(own, gather_points(own));
    if (points.empty())
        return Drawn::nothing;
    auto references = references_of(own);
    BubbleSizes sizes = sizes_of(points, own.area);
    draw_legend(own);
    draw_size_legend(own, sizes);
    Reach reach = padded_reach(own, points, sizes), middles = reach_of(points);
    AxisEnds y_ends = ends_around(reach.y, middles.y);
    spec.y_min = spec.y_min ? spec.y_min : y_ends.low;
    spec.y_max = spec.y_max ? spec.y_max : y_ends.high;
    Plane plane = plan_plane(own, reach, ends_around(reach.x, middles.x), references);
    shrink_to_fit(own, plane, points, sizes);
    draw_plane(own, plane);
    draw_reference_bands(own, plane.plot, references);
    LabelRoom room(own.area);
    take_texts(room, plane.plot.texts, own.measure);
    for (const PlanePoint& point : points) {
        Point at = plane.at(point);
        double radius = sizes.of(point.size);
        draw_bubble(own, at, radius, series_color(own.theme, point.series));
        room.take_mark({at.x - radius * 0.85, at.y - radius * 0.85, radius * 1.7, radius * 1.7});
    }
    draw_reference_lines(own, plane.plot, references, room);
    draw_names(own, plane, points, sizes, room);
    add_hits(own, plane, points, sizes);
    note_logarithmic(own);
    own.alt = describe(own, points);
    return Drawn::marks;
}

} // namespace presstime

// Scatter: a dot per row. Dots are translucent, so that places with many are seen as such; what falls on the
// same half point in a crowd is drawn once, and that is said.
#include "chart/hits.hpp"
#include "chart/legend.hpp"
#include "chart/mark.hpp"
#include "chart/points.hpp"
#include "platform/text/phrases.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr std::size_t kMostExact = 5000; // points drawn one by one however they lie
constexpr double kMergeCell = 0.5;
constexpr double kMostTips = 1500;
constexpr std::size_t kMostObstacles = 2000; // dots that names keep clear of

struct DotLook {
    double diameter;
    double alpha;
};

DotLook look_of(std::size_t points)
{
    if (points <= 100)
        return {5.5, 0.8};
    if (points <= 500)
        return {4.5, 0.65};
    if (points <= 2000)
        return {3.5, 0.5};
    return points <= kMostExact ? DotLook{3, 0.4} : DotLook{2, 0.35};
}

// The points that are drawn, with their places.
struct Dotted {
    std::vector<PlanePoint> points;
    std::vector<Point> places;
};

// Appends the points of one series, which stand together.
void place_dots(const std::vector<PlanePoint>& points, std::size_t series, const Plane& plane, Dotted& dots)
{
    bool merge = points.size() > kMostExact;
    CellGrid grid(plane.plot.box, merge ? kMergeCell : plane.plot.box.w + 1);
    auto before = [](const PlanePoint& point, std::size_t which) { return point.series < which; };
    auto first = std::lower_bound(points.begin(), points.end(), series, before);
    auto last = std::lower_bound(first, points.end(), series + 1, before);
    for (auto point = first; point != last; ++point) {
        Point at = plane.at(*point);
        if (merge && !grid.take(at))
            continue;
        dots.points.push_back(*point);
        dots.places.push_back(at);
    }
}

void add_hits(MarkContext& context, const Dotted& dots, const Plane& plane, double diameter)
{
    CalendarUnit unit = unit_of_samples(context);
    const Box& box = plane.plot.box;
    double cell = std::max(diameter, std::sqrt(box.w * box.h / kMostTips));
    CellGrid grid(box, cell);
    for (std::size_t i = 0; i < dots.places.size(); ++i) {
        if (!grid.take(dots.places[i]))
            continue;
        const PlanePoint& point = dots.points[i];
        std::string name = name_of_row(context, point.row);
        add_hit(context, name.empty() ? context.data.series[point.series].name : std::move(name),
                place_text(context, point.x, unit), value_text(context, point.y, context.spec.y_format),
                {dots.places[i].x - diameter / 2, dots.places[i].y - diameter / 2, diameter, diameter});
    }
}

// Those farthest from the middle of all have their names first: they are what one asks about.
std::vector<NamedPlace> outermost_first(const Dotted& dots, const Box& box, double radius)
{
    Point middle;
    for (const Point& place : dots.places) {
        middle.x += place.x / static_cast<double>(dots.places.size());
        middle.y += place.y / static_cast<double>(dots.places.size());
    }
    std::vector<NamedPlace> names;
    for (std::size_t i = 0; i < dots.places.size(); ++i)
        names.push_back({dots.places[i], radius, dots.points[i].row});
    auto distance = [&](const NamedPlace& name) {
        return std::hypot((name.at.x - middle.x) / box.w, (name.at.y - middle.y) / box.h);
    };
    std::stable_sort(names.begin(), names.end(),
                     [&](const NamedPlace& a, const NamedPlace& b) { return distance(a) > distance(b); });
    return names;
}

void draw_names(MarkContext& context, const Dotted& dots, const Plane& plane, double radius, LabelRoom& room)
{
    if (context.spec.label.empty() || context.spec.labels == LabelMode::off)
        return;
    auto texts = place_names(context, outermost_first(dots, plane.plot.box, radius), room);
    context.drawing.insert(context.drawing.end(), texts.begin(), texts.end());
}

void draw_dots(MarkContext& context, const Plane& plane, const std::vector<PlanePoint>& points,
               const std::vector<ResolvedReference>& references)
{
    DotLook look = look_of(points.size());
    Dotted all;
    for (std::size_t series = 0; series < context.data.series.size(); ++series) {
        std::size_t before = all.places.size();
        place_dots(points, series, plane, all);
        if (all.places.size() == before)
            continue;
        auto begin = all.places.begin() + static_cast<std::ptrdiff_t>(before);
        context.drawing.push_back(Dots{{begin, all.places.end()},
                                       look.diameter,
                                       with_alpha(series_color(context.theme, series), look.alpha)});
    }
    LabelRoom room(context.area);
    take_texts(room, plane.plot.texts, context.measure);
    for (std::size_t i = 0; i < std::min(all.places.size(), kMostObstacles); ++i)
        room.take_mark({all.places[i].x - look.diameter / 2, all.places[i].y - look.diameter / 2,
                        look.diameter, look.diameter});
    draw_reference_lines(context, plane.plot, references, room);
    draw_names(context, all, plane, look.diameter / 2, room);
    add_hits(context, all, plane, look.diameter);
    if (all.points.size() < points.size())
        context.notes.push_back(
            say(context.locale, Phrase::dots_merged,
                {count_text(context.locale, static_cast<std::int64_t>(points.size())),
                 count_text(context.locale, static_cast<std::int64_t>(all.points.size()))}));
}

} // namespace

Drawn draw_scatter(MarkContext& context)
{
    const ChartSpec spec = with_axis_titles(context.spec);
    MarkContext own = with_spec(context, spec);
    auto points = gather_points(own);
    if (points.empty())
        return Drawn::nothing;
    auto references = references_of(own);
    draw_legend(own);
    Plane plane = plan_plane(own, reach_of(points), {}, references);
    draw_plane(own, plane);
    draw_reference_bands(own, plane.plot, references);
    draw_dots(own, plane, points, references);
    note_logarithmic(own);
    own.alt = describe_points(own, points);
    return Drawn::marks;
}

} // namespace presstime

// Generous rather than exact: drawing a command that a band does not show costs little, missing one a
// picture.
#include "platform/canvas/extent.hpp"

#include <algorithm>
#include <limits>

namespace presstime::canvas {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Snapping to pixels and round caps reach beyond the geometry.
constexpr double kSlack = 4;
// Marks stacked above and below letters stay within twice the size of the type.
constexpr double kTextReach = 2;

Extent of_box(const Box& box, double reach)
{
    return {std::min(box.y, box.bottom()) - reach, std::max(box.y, box.bottom()) + reach};
}

Extent of_points(const std::vector<Point>& points, double reach)
{
    Extent extent{kInfinity, -kInfinity};
    for (const Point& point : points) {
        extent.top = std::min(extent.top, point.y);
        extent.bottom = std::max(extent.bottom, point.y);
    }
    return {extent.top - reach, extent.bottom + reach};
}

struct Measure {
    Extent operator()(const FillRect& c) const { return of_box(c.box, kSlack); }
    Extent operator()(const StrokeRect& c) const { return of_box(c.box, c.width + kSlack); }
    // A mitred corner reaches ten times the width, cairo's limit.
    Extent operator()(const Polyline& c) const { return of_points(c.points, 10 * c.width + kSlack); }
    Extent operator()(const FillPolygon& c) const { return of_points(c.points, kSlack); }
    Extent operator()(const FillWedge& c) const
    {
        return {c.center.y - c.outer_radius - kSlack, c.center.y + c.outer_radius + kSlack};
    }
    Extent operator()(const Dots& c) const { return of_points(c.centers, c.diameter + kSlack); }
    Extent operator()(const DrawText& c) const
    {
        if (c.angle != 0) {
            return {-kInfinity, kInfinity};
        }
        const double reach = kTextReach * c.style.size + kSlack;
        return {c.at.y - reach, c.at.y + reach};
    }
    Extent operator()(const DrawImage& c) const { return of_box(c.box, kSlack); }
    template <typename Other>
    Extent operator()(const Other&) const
    {
        return {-kInfinity, kInfinity};
    }
};

} // namespace

Extent extent_of(const DrawCommand& command)
{
    return std::visit(Measure{}, command);
}

} // namespace presstime::canvas

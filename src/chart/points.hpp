// What scatter and bubble share: the points that can be drawn, the plane they stand in, their names and their
// words. Draws no point.
#pragma once

#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/plot.hpp"
#include "chart/references.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace presstime {

struct PlanePoint {
    double x = 0, y = 0;
    double size = 0; // of a bubble
    std::size_t series = 0;
    std::size_t row = 0; // of the table
};

// x of numbers or time, y of numbers, `size` and `label` where the spec names them. Errors are `invalid` with
// the field of the column.
Result<ChartData> read_points(const ChartSpec& spec, const Table& table, const std::string& locale);

// The points by series, without those that have no place on their axes; says how many are left out and why.
std::vector<PlanePoint> gather_points(MarkContext& context);

// Where the spec's references lie on the axes of these points.
std::vector<ResolvedReference> references_of(MarkContext& context);

// How far the points reach, and how far the axes must.
struct Reach {
    Extent x, y;
};
Reach reach_of(const std::vector<PlanePoint>& points);

struct Plane {
    Plot plot;
    std::vector<double> x_ticks; // none for time
    Point at(const PlanePoint& point) const { return {plot.x(point.x), plot.value(point.y)}; }
};

// Names of columns as titles of axes that have none. Give the result to with_spec().
ChartSpec with_axis_titles(ChartSpec spec);
// The axes hold the reach and the references; an end that is given stays where it is.
Plane plan_plane(const MarkContext& context, const Reach& reach, const AxisEnds& x_ends,
                 const std::vector<ResolvedReference>& references);
// Gridlines both ways, for both are measures.
void draw_plane(MarkContext& context, const Plane& plane);
void note_logarithmic(MarkContext& context);

// A grid over a box that remembers which of its cells are taken.
class CellGrid {
public:
    CellGrid(const Box& box, double cell);
    // Whether this is the first place in its cell.
    bool take(Point place);

private:
    Box box_;
    double cell_;
    std::size_t columns_, rows_;
    std::vector<bool> taken_;
};

// What a name stands beside.
struct NamedPlace {
    Point at;
    double radius = 0;
    std::size_t row = 0; // of ChartSpec::label
};
// Names in this order, as many as find a place and the picture bears; a name stands within its place where it
// fits, else beside it. `room` holds what is drawn already.
std::vector<DrawText> place_names(const MarkContext& context, const std::vector<NamedPlace>& places,
                                  LabelRoom& room);
std::string name_of_row(const MarkContext& context, std::size_t row);

// One sentence or two: how many, from where to where, and whether they go together.
std::string describe_points(const MarkContext& context, const std::vector<PlanePoint>& points);

} // namespace presstime

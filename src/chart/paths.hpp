// Points of lines and areas on their way to the page: runs between gaps, steps, what lies within the axis,
// and the merging of what is finer than can be seen.
#pragma once

#include "model/dashboard.hpp"
#include "model/drawing.hpp"
#include "model/theme.hpp"

#include <vector>

namespace presstime {

// Splits at points whose y is NaN.
std::vector<std::vector<Point>> runs_between_gaps(const std::vector<Point>& points);

// Points ascending in x; of those in one column of half a point the first, lowest, highest and last stay, so
// peaks and the shape are kept. Returns the points unchanged when they are few.
std::vector<Point> merge_columns(std::vector<Point> points);

// A value holds until the next point: a corner before each.
std::vector<Point> step_path(const std::vector<Point>& points);

// The parts of a path between two heights, top < bottom, each a path of its own.
std::vector<std::vector<Point>> clip_between(const std::vector<Point>& path, double top, double bottom);

// The whole path, held at either height where it goes beyond.
std::vector<Point> cap_between(const std::vector<Point>& path, double top, double bottom);

struct PathStyle {
    Color color;
    double width = theme::kLine;
    Curve curve = Curve::straight;
    MarkerMode markers = MarkerMode::automatic; // on: a dot on every point, where they are far enough apart
};

// Points ascending in x, NaN for gaps, drawn as lines within the box; a point without neighbours is a dot.
// Returns how many points are left after merging.
std::size_t draw_path(Drawing& drawing, const std::vector<Point>& points, const Box& box,
                      const PathStyle& style);

} // namespace presstime

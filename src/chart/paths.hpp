// Points of lines and areas on their way to the page: runs between gaps, and the merging of what is finer
// than can be seen.
#pragma once

#include "model/drawing.hpp"

#include <vector>

namespace presstime {

// Splits at points whose y is NaN.
std::vector<std::vector<Point>> runs_between_gaps(const std::vector<Point>& points);

// Points ascending in x; of those in one column of half a point the first, lowest, highest and last stay, so
// peaks and the shape are kept. Returns the points unchanged when they are few.
std::vector<Point> merge_columns(std::vector<Point> points);

} // namespace presstime

// Which numbers may be drawn: a chart over wild data must not put a whole surface into an error state.
#pragma once

#include "model/drawing.hpp"

#include <cmath>

namespace presstime::canvas {

// cairo's coordinates are 24.8 fixed point; pictures are scaled up to 8 times.
inline constexpr double kLargest = 1'000'000;

inline bool drawable(double value)
{
    return std::isfinite(value) && std::fabs(value) < kLargest;
}

inline bool drawable(Point point)
{
    return drawable(point.x) && drawable(point.y);
}

inline bool drawable(const Box& box)
{
    return drawable(Point{box.x, box.y}) && drawable(Point{box.w, box.h});
}

} // namespace presstime::canvas

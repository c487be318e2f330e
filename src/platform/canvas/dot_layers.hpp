// Parts half-transparent dots into layers without overlaps. Drawn as one path each, the layers darken where
// dots lie on one another exactly as dots drawn one by one would, at a hundredth of the cost.
#pragma once

#include "model/drawing.hpp"

#include <vector>

namespace presstime::canvas {

// Opaque dots are one layer. Points that cannot be drawn are left out. Of more dots on one spot than darken
// it visibly, the surplus shares the last layer.
std::vector<std::vector<Point>> dot_layers(const Dots& dots);

} // namespace presstime::canvas

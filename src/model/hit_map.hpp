// What stands where in a drawn chart: for tooltips over the picture and for checking it. Boxes are points in
// the drawing's own coordinates.
#pragma once

#include "model/drawing.hpp"

#include <string>
#include <vector>

namespace presstime {

struct Hit {
    std::string series;   // its name; of a single measure the column's
    std::string category; // the x as the axis would write it
    std::string value;    // formatted; what a person reads
    Box box;              // at least 1 x 1
};

using HitMap = std::vector<Hit>;

} // namespace presstime

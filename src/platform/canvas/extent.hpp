// Between which heights a command draws, roughly and never too narrow: what stands outside a band of a tall
// picture need not be drawn for it.
#pragma once

#include "model/drawing.hpp"

namespace presstime::canvas {

struct Extent {
    double top = 0;
    double bottom = 0;
    bool meets(const Extent& other) const { return top <= other.bottom && bottom >= other.top; }
};

// Commands without a place of their own (clips, tags, turned text) extend everywhere.
Extent extent_of(const DrawCommand& command);

} // namespace presstime::canvas

// The legend under the title: a swatch and a name per series, wrapped into rows.
#pragma once

#include "chart/mark.hpp"

namespace presstime {

// Draws it for two series and more and takes its height off the top of the area; what finds no room in the
// rows allowed is counted at the end ("+ 4 more").
void draw_legend(MarkContext& context);

} // namespace presstime

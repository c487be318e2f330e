// The small line of a KPI card: the past of one number, without axes, its last point marked. Pure; draws
// neither the number nor words, and asks for no text to be measured.
#pragma once

#include "model/drawing.hpp"
#include "model/theme.hpp"

#include <vector>

namespace presstime {

enum class SparklineFill { none, light_area };

// Values oldest first, at equal distances from the left edge to the right; NaN and infinities are gaps. The
// height is from the lowest to the highest value, not from zero; where values lie on both sides of zero a
// hairline marks it. Equal values make a level line, a single value a dot. Everything lies within `box`;
// nothing is drawn without a value or in a box of less than 8 x 6 pt.
Drawing draw_sparkline(const std::vector<double>& values, Box box, const Theme& theme, SparklineFill fill);

} // namespace presstime

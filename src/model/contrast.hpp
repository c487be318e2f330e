// How far two colours stand apart to the eye, as WCAG 2.2 defines it.
#pragma once

#include "model/drawing.hpp"

#include <cstdint>

namespace presstime {

// Undoes sRGB's curve: 0 to 1, as light adds up.
double to_linear(std::uint8_t channel);
// WCAG 2.2, "relative luminance": 0 to 1.
double luminance(Color color);
// WCAG 2.2, "contrast ratio": 1 to 21.
double contrast_ratio(Color a, Color b);

} // namespace presstime

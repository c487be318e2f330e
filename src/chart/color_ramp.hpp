// Colours of numbers: the ramps of a theme mixed evenly to the eye, and which text colour can be read on one.
#pragma once

#include "model/theme.hpp"

#include <array>
#include <cstddef>

namespace presstime {

// 65 colours from least to most; an odd number, so that a diverging ramp has its middle among them.
class ColorRamp {
public:
    static constexpr std::size_t kLevels = 65;

    static ColorRamp sequential(const Theme& theme);
    static ColorRamp diverging(const Theme& theme);

    // `share` from 0 to 1; beyond counts as the end.
    static std::size_t level_of(double share);
    Color at(double share) const { return colors_[level_of(share)]; }

private:
    std::array<Color, kLevels> colors_;
};

// The theme's ink or paper, whichever stands out more from the background.
Color readable_on(Color background, const Theme& theme);

} // namespace presstime

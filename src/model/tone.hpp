// Which tone a number has by the rules of its column, and the colour a theme gives a tone.
#pragma once

#include "model/dashboard.hpp"
#include "model/theme.hpp"

#include <optional>
#include <vector>

namespace presstime {

// Of the first rule that holds; nothing when none does. None holds for NaN.
std::optional<Tone> tone_of(const std::vector<ToneRule>& rules, double value);
Color tone_color(Tone tone, const Theme& theme, Color neutral);

} // namespace presstime

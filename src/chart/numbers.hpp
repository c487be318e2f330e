// How the numbers of one chart are written: ticks with the decimals their step needs and one unit for all,
// value labels and sentences short.
#pragma once

#include "chart/scales.hpp"
#include "platform/text/number_format.hpp"

#include <string>
#include <vector>

namespace presstime {

// Labels of ticks. `format` as in ChartSpec::y_format; decimals
// and unit follow the step, so no two labels are equal.
std::vector<std::string> tick_labels(const Ticks& ticks, std::string_view format, const Locale& locale);

// Labels of values that stand in one picture: one unit for
// all, but for those that would be next to nothing in it.
std::vector<std::string> value_labels(const std::vector<double>& values, std::string_view format,
                                      const Locale& locale);

// For labels and sentences: the format as given; else
// short ("1.2 M") when the largest number has five digits.
NumberPattern value_pattern(std::string_view format, double largest);

} // namespace presstime

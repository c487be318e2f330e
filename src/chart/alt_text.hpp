// The chart in words, for those who do not see it: what it shows, over what, and the numbers that stand out.
#pragma once

#include "chart/mark.hpp"

#include <string>

namespace presstime {

// Which chart of what: "Bar chart “Sales”: revenue by month."
std::string begin_alt_text(const MarkTraits& traits, const std::string& title, const ChartSpec& spec,
                           const ChartData& data, const ChartStyle& style);

// One or two sentences.
std::string write_alt_text(const MarkTraits& traits, const std::string& title, const ChartSpec& spec,
                           const ChartData& data, const ChartStyle& style);

} // namespace presstime

// A small dashboard with made-up figures that shows what a theme colours: figures that went up and down,
// series, a table with marks, words with a link. For those who choose the colours.
#pragma once

#include "base/result.hpp"
#include "model/dashboard.hpp"
#include "model/table.hpp"

#include <map>
#include <string>

namespace presstime::control {

struct ThemeSample {
    Dashboard dashboard;
    std::map<std::string, Table> results; // of its queries
};
// `theme` is "light" or "dark".
Result<ThemeSample> make_theme_sample(const std::string& theme);

} // namespace presstime::control

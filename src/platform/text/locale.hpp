// How a locale writes numbers, months and short units. A small table of our own, so that the same report
// gives the same bytes on every machine; the C library's locales are never asked.
#pragma once

#include <array>
#include <string_view>

namespace presstime {

struct Locale {
    std::string_view tag;                  // BCP 47
    std::string_view decimal;              // decimal mark
    std::string_view group;                // between groups of three digits
    std::array<std::string_view, 4> units; // thousand, million, billion (1e9), trillion (1e12), short
    std::string_view yes;
    std::string_view no;
    std::string_view day_mark;               // after the day's number: "21. Apr. 2026"
    std::array<std::string_view, 12> months; // short names
};

// The locale itself, else the first of its language, else en-US. Never fails; the reference lives for ever.
const Locale& find_locale(std::string_view tag);

} // namespace presstime

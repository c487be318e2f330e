// The parts of a whole that a pie or a donut draws: which there are, how large, in which order. Knows neither
// place nor colour.
#pragma once

#include "chart/mark.hpp"

#include <array>
#include <numbers>
#include <string>
#include <vector>

namespace presstime {

inline constexpr double kFullCircle = 2 * std::numbers::pi;

struct Slice {
    std::string name;
    double value = 0;
    double start = 0, end = 0; // radians, clockwise from 12 o'clock
    bool is_other = false;
    double share_of_whole = 0;
    std::string share;                // "34 %"
    std::array<std::string, 2> lines; // the name, broken when it is long; the share follows the last line
    double middle() const { return (start + end) / 2; }
};

// One value per category of the first measure; several measures or a series column: one per series.
std::vector<Slice> collect_slices(MarkContext& context);

// Drops what has no share of a whole, sorts by size, merges the small ones, says so, and fills angles and
// shares.
void settle_slices(MarkContext& context, std::vector<Slice>& slices);

double sum_of(const std::vector<Slice>& slices);

} // namespace presstime

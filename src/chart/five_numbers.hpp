// The numbers a box plot draws of one group of raw values. Pure arithmetic; knows no place on the page.
#pragma once

#include <cstddef>
#include <vector>

namespace presstime {

struct BoxSummary {
    std::size_t count = 0;
    double lower_whisker = 0, lower_quartile = 0, median = 0, upper_quartile = 0, upper_whisker = 0;
    std::vector<double> outliers; // beyond the whiskers, ascending

    double lowest() const;
    double highest() const;
};

// The quantile of ascending values by linear interpolation between the closest ranks: type 7 of Hyndman and
// Fan (1996), the default of R, NumPy and Excel's QUARTILE.INC. `share` is 0-1; at least one value.
double quantile(const std::vector<double>& ascending, double share);

// Whiskers reach to the furthest value within 1.5 interquartile ranges of the box (Tukey). At least one
// value, all finite.
BoxSummary summarize(std::vector<double> values);

} // namespace presstime

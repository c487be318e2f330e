// Quartiles, whiskers and what lies beyond.
#include "chart/five_numbers.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

constexpr double kWhiskerReach = 1.5; // interquartile ranges

} // namespace

double BoxSummary::lowest() const
{
    return outliers.empty() ? lower_whisker : std::min(outliers.front(), lower_whisker);
}

double BoxSummary::highest() const
{
    return outliers.empty() ? upper_whisker : std::max(outliers.back(), upper_whisker);
}

double quantile(const std::vector<double>& ascending, double share)
{
    double rank = static_cast<double>(ascending.size() - 1) * share;
    auto below = static_cast<std::size_t>(std::floor(rank));
    std::size_t above = std::min(below + 1, ascending.size() - 1);
    return ascending[below] + (ascending[above] - ascending[below]) * (rank - std::floor(rank));
}

BoxSummary summarize(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    BoxSummary box{values.size()};
    box.lower_quartile = quantile(values, 0.25);
    box.median = quantile(values, 0.5);
    box.upper_quartile = quantile(values, 0.75);
    double reach = kWhiskerReach * (box.upper_quartile - box.lower_quartile);
    // Interpolated quartiles may lie beyond every value on their side that is within reach.
    box.lower_whisker = box.lower_quartile;
    box.upper_whisker = box.upper_quartile;
    for (double value : values) {
        if (value < box.lower_quartile - reach || value > box.upper_quartile + reach) {
            box.outliers.push_back(value);
            continue;
        }
        box.lower_whisker = std::min(box.lower_whisker, value);
        box.upper_whisker = std::max(box.upper_whisker, value);
    }
    return box;
}

} // namespace presstime

// Choosing a step. Counts of bins are compared by their ratio, so that 10 is as near to 5 as to 20.
#include "chart/binning.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {

namespace {

// Below this share of the largest magnitude a spread is noise of the representation.
constexpr double kSmallestSpread = 1e-11;
// A value this near to an edge, in steps, stands on it: 0.1 * 3 is on the edge 0.3.
constexpr double kOnEdge = 1e-9;
// Whole numbers in narrower bins are counted evenly only if the last bin has no extra edge.
constexpr double kEvenBelow = 10;

struct Step {
    double multiple = 1;
    int exponent = 0;

    double size() const { return edge(1); }
    // Exact for every decimal: 3 * 0.1 would not be 0.3.
    double edge(double index) const
    {
        return exponent < 0 ? index * multiple / std::pow(10.0, -exponent)
                            : index * multiple * std::pow(10.0, exponent);
    }
};

struct Range {
    double low, high;
    bool whole;
};

struct Indices {
    double first, last;
    double count() const { return last - first; }
};

Indices indices_of(const Range& range, const Step& step)
{
    double size = step.size();
    Indices indices{std::floor(range.low / size + kOnEdge), std::ceil(range.high / size - kOnEdge)};
    bool on_last_edge = std::floor(range.high / size + kOnEdge) == indices.last;
    if (indices.count() < 1 || (range.whole && size < kEvenBelow && on_last_edge))
        indices.last += 1;
    return indices;
}

std::vector<double> edges_between(const Step& step, Indices indices)
{
    std::vector<double> edges;
    for (double index = indices.first; index <= indices.last; index += 1)
        edges.push_back(index == 0 ? 0 : step.edge(index));
    return edges;
}

std::vector<double> around(const Range& range)
{
    double largest = std::max(std::abs(range.low), std::abs(range.high));
    Step step;
    if (largest == 0 || (range.whole && largest < 1000))
        return {range.low, range.low + 1};
    step.exponent = static_cast<int>(std::floor(std::log10(largest))) - 1;
    double index = std::floor(range.low / step.size() + kOnEdge);
    return {step.edge(index), step.edge(index + 1)};
}

double chosen_count(const std::vector<double>& ascending)
{
    double count = static_cast<double>(ascending.size());
    double spread = ascending.back() - ascending.front();
    double middle_half = quantile_of(ascending, 0.75) - quantile_of(ascending, 0.25);
    double by_rule_of_sturges = std::log2(count) + 1;
    double by_quartiles = middle_half > 0 ? spread / (2 * middle_half / std::cbrt(count)) : 0;
    return std::clamp(std::max(by_rule_of_sturges, by_quartiles), 1.0 * kFewestChosenBins,
                      1.0 * kMostChosenBins);
}

} // namespace

double quantile_of(const std::vector<double>& ascending, double share)
{
    double at = share * static_cast<double>(ascending.size() - 1);
    auto below = static_cast<std::size_t>(at);
    auto above = std::min(below + 1, ascending.size() - 1);
    return ascending[below] + (ascending[above] - ascending[below]) * (at - std::floor(at));
}

std::vector<double> bin_edges(const std::vector<double>& values, int wanted)
{
    static constexpr double kMultiples[] = {1, 2, 2.5, 5};
    if (values.empty())
        return {0, 1};
    std::vector<double> ascending = values;
    std::sort(ascending.begin(), ascending.end());
    bool whole = std::all_of(ascending.begin(), ascending.end(),
                             [](double v) { return v == std::floor(v) && std::abs(v) < 1e15; });
    Range range{ascending.front(), ascending.back(), whole};
    double largest = std::max(std::abs(range.low), std::abs(range.high));
    if (range.high - range.low <= largest * kSmallestSpread)
        return around(range);
    double aim = wanted > 0 ? std::min(wanted, kMostBins) : chosen_count(ascending);
    double most = wanted > 0 ? kMostBins : kMostChosenBins;
    int power = static_cast<int>(std::floor(std::log10((range.high - range.low) / aim))) - 1;
    Step best{1, power + 3};
    double nearest = 1e9;
    for (int tries = 0; tries < 16; ++tries) {
        Step step{kMultiples[tries % 4], power + tries / 4};
        double count = indices_of(range, step).count();
        double distance = std::abs(std::log(count / aim));
        bool splits_wholes = whole && step.size() != std::floor(step.size());
        if (splits_wholes || count > most || distance >= nearest)
            continue;
        nearest = distance;
        best = step;
    }
    return edges_between(best, indices_of(range, best));
}

std::size_t bin_of(const std::vector<double>& edges, double value)
{
    std::size_t bins = edges.size() - 1;
    double step = (edges.back() - edges.front()) / static_cast<double>(bins);
    double bin = std::floor((value - edges.front()) / step + kOnEdge);
    return static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(bins - 1)));
}

} // namespace presstime

// Bins of a histogram: equal steps between round edges, as many as the numbers deserve. Pure; knows nothing
// of pictures. Values are finite and below 1e150 (columns.hpp lets nothing else through).
#pragma once

#include <cstddef>
#include <vector>

namespace presstime {

inline constexpr int kMostBins = 200;      // asked for
inline constexpr int kMostChosenBins = 60; // chosen by the numbers
inline constexpr int kFewestChosenBins = 5;

// Edges of the bins, ascending, one more than there are bins; at least one bin. `wanted` bins or, since edges
// are multiples of 1, 2, 2.5 or 5 times a power of ten, a number near it; 0 = as many as the rules of
// Freedman and Diaconis and of Sturges ask for. A bin holds its lower edge, the last one its upper edge too;
// small whole numbers get a bin each. Equal values, and values apart by less than can be told, have one bin.
std::vector<double> bin_edges(const std::vector<double>& values, int wanted);

// The bin of a value that lies within the edges.
std::size_t bin_of(const std::vector<double>& edges, double value);

// The value below which `share` (0-1) of the ascending values lie, interpolated; there is at least one.
double quantile_of(const std::vector<double>& ascending, double share);

} // namespace presstime

// The grid of a dashboard as bands, the way it is read: down, and within a band from left to right.
#pragma once

#include "model/dashboard.hpp"

#include <vector>

namespace presstime {

// Widgets that share grid rows.
struct GridBand {
    std::vector<const Widget*> widgets; // in reading order; never empty
    int top = 0;                        // first grid row
    int bottom = 0;                     // the row after the last

    // The widget that has the band for itself, or null.
    const Widget* alone() const { return widgets.size() == 1 ? widgets.front() : nullptr; }
};

// From top to bottom. They point into `dashboard`.
std::vector<GridBand> bands_of(const Dashboard& dashboard);

// Grid rows the box is high, 1-200 whatever the document says.
int rows_of(const GridBox& box);

} // namespace presstime

// The grid of the screen on paper: widgets that share grid rows make a band, and a band's height follows its
// rows and the width of the page. Draws nothing.
#pragma once

#include "model/dashboard.hpp"
#include "stage/layout_sheet.hpp"

#include <vector>

namespace presstime::stage {

struct Band {
    std::vector<const Widget*> widgets; // in reading order
    int top = 0;                        // first grid row
    int bottom = 0;                     // the row after the last

    bool breaks_before() const;
    // Whether room does it good: charts show more in it, figures only stand in it.
    bool grows() const;
    // The widget that has the band for itself, or null.
    const Widget* alone() const { return widgets.size() == 1 ? widgets.front() : nullptr; }
};

std::vector<Band> bands_of(const Dashboard& dashboard);

int rows_of(const GridBox& grid);
// On a page with `width` between its margins.
double band_height(const Band& band, double width);
// Where a widget stands between `left` and `left` + `width`.
Span span_of(const GridBox& grid, double left, double width);

} // namespace presstime::stage

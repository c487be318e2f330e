// The bands of the screen's grid on paper: a band's height follows its rows and the width of the page. Draws
// nothing.
#pragma once

#include "model/grid_bands.hpp"
#include "stage/layout_sheet.hpp"

namespace presstime::stage {

// Whether a widget of the band asks for a new page.
bool breaks_before(const GridBand& band);
// Whether room does the band good: charts show more in it, figures only stand in it.
bool grows(const GridBand& band);
// On a page with `width` between its margins.
double band_height(const GridBand& band, double width);
// Where a widget stands between `left` and `left` + `width`.
Span span_of(const GridBox& grid, double left, double width);

} // namespace presstime::stage

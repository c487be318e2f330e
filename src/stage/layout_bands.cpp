// Sizes are odd when a document is odd; whatever stands in it is brought into bounds here.
#include "stage/layout_bands.hpp"

#include <algorithm>
#include <cmath>

namespace presstime::stage {
namespace {

constexpr int kGridColumns = 12;
constexpr double kRowUnit = 28; // on A4 upright: a KPI card of two rows just holds its three lines
constexpr double kReferenceWidth = 595.276 - 2 * theme::kPageMargin;

} // namespace

bool breaks_before(const GridBand& band)
{
    return std::ranges::any_of(band.widgets, [](const Widget* widget) { return widget->break_before; });
}

bool grows(const GridBand& band)
{
    return std::ranges::any_of(band.widgets,
                               [](const Widget* widget) { return widget->kind != WidgetKind::kpi; });
}

double band_height(const GridBand& band, double width)
{
    // With the square root of the width charts get neither flat on wide paper nor too high for it.
    const double growth = grows(band) ? std::sqrt(std::max(1.0, width / kReferenceWidth)) : 1;
    const int rows = band.bottom - band.top;
    return kRowUnit * growth * rows + theme::kWidgetGap * (rows - 1);
}

Span span_of(const GridBox& grid, double left, double width)
{
    const double column = (width - theme::kWidgetGap * (kGridColumns - 1)) / kGridColumns;
    const int x = std::clamp(grid.x, 0, kGridColumns - 1);
    const int w = std::clamp(grid.w, 1, kGridColumns - x);
    return {left + x * (column + theme::kWidgetGap), w * column + (w - 1) * theme::kWidgetGap};
}

} // namespace presstime::stage

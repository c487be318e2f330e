// Sizes are odd when a document is odd; whatever stands in it is brought into bounds here.
#include "stage/layout_bands.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace presstime::stage {
namespace {

constexpr int kGridColumns = 12;
constexpr double kRowUnit = 28; // on A4 upright: a KPI card of two rows just holds its three lines
constexpr double kReferenceWidth = 595.276 - 2 * theme::kPageMargin;

} // namespace

bool Band::breaks_before() const
{
    return std::ranges::any_of(widgets, [](const Widget* widget) { return widget->break_before; });
}

bool Band::grows() const
{
    return std::ranges::any_of(widgets, [](const Widget* widget) { return widget->kind != WidgetKind::kpi; });
}

int rows_of(const GridBox& grid)
{
    return std::clamp(grid.h, 1, 200);
}

std::vector<Band> bands_of(const Dashboard& dashboard)
{
    std::vector<const Widget*> widgets;
    widgets.reserve(dashboard.widgets.size());
    for (const Widget& widget : dashboard.widgets) {
        widgets.push_back(&widget);
    }
    std::ranges::stable_sort(widgets, [](const Widget* a, const Widget* b) {
        return std::pair(a->grid.y, a->grid.x) < std::pair(b->grid.y, b->grid.x);
    });
    std::vector<Band> bands;
    for (const Widget* widget : widgets) {
        const int top = widget->grid.y;
        const int bottom = top + rows_of(widget->grid);
        if (bands.empty() || top >= bands.back().bottom) {
            bands.push_back({{}, top, bottom});
        }
        bands.back().widgets.push_back(widget);
        bands.back().bottom = std::max(bands.back().bottom, bottom);
    }
    return bands;
}

double band_height(const Band& band, double width)
{
    // With the square root of the width charts get neither flat on wide paper nor too high for it.
    const double growth = band.grows() ? std::sqrt(std::max(1.0, width / kReferenceWidth)) : 1;
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

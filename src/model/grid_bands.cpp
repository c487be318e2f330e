#include "model/grid_bands.hpp"

#include <algorithm>
#include <utility>

namespace presstime {

int rows_of(const GridBox& box)
{
    return std::clamp(box.h, 1, 200);
}

std::vector<GridBand> bands_of(const Dashboard& dashboard)
{
    std::vector<const Widget*> widgets;
    widgets.reserve(dashboard.widgets.size());
    for (const Widget& widget : dashboard.widgets)
        widgets.push_back(&widget);
    std::ranges::stable_sort(widgets, {},
                             [](const Widget* widget) { return std::pair(widget->grid.y, widget->grid.x); });
    std::vector<GridBand> bands;
    for (const Widget* widget : widgets) {
        const int top = widget->grid.y;
        if (bands.empty() || top >= bands.back().bottom)
            bands.push_back({{}, top, top});
        bands.back().widgets.push_back(widget);
        bands.back().bottom = std::max(bands.back().bottom, top + rows_of(widget->grid));
    }
    return bands;
}

} // namespace presstime

// The legend under the title: a swatch and a name per series, wrapped into rows.
#pragma once

#include "chart/mark.hpp"

#include <string>
#include <vector>

namespace presstime {

enum class Swatch { box, line };

struct LegendEntry {
    std::string name;
    Color color;
    Swatch swatch = Swatch::box;
};

// Draws it and takes its height off the top of the area; what finds no room in the rows allowed is counted at
// the end ("+ 4 more").
void draw_legend(MarkContext& context, const std::vector<LegendEntry>& entries);
// Of all series in their colours, when there are two and more.
void draw_legend(MarkContext& context);

} // namespace presstime

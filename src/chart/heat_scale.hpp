// The colours of a heatmap's numbers, and the legend that tells them.
#pragma once

#include "chart/color_ramp.hpp"
#include "chart/mark.hpp"

#include <vector>

namespace presstime {

// From numbers to colours. A diverging ramp reaches as far on both sides of zero.
struct HeatScale {
    ColorRamp ramp;
    double low = 0, high = 0; // of the values
    double from = 0, to = 0;  // of the ramp
    bool diverging = false;

    double share(double value) const { return from == to ? 0.6 : (value - from) / (to - from); }
    Color color(double value) const { return ramp.at(share(value)); }
};

// One-signed numbers have the sequential ramp, from zero where they come near it; both signs the diverging
// one. NaN is passed over; there is at least one number.
HeatScale heat_scale(const std::vector<double>& values, const ChartSpec& spec, const Theme& theme);

// "Visits  0 [ramp] 1,234", around zero "-12 [ramp] 0 [ramp] 34"; takes its height off the top of the area.
void draw_ramp_legend(MarkContext& context, const HeatScale& scale);

} // namespace presstime

// The frame of a chart with axes: where the plot lies once both axes' labels have their room, its scales,
// gridlines and labels. Shared by bars, lines and areas; draws no data.
#pragma once

#include "chart/axis_labels.hpp"
#include "chart/bands.hpp"
#include "chart/mark.hpp"
#include "chart/scales.hpp"

#include <string>
#include <vector>

namespace presstime {

struct PlotRequest {
    ValueRange values;
    std::string format;      // of the value axis
    double gap_at_end = 0;   // kept free beyond the far end of the value axis, for labels of bars
    double gap_at_right = 0; // kept free beside a vertical plot, for labels of lines
};

enum class ValueDirection { upwards, rightwards };

struct Plot {
    Box box;
    ValueDirection direction = ValueDirection::upwards;
    Ticks ticks;
    LinearScale value; // value -> y (vertical) or x (horizontal)
    LinearScale x;     // continuous x -> x
    BandScale bands;   // band -> x (vertical) or y (horizontal)
    std::vector<DrawText> texts;
    bool cramped = false; // names under the axis were cut

    double zero() const; // the zero line, or the nearer end of an axis without zero
};

// Names of bands as labels without a place yet: categories, or the calendar.
std::vector<AxisLabel> band_labels(const MarkContext& context, const Bands& bands);

Plot plan_band_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands);
Plot plan_horizontal_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands);
// A continuous x axis: time or numbers.
Plot plan_scale_plot(const MarkContext& context, const PlotRequest& request);

void draw_frame(MarkContext& context, const Plot& plot);
void draw_zero_line(MarkContext& context, const Plot& plot);
// Says so when the value axis begins elsewhere than at zero.
void note_missing_zero(MarkContext& context, const Plot& plot, const std::string& format);

} // namespace presstime

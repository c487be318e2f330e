// The frame of a chart with axes: where the plot lies once both axes' labels have their room, its scales,
// gridlines, labels and titles. Shared by all marks with axes; draws no data.
#pragma once

#include "chart/axis_labels.hpp"
#include "chart/bands.hpp"
#include "chart/mark.hpp"
#include "chart/scales.hpp"
#include "chart/x_axis.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime {

// What a mark knows about its axes. The spec's y_min, y_max and titles are heeded without being asked for.
struct PlotRequest {
    ValueRange values;
    std::string format;      // of the value axis
    double gap_at_end = 0;   // kept free beyond the far end of the value axis, for labels of bars
    double gap_at_right = 0; // kept free beside a vertical plot, for labels of lines and references
    ScaleKind value_kind = ScaleKind::linear; // log: the range must be above zero
    std::optional<ValueRange> second;         // an axis at the right, on the gridlines of the first
    std::string second_format;
    std::optional<Extent> x; // of numbers along x; else from the least to the largest of the samples
    ScaleKind x_kind = ScaleKind::linear; // of numbers along x
    std::optional<Ticks> x_ticks;         // of numbers along x, where the mark chooses them: edges of bins
};

enum class ValueDirection { upwards, rightwards };

struct Plot {
    Box box;
    ValueDirection direction = ValueDirection::upwards;
    Ticks ticks;
    ValueScale value; // value -> y (vertical) or x (horizontal)
    std::optional<ValueScale> second;
    ValueScale x;                       // continuous x -> x
    BandScale bands;                    // band -> x (vertical) or y (horizontal)
    std::vector<double> band_positions; // Bands::positions of a plot with bands
    double gap_at_right = 0;            // as asked for
    double labels_top = 0;              // labels of values may stand from here downwards
    std::vector<DrawText> texts;
    bool cramped = false; // names under the axis were cut

    double zero() const;                // the zero line, or the nearer end of an axis without zero
    double clamped(double value) const; // to the ends of the axis
    bool holds(double value) const;
};

Plot plan_band_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands);
Plot plan_horizontal_plot(const MarkContext& context, const PlotRequest& request, const Bands& bands);
// A continuous x axis: time or numbers.
Plot plan_scale_plot(const MarkContext& context, const PlotRequest& request);

void draw_frame(MarkContext& context, const Plot& plot);
void draw_zero_line(MarkContext& context, const Plot& plot);
// Says so when the value axis begins elsewhere than at zero, or is logarithmic.
void note_missing_zero(MarkContext& context, const Plot& plot, const std::string& format);
// Says how many values lie beyond the ends that the spec gives the axis.
void note_outside(MarkContext& context, std::size_t values);

} // namespace presstime

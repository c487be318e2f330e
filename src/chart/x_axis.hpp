// Labels along x, of every kind of x: which ticks there are and what they say. Arranging them so that they
// fit is axis_labels.hpp's.
#pragma once

#include "chart/axis_labels.hpp"
#include "chart/bands.hpp"
#include "chart/mark.hpp"
#include "chart/scales.hpp"

#include <string>
#include <vector>

namespace presstime {

struct Extent {
    double from = 0, to = 0;
};

// What all rows of labels under this area share.
AxisLabelRequest label_request(const MarkContext& context);

// Names of bands as labels without a place yet: categories, or the calendar.
std::vector<AxisLabel> band_labels(const MarkContext& context, const Bands& bands);
// Bands of time: the finest step of the calendar whose labels fit, each under the first band that belongs to
// it.
AxisLabelPlan plan_band_time_labels(const MarkContext& context, const Bands& bands, const BandScale& scale);

AxisLabelPlan plan_time_labels(const MarkContext& context, const ValueScale& x);
// With the column's name under them when the spec gives no title.
AxisLabelPlan plan_number_labels(const MarkContext& context, const ValueScale& x, const Ticks& ticks);

// A line under all labels, centred on the plot.
void add_x_title(const MarkContext& context, const std::string& title, Extent plot, AxisLabelPlan& plan);

} // namespace presstime

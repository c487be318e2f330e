// Labels under a plot: flat where they fit, else thinned (time and numbers), wrapped to two lines, turned by
// 35 degrees, and at last turned and thinned (names). Never two on each other, never outside the limits.
#pragma once

#include "model/drawing.hpp"

#include <string>
#include <vector>

namespace presstime {

struct AxisLabel {
    double at = 0; // centre, in the drawing's x
    std::string primary;
    std::string group; // written on a second line where it changes
};

enum class LabelKind { names, ordered };

struct AxisLabelRequest {
    std::vector<AxisLabel> labels; // ascending in `at`
    TextStyle style;
    LabelKind kind = LabelKind::names;
    double left = 0, right = 0; // limits of the drawing
    double most_height = 40;
};

struct AxisLabelPlan {
    std::vector<DrawText> texts; // y counted from the axis line downwards
    double height = 0;
    bool cramped = false; // names were cut or left out: the labels would be better off beside horizontal bars
    bool thinned = false;
    double missing_left = 0; // how much further left turned names would reach if they were not cut there
};

AxisLabelPlan plan_axis_labels(const AxisLabelRequest& request, TextMeasure& measure);
// Whether all labels find room side by side, unbroken.
bool fits_flat(const AxisLabelRequest& request, TextMeasure& measure);

} // namespace presstime

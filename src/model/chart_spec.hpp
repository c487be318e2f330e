// What a chart widget draws: mark, columns, axes, references. Mirrors the key `chart` of docs/dashboards.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class Mark {
    bar,
    line,
    area,
    combo, // `y` as bars, `y2` as lines, on an axis of their own or the same
    scatter,
    bubble, // a scatter whose areas are `size`
    pie,
    donut,
    heatmap,   // `x` across, `series` down, `y` the value
    histogram, // of the numbers in `x`; `y` counts them when empty, else adds it up
    box_plot,  // of the raw numbers in `y`, by `x`
    waterfall, // `y` are changes, in the order of the rows
    funnel,
    gauge // the first row's `y` between `y_min` and `y_max`
};
enum class StackMode { none, stacked, percent };
enum class LabelMode { automatic, on, off };
enum class MarkerMode { automatic, on, off };
enum class ScaleKind { linear, log };
enum class Curve { straight, step };
enum class SecondAxis { own, shared };
enum class ReferenceAxis { y, y2, x };
enum class ReferenceStatistic { none, average, median, minimum, maximum };
enum class Tone { neutral, good, warn, bad };

// A line across the plot, or a band where both ends are given.
struct Reference {
    ReferenceAxis axis = ReferenceAxis::y;
    std::optional<double> value; // or, of a band:
    std::optional<double> from;
    std::optional<double> to;
    std::string at; // on the x axis of categories or time: the category, or an ISO date
    ReferenceStatistic statistic = ReferenceStatistic::none; // of the drawn values, instead of `value`
    std::string label;
    Tone tone = Tone::neutral;
};

struct ChartSpec {
    Mark mark = Mark::bar;
    std::string x;               // category or time column; the slice name of a pie
    std::vector<std::string> y;  // one or more measure columns
    std::vector<std::string> y2; // combo: measures drawn as lines
    SecondAxis y2_axis = SecondAxis::own;
    std::string series;                    // optional column that splits one measure into series
    std::string size;                      // bubble: column of the areas
    std::string label;                     // scatter and bubble: column of the points' names
    ScaleKind x_scale = ScaleKind::linear; // of scatter and bubble
    ScaleKind y_scale = ScaleKind::linear; // not of bars and stacks, which start at zero
    std::optional<double> y_min;
    std::optional<double> y_max;
    Curve curve = Curve::straight;
    MarkerMode markers = MarkerMode::automatic;
    int bins = 0;              // histogram: 0 = chosen by the numbers
    bool closing_total = true; // waterfall: a last bar for the sum
    std::string x_title;
    std::string y_title; // with the unit, once
    std::string y2_title;
    std::string y2_format;
    std::vector<Reference> references;
    StackMode stack = StackMode::none;
    bool horizontal = false;
    LabelMode labels = LabelMode::automatic;
    std::string x_format;
    std::string y_format;
};

} // namespace presstime

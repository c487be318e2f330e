// Bars of a plot with bands, for the marks that have them: values to boxes, with their labels and hits. Which
// way they stand and what else is in the plot is the mark's.
#pragma once

#include "chart/bands.hpp"
#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/plot.hpp"

#include <string>
#include <vector>

namespace presstime {

inline constexpr double kBarLabelRoom = 11; // above the highest bar

struct Bar {
    std::size_t series = 0;
    std::size_t band = 0;
    double from = 0, to = 0;  // values
    bool is_outermost = true; // of its stack: has the rounded end and the label
    double label_value = 0;
    double value = 0; // its own, whatever it is piled on
};

struct BarSet {
    std::vector<Bar> bars;
    ValueRange range;
    std::string format;
    bool stacked = false;
    double lanes = 1; // bars side by side in a band
};

// Of the first `count` series.
BarSet collect_bars(const MarkContext& context, const Bands& bands, std::size_t count);

bool wants_labels(const MarkContext& context, const BarSet& set);
// One per bar, empty for those without a label.
std::vector<std::string> label_texts(const MarkContext& context, const BarSet& set);

Box box_of(const Bar& bar, const BarSet& set, const Plot& plot);
void draw_bars_of(MarkContext& context, const Plot& plot, const BarSet& set);
void add_bar_hits(MarkContext& context, const Plot& plot, const BarSet& set, const Bands& bands);

// What labels must keep clear of.
LabelRoom room_around(const MarkContext& context, const Plot& plot, const BarSet& set);

struct PlacedLabel {
    Box box;
    DrawText text;
};

// All or nothing when automatic: a chart with some of its labels reads as if the others were zero.
std::vector<PlacedLabel> place_value_labels(const MarkContext& context, const Plot& plot, const BarSet& set,
                                            const std::vector<std::string>& texts, LabelRoom& room);

} // namespace presstime

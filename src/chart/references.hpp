// Lines and bands across a plot: a target, a range, the average, a date. First resolve_references() finds
// where they lie, then include_references() grows the axis so that they are seen, and at last the plot draws
// them: bands before the marks, lines and their labels after.
#pragma once

#include "chart/ink.hpp"
#include "chart/mark.hpp"
#include "chart/plot.hpp"

#include <string>
#include <vector>

namespace presstime {

// What the statistics are taken of.
struct DrawnValues {
    std::vector<double> y, y2;
    std::vector<double> x; // where the mark is about them: a histogram
};

// The values of all series as they are seen: each sample's; the sums where series are stacked; none where
// they are shares.
DrawnValues drawn_values(const MarkContext& context);

struct ResolvedReference {
    ReferenceAxis axis = ReferenceAxis::y;
    double from = 0, to = 0; // equal for a line; along x as in Sample::x
    Tone tone = Tone::neutral;
    std::string label;
};

// A reference without a place on its axis (an unknown category, nothing to take the average of) is left out
// and said so in the notes.
std::vector<ResolvedReference> resolve_references(MarkContext& context, const DrawnValues& values);

// On a logarithmic axis zero and below have no place: such references are left out and said so in the notes.
void keep_above_zero(MarkContext& context, ReferenceAxis axis, std::vector<ResolvedReference>& references);

void include_references(const std::vector<ResolvedReference>& references, ReferenceAxis axis,
                        ValueRange& range);

// The gap beside an upright plot in which the labels of lines and bands across it have room; 0 when there are
// none or they would take too much of the area. Without it the labels stand within the plot.
double reference_gap(const MarkContext& context, const std::vector<ResolvedReference>& references);

void draw_reference_bands(MarkContext& context, const Plot& plot,
                          const std::vector<ResolvedReference>& references);
// The lines, and the labels of all. `room` holds the texts and marks that are there; the labels take theirs.
void draw_reference_lines(MarkContext& context, const Plot& plot,
                          const std::vector<ResolvedReference>& references, LabelRoom& room);

// A text over whatever is drawn already, on a sheet of paper where a reference line runs through it.
void draw_over_references(MarkContext& context, const Plot& plot,
                          const std::vector<ResolvedReference>& references, DrawText text, const Box& box);

} // namespace presstime

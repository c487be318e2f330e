// The raw numbers of a box plot grouped by place and series, each group summed up in five numbers, and which
// places there is room for. Draws nothing.
#pragma once

#include "chart/bands.hpp"
#include "chart/five_numbers.hpp"
#include "chart/mark.hpp"
#include "chart/plot.hpp"

#include <cstddef>
#include <vector>

namespace presstime {

struct Group {
    std::size_t series = 0;
    std::size_t band = 0;
    BoxSummary box;
};

struct BoxPlot {
    Bands bands; // places only
    std::vector<Group> groups;
    PlotRequest request;
    std::size_t values = 0;
    std::size_t outside = 0; // values beyond the ends that the spec gives
};

// Groups without a value are left out, as is what a logarithmic axis cannot show. Empty when nothing remains.
BoxPlot collect_boxes(MarkContext& context);

} // namespace presstime

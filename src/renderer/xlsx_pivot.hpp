// A chart's rows turned from long to wide: one row per x, one column per series, as spreadsheet charts want
// them. Bounded: what is larger has no native chart.
#pragma once

#include "base/deadline.hpp"
#include "model/render_input.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime {

struct Pivot {
    ColumnData x; // one cell per category, in order of appearance
    Column x_column;
    std::vector<std::string> series;
    std::vector<std::vector<double>> values; // [category][series]; NaN = empty
};

// Nothing when the widget's columns are missing or there are more than 20 series or 5,000 categories. Values
// that share a place are added up, as the drawn chart does.
Result<std::optional<Pivot>> pivot_of(const Widget& widget, const RenderInput& input, Deadline deadline);

} // namespace presstime

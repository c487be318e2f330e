// What each mark needs of a chart and what it cannot use, as a table. A key that a mark would ignore is
// refused with the marks that do use it, so that no wish is silently lost.
#pragma once

#include "codec/json_reader.hpp"
#include "model/dashboard.hpp"

namespace presstime::codec {

// `reader` stands on the chart object, whose keys are read already.
void check_chart(ObjectReader& reader, const ChartSpec& chart);

} // namespace presstime::codec

// The figures of a table's totals row, written like the cells above them.
#pragma once

#include "stage/layout_cells.hpp"

#include <string>

namespace presstime::stage {

// Over every row of `data`, NULL left out; empty for
// TotalKind::none. A sum beyond 64 bits is written rounded.
std::string total_text(const LayoutContext& context, const ColumnData& data, const PlannedColumn& column,
                       TotalKind kind);

} // namespace presstime::stage

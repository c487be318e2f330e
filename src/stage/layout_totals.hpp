// The figures of a table's totals row, written like the cells above them.
#pragma once

#include "stage/layout_columns.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

// One text a column, empty where none is asked for; over every row of `table`, NULL left out. A sum beyond 64
// bits is written rounded.
std::vector<std::string> total_texts(const LayoutContext& context, const ColumnPlan& plan,
                                     const Table& table);

} // namespace presstime::stage

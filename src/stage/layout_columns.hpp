// Which columns of a result a table shows and how wide each is. Draws nothing.
#pragma once

#include "stage/layout_cells.hpp"

#include <vector>

namespace presstime::stage {

inline constexpr double kColumnGap = 12;
inline constexpr double kNarrowColumnGap = 8; // where room is short

// Marks stand left of what they mark.
inline constexpr double kMarkGap = 4;
inline constexpr double kLeastBar = 24;
inline constexpr double kMostBar = 64;
inline constexpr double kDotSize = 4;

struct ColumnPlan {
    std::vector<PlannedColumn> columns;
    double width = 0; // of the table; at most what was offered
    double gap = kColumnGap;
    std::size_t left_out = 0; // columns that found no room
    std::size_t header_lines = 1;
};

// `invalid` with a sentence when a column the widget names
// is not in the result. `rows` are shown, the first ones.
Result<ColumnPlan> plan_columns(LayoutContext& context, const Widget& widget, const Table& table,
                                std::size_t rows, double width);

} // namespace presstime::stage

// Which columns of a result a table shows, how wide each is and in what size it is set. Draws nothing.
#pragma once

#include "stage/layout_wishes.hpp"

#include <vector>

namespace presstime::stage {

// Columns that stand side by side. A panel after the first begins with the key, the table's first column.
struct ColumnPlan {
    std::vector<PlannedColumn> columns;
    TableType type;
    double width = 0; // of the panel; at most what was offered
    std::size_t header_lines = 1;
    bool repeats_key = false;
    std::size_t first = 0; // index among the table's columns of the first that is not repeated
};

struct TablePlan {
    std::vector<ColumnPlan> panels; // none without columns; all of one type and header height
    std::size_t columns = 0;        // of the table
    std::size_t left_out = 0;       // from the right, for want of room
};

inline constexpr std::size_t kMostPanels = 20;

struct TableRoom {
    double width = 0;
    std::size_t most_panels = 1; // of one, columns that find no room are left out
};

// `invalid` with a sentence when a column the widget names
// is not in the result. `rows` are shown, the first ones.
Result<TablePlan> plan_columns(LayoutContext& context, const Widget& widget, const Table& table,
                               std::size_t rows, TableRoom room);

} // namespace presstime::stage

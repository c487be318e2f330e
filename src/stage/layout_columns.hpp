// Which columns of a result a table shows, how their cells are written, and how wide each is. Draws nothing.
#pragma once

#include "stage/layout_context.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::stage {

inline constexpr double kColumnGap = 12;
inline constexpr double kNarrowColumnGap = 8; // where room is short

struct PlannedColumn {
    std::size_t source = 0; // index in the result
    std::string label;
    std::string pattern;
    std::string total;    // the figure of the totals row, written; empty without one
    bool numeric = false; // right-aligned on the decimal mark, never wrapped
    double x = 0;         // from the table's left edge
    double width = 0;
    double after_point = 0; // numeric: widest part from the decimal mark on
};

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

// A cell as the page shows it; an en dash stands for NULL.
std::string cell_text(const LayoutContext& context, const ColumnData& data, std::size_t row,
                      const PlannedColumn& column);
// Width of the part of a written number from its decimal mark (or its unit) on.
double width_after_point(std::string_view number, std::string_view decimal, const TextStyle& style,
                         TextMeasure& measure);

TextStyle cell_style(const Theme& theme);
TextStyle total_style(const Theme& theme);

} // namespace presstime::stage

// Sets the rows of one table: cells to lines, lines to drawing commands. Knows widths and heights, not pages.
#pragma once

#include "stage/layout_columns.hpp"

#include <array>
#include <string>
#include <vector>

namespace presstime::stage {

struct PreparedCell {
    std::array<std::string, 2> lines;
    int line_count = 1;
    bool null = false;
    std::string link;
};

struct PreparedRow {
    std::vector<PreparedCell> cells;
    double height = 0;
    int shortened = 0; // texts that end in an ellipsis
};

class RowSetter {
public:
    RowSetter(LayoutContext& context, const ColumnPlan& plan, const Table& table, double left);

    PreparedRow prepare(std::size_t row) const;
    void draw_row(const PreparedRow& row, double y, Drawing& drawing) const;
    double header_height() const;
    void draw_header(double y, Drawing& drawing) const;
    // The label stands in the first column when that has no figure.
    void draw_totals(const std::string& label, double y, Drawing& drawing) const;

private:
    void draw_number(const std::string& text, const PlannedColumn& column, const TextStyle& style,
                     double baseline, Drawing& drawing) const;
    void draw_rule(double y, Color color, Drawing& drawing) const;

    LayoutContext& context_;
    const ColumnPlan& plan_;
    const Table& table_;
    double left_;
};

} // namespace presstime::stage

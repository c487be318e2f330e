// Sets the rows of one table: cells to lines, lines to drawing commands. Knows widths and heights, not pages.
#pragma once

#include "stage/layout_columns.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

struct PreparedCell {
    std::string text;              // the only line, or the first
    std::vector<std::string> more; // the lines below
    NumberExtent extent;           // of a number
    bool null = false;
};

struct PreparedRow {
    std::size_t row = 0;
    std::vector<PreparedCell> cells;
    double height = 0;
    int shortened = 0; // texts that end in an ellipsis
};

// On each page: begin_page, the header, rows, totals where they stand, end_page.
class RowSetter {
public:
    RowSetter(LayoutContext& context, const ColumnPlan& plan, const Table& table, double left);

    PreparedRow prepare(std::size_t row);
    double header_height() const;

    // What is drawn in between belongs to one table for those who do not see it.
    void begin_page(Drawing& drawing) const;
    void draw_header(double y, Drawing& drawing);
    void draw_row(PreparedRow&& row, double y, Drawing& drawing);
    // The label stands in the first column when that has no figure.
    void draw_totals(const std::string& label, double y, Drawing& drawing);
    // Draws the rules of the page, too: they are no part of the table's structure.
    void end_page(Drawing& drawing);

private:
    struct Rule {
        double y = 0;
        Color color;
    };

    bool may_tag_row();
    void draw_number(std::string text, const NumberExtent& extent, const PlannedColumn& column, DrawText draw,
                     Drawing& drawing) const;
    void draw_lines(PreparedCell& cell, const PlannedColumn& column, DrawText draw, Drawing& drawing) const;
    void draw_mark(std::size_t row, const PlannedColumn& column, double y, Drawing& drawing) const;
    void draw_bar(double value, Color color, const PlannedColumn& column, double y, Drawing& drawing) const;
    void draw_underline(const DrawText& text, Drawing& drawing) const;
    std::string link_of(std::size_t row, const PlannedColumn& column) const;

    LayoutContext& context_;
    const ColumnPlan& plan_;
    const Table& table_;
    double left_;
    TextStyle style_;
    TextStyle total_style_;
    NumberRuler ruler_;
    NumberRuler total_ruler_;
    double first_baseline_ = 0;
    std::vector<Rule> rules_;
};

} // namespace presstime::stage

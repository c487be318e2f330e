// What the columns of a table are and how much room each would like. Decides no width and draws nothing:
// layout_columns does the first, layout_rows the second.
#pragma once

#include "model/theme.hpp"
#include "stage/layout_cells.hpp"

#include <string_view>
#include <unordered_map>

namespace presstime::stage {

// Marks stand left of what they mark.
inline constexpr double kMarkGap = 4;
inline constexpr double kLeastBar = 24;
inline constexpr double kMostBar = 64;
inline constexpr double kDotSize = 4;

// The size a table is set in and the space that goes with it.
struct TableType {
    double size = theme::kTableCell.size;
    double gap = 12; // between columns

    double scale() const { return size / theme::kTableCell.size; }
    double line_height() const { return theme::kTableCell.line_height * scale(); }
    double row_height() const { return theme::kTableRow * scale(); }
    double header_size() const { return std::max(theme::kSmallestType, theme::kTableHeader.size * scale()); }
};

// Measured at the full size of tables; smaller ones are in proportion.
struct Wish {
    bool prose = false;      // breaks into lines
    double lines = 1;        // prose: at most
    double usual = 0;        // numeric: the widest cell; others: what nine of ten cells take
    double longest = 0;      // what no cell goes beyond
    double word = 0;         // prose: the widest word that is not broken
    double total = 0;        // the figure of the totals row
    double header = 0;       // the label on one line, or on two where it is long
    double header_least = 0; // the label on two lines, words broken
    double mark = 0;         // beside the number
    double most_mark = 0;
};

// At `floor` a column can be read: with `least` words stay whole; with `readable`
// the usual cell is whole, too, and the header.
enum class Floor { least, readable };
struct Widths {
    double floor = 0;
    double natural = 0; // the usual cell on one line
    double widest = 0;  // every cell on one line
};
Widths widths_at(const Wish& wish, const TableType& type, Floor floor);

// Finds the columns of a result by name, ten thousand as fast as ten.
class ColumnNames {
public:
    explicit ColumnNames(const Table& table);
    // `invalid` with a sentence when the widget's query has no such column.
    Result<std::size_t> find(const std::string& name, const Widget& widget) const;

private:
    std::unordered_map<std::string_view, std::size_t> indexes_; // of two columns of one name the first
};

struct WishedColumn {
    PlannedColumn column; // but for its place
    Wish wish;
};
// Looks at the first `rows` rows, at a sample where they are many.
Result<WishedColumn> wish_column(LayoutContext& context, const TableColumn& asked, const Widget& widget,
                                 const Table& table, const ColumnNames& names, std::size_t source,
                                 std::size_t rows);

} // namespace presstime::stage

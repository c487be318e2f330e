// The first look at a sheet: its header row, and what kinds of cells each column holds below it.
#pragma once

#include "platform/workbook/sheet_table.hpp"

namespace presstime {

struct SurveyedColumn {
    std::string header;      // trimmed, one line; "" without one
    std::uint32_t kinds = 0; // a bit for each CellKind that is there, errors left out
    bool holds_any = false;
};

class SheetSurvey {
public:
    // Rows in the order of the sheet; finish() after the last.
    void take(std::uint32_t number, std::span<const SheetCell> cells);
    void finish();

    // 0 when the first row is data already, or there is none.
    std::uint32_t header_row() const { return header_row_; }
    std::uint32_t first_row() const { return first_row_; } // that holds anything
    const std::vector<SurveyedColumn>& columns() const { return columns_; }
    std::int64_t errors() const { return errors_; }
    std::int64_t rows() const { return rows_; } // below the header

private:
    struct Row {
        std::uint32_t number = 0;
        std::vector<SheetCell> cells;
    };
    std::size_t header_place() const;
    void choose_header();
    void take_data(std::span<const SheetCell> cells);
    SurveyedColumn& column(std::uint32_t at);

    std::vector<Row> first_; // until the header is chosen
    bool chosen_ = false;
    std::uint32_t header_row_ = 0;
    std::uint32_t first_row_ = 0;
    std::vector<SurveyedColumn> columns_;
    std::int64_t errors_ = 0;
    std::int64_t rows_ = 0;
};

// The type that all of a column's cells have.
ColumnType column_type_of(std::uint32_t kinds);
// Whether texts stand in it beside something else: all of it is text then.
bool is_mixed(std::uint32_t kinds);

} // namespace presstime

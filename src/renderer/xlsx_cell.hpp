// Typed cells: numbers as numbers, dates as dates, text as text whatever it begins with. What a spreadsheet
// cannot hold exactly stands as text and is counted.
#pragma once

#include "model/dashboard.hpp"
#include "model/table.hpp"
#include "renderer/xlsx_book.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace presstime {

struct ColumnSummary {
    double sum = 0;
    double minimum = 0;
    double maximum = 0;
    std::int64_t count = 0;   // cells that are not empty
    std::int64_t numbers = 0; // of them, numbers

    void add(double value);
    double of(TotalKind kind) const;
};

struct SheetColumn {
    std::string label;
    std::string number_format; // spreadsheet format, empty = General
    std::string pattern;       // ours, to estimate widths
    lxw_format* format = nullptr;
    TotalKind total = TotalKind::none;
    ColumnSummary summary;
    std::size_t longest = 0; // characters of the cells looked at

    double width() const; // in characters, as spreadsheets count
};

class CellWriter {
public:
    CellWriter(XlsxBook& book, std::function<std::chrono::seconds(Instant)> utc_offset)
        : book_(book), utc_offset_(std::move(utc_offset))
    {
    }

    SheetColumn plan(const Column& column, const std::string& label, const std::string& pattern);
    // NULL leaves the cell empty.
    void write(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, SheetColumn& column, const ColumnData& data,
               std::size_t index);

    std::int64_t shortened = 0; // texts cut
    std::int64_t as_text = 0;   // numbers and dates written as text

private:
    void write_text(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, std::string_view text);
    void write_exact(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t at, const ColumnData& data,
                     std::size_t index);
    double number_of(const ColumnData& data, std::size_t index) const;
    void look_at(SheetColumn& column, const ColumnData& data, std::size_t index);

    XlsxBook& book_;
    std::function<std::chrono::seconds(Instant)> utc_offset_;
    std::string text_;
};

} // namespace presstime

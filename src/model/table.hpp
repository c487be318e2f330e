// Columnar results. A Batch is a slice of rows, column by column; a Table is a whole result in memory (only
// for drawing; what is large streams as batches). Cells of one column share one type.
#pragma once

#include "model/value.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

enum class ColumnType : std::uint8_t {
    boolean,   // integers: 0 or 1
    integer,   // integers
    real,      // reals
    decimal,   // integers holding the unscaled value, with Column::scale digits after the point
    text,      // text, UTF-8
    date,      // integers: days since 1970-01-01
    timestamp, // integers: microseconds since 1970-01-01T00:00:00Z (UTC)
};

std::string_view to_string(ColumnType type);
bool is_number(ColumnType type); // integer, real or decimal

struct Column {
    std::string name;
    ColumnType type = ColumnType::text;
    int scale = 0; // decimal only, 0-18

    bool operator==(const Column&) const = default;
};

// The cells of one column. Exactly one of integers, reals, (offsets + bytes) is used, by type; each has one
// entry per row, NULL rows hold 0 or "" there. `nulls` is empty when no cell is NULL.
struct ColumnData {
    ColumnType type = ColumnType::text;
    int scale = 0;
    std::size_t rows = 0;
    std::vector<std::uint8_t> nulls; // 1 = NULL; empty or `rows` long
    std::vector<std::int64_t> integers;
    std::vector<double> reals;
    std::vector<std::uint64_t> offsets; // rows + 1 entries into `bytes`
    std::string bytes;

    bool is_null(std::size_t row) const { return !nulls.empty() && nulls[row] != 0; }
    std::int64_t integer(std::size_t row) const { return integers[row]; }
    double real(std::size_t row) const { return reals[row]; }
    std::string_view text(std::size_t row) const
    {
        return std::string_view(bytes).substr(offsets[row], offsets[row + 1] - offsets[row]);
    }
    // The cell as a number for drawing and totals; NaN for NULL, text and dates yield their storage value or
    // NaN.
    double as_number(std::size_t row) const;

    void append_null();
    void append_integer(std::int64_t value);
    void append_real(double value);
    void append_text(std::string_view value);
    void append(const ColumnData& other); // same type and scale; not itself
    void clear();
    void keep_rows(std::size_t count); // drops the rows after the first `count`
    void drop_rows(std::size_t count); // drops the first `count`
    // Bytes held, for caps.
    std::size_t byte_size() const;
};

ColumnData make_column_data(const Column& column);

struct Batch {
    std::size_t rows = 0;
    std::vector<ColumnData> columns;

    std::size_t byte_size() const;
    void keep_rows(std::size_t count);
    void drop_rows(std::size_t count);
};

// What is known about how whole a result is: the completeness stamp of every table and file.
struct Completeness {
    std::int64_t rows_in_result =
        0;              // rows the query returned before any cut of ours (known when !cut_by_source)
    bool cut = false;   // a cap stopped the result: more rows exist than were read
    std::string reason; // "the query's max_rows of 10,000", empty when not cut

    bool operator==(const Completeness&) const = default;
};

struct Table {
    std::vector<Column> columns;
    Batch data;
    Completeness completeness;

    std::size_t rows() const { return data.rows; }
    // Index of the named column, or -1.
    int find(std::string_view name) const;
};

Table make_table(std::vector<Column> columns);
void append(Table& table, const Batch& batch);

// The cell as plain, locale-free text, as CSV writes it: 1204, 0.5, true, 2026-04-21, 2026-04-21T13:00:00Z;
// "" for NULL.
void append_cell_text(std::string& out, const ColumnData& column, std::size_t row);

} // namespace presstime

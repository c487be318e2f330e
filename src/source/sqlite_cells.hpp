// SQLite types cells, not columns; we need columns. A column's type is decided from what it was declared as
// and from the storage of its first rows, and then every later cell must fit it or say how to mend the query.
#pragma once

#include "model/table.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace presstime {

enum class SqliteStorage { null, integer, real, text, blob };

// One cell as SQLite stores it; `bytes` is valid until the next step of the statement.
struct SqliteCell {
    SqliteStorage storage = SqliteStorage::null;
    std::int64_t integer = 0;
    double real = 0;
    std::string_view bytes;
};

// What has been seen of a column in its first rows.
struct SqliteSightings {
    bool integers = false;
    bool integers_beyond_double = false;
    bool integers_beyond_boolean = false;
    bool reals = false;
    bool texts = false;
    bool texts_beyond_dates = false;
    bool texts_beyond_timestamps = false;
    bool blobs = false;

    void note(const SqliteCell& cell);
};

// `declared` is the column's declared type, "" for an expression.
ColumnType decide_sqlite_type(std::string_view declared, const SqliteSightings& seen);

// Appends the cell. give_up naming the column and the mend when it does not fit the column's type.
Result<> append_sqlite_cell(const SqliteCell& cell, const Column& column, ColumnData& out);

} // namespace presstime

// Statements about one table that nobody has written a query for: its rows, facts about its columns, figures
// by the kinds and dates in it. What they say holds for every engine; only dates differ.
#pragma once

#include "model/source_schema.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

struct TableSelect {
    std::string from;                  // a quoted name, or first_rows_of() one
    std::vector<std::string> selected; // expressions, with their names; none = every column
    std::string present{};             // quoted column that must not be NULL
    bool grouped = false;              // by the first expression
    std::string order{};               // "1 DESC"
    std::int64_t limit = 0;            // 0 = all rows
};
std::string write_sql(const TableSelect& select);

// The name in double quotes, quotes inside doubled; "main"."orders" of a table.
std::string quoted_name(std::string_view name);
std::string quoted_name(const SchemaTable& table);
// At most so many rows, to be selected from.
std::string first_rows_of(const std::string& table, std::int64_t rows);
// The column's day, or the first day of its month or year; `engine` is a source's name, `unit` "day", "month"
// or "year".
std::string bucket_sql(std::string_view engine, std::string_view column, std::string_view unit);

} // namespace presstime

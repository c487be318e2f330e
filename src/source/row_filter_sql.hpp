// A row filter as an SQL condition with bound values, checked against the columns it names.
#pragma once

#include "model/secure_filter.hpp"
#include "source/sql_dialect.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime {

struct RelationColumn {
    std::string name;
    std::optional<ColumnType> type; // nothing: its cells may hold anything (an expression in SQLite)
};

// The condition in parentheses; of no groups, one that never holds. invalid("<path>[1][0]...") when a column
// is not there or there twice, or the value is of another kind than the column: a number filter on text, a
// text that is no date on dates. A text that is a number fits a column of numbers.
Result<std::string> row_filter_sql(const RowFilter& filter, const std::vector<RelationColumn>& columns,
                                   const SqlDialect& dialect, BoundValues& values, const std::string& path);

// The column of that name, in any case; invalid(path) when there is none or more than one.
Result<const RelationColumn*> find_column(const std::vector<RelationColumn>& columns, std::string_view name,
                                          const std::string& path);

} // namespace presstime

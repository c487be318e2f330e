// Compiles a query given as data into SQL over its data set's name: identifiers quoted, values bound. The
// filters of row-level security are not its business; they stand inside the data set (secured_query.hpp).
#pragma once

#include "model/structured_query.hpp"
#include "model/table.hpp"
#include "source/sql_dialect.hpp"

namespace presstime {

struct CompiledQuery {
    std::string sql;
    std::vector<Binding> bindings; // named so that no caller's parameter can meet them
};

// `columns` are those of the data set. `invalid` with the path of the query's member when it names another
// column, orders by what it does not select, sums what is no number, or has a value its column cannot hold.
Result<CompiledQuery> compile_structured_query(const StructuredQuery& query, const Dataset& dataset,
                                               const std::vector<Column>& columns, const SqlDialect& dialect);

} // namespace presstime

// Compiles a query given as data into SQL over its data set's name: identifiers quoted, values bound. The
// filters of row-level security are not its business; they stand inside the data set (secured_query.hpp).
#pragma once

#include "model/structured_query.hpp"
#include "source/row_filter_sql.hpp"

#include <string>
#include <vector>

namespace presstime {

struct CompiledQuery {
    std::string sql;
    std::vector<Binding> bindings; // to be given beside others
};

// `columns` are those of the data set. `invalid` with the path of the query's member when it names another
// column, selects one twice, orders by what no group has, sums what is no number, or when a value is not of
// its column's kind.
Result<CompiledQuery> compile_structured_query(const StructuredQuery& query, const Dataset& dataset,
                                               const std::vector<RelationColumn>& columns,
                                               const SqlDialect& dialect);

} // namespace presstime

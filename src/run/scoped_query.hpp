// A query with its data sets: what every way of running one goes through, so that no way forgets the filters.
#pragma once

#include "control/interactive.hpp"
#include "run/source_pool.hpp"

#include <memory>
#include <string>
#include <vector>

namespace presstime::run {

struct ScopedQuery {
    std::shared_ptr<Source> source;
    std::string sql;
    std::vector<Binding> bindings;
};

// Opens the query's source and composes its statement with the data sets of the workspace and the dashboard
// that lie in its connection. Errors as those of Source::compose; `invalid` too when `security` names a data
// set that is not there.
Result<ScopedQuery> scope_query(SourcePool& sources, const control::QueryQuestion& question,
                                Deadline deadline);

// The same for a query given as data; errors have `path` in front.
Result<ScopedQuery> scope_structured_query(SourcePool& sources, const control::StructuredRequest& request,
                                           Deadline deadline);

} // namespace presstime::run

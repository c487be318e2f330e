// The query step: one query of a run, read from its source in batches straight into a stored result file.
#pragma once

#include "base/deadline.hpp"
#include "model/dashboard.hpp"
#include "model/run.hpp"
#include "model/value.hpp"
#include "platform/objects/object_store.hpp"
#include "source/source.hpp"

#include <string>
#include <vector>

namespace presstime::stage {

struct QueryStep {
    std::int64_t run_id = 0;
    std::string query; // name
    std::string sql;
    std::vector<Binding> bindings;
    QueryLimits limits;
    std::string object_key; // where the stored result goes
};

// Runs it. A query that cannot work (bad SQL, missing column, too slow) is a StoredResult with `error`; what
// may work later (busy, disk full) is an Error of kind retry, and nothing is stored.
Result<StoredResult> run_query_step(Source& source, const QueryStep& step, ObjectStore& objects,
                                    Deadline deadline);

struct ServerQueryLimits {
    std::int64_t max_rows = 5'000'000;
    std::int64_t max_bytes = 2LL << 30;
    int timeout_s = 60;
};
// The tighter of the query's own limits and the server's, named for the completeness stamp.
QueryLimits limits_of(const Query& query, const ServerQueryLimits& server);
int timeout_of(const Query& query, const ServerQueryLimits& server);

// The queries that some widget shows, or all of them for a template, in the document's order; each runs once.
std::vector<const Query*> queries_shown(const Dashboard& dashboard);

} // namespace presstime::stage

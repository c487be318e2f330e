// The runs of queries alone: claimed with a lease like a report's, each end with its event.
#pragma once

#include "model/query_run.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

// False when the same (query, nominal instant, cause) is there already; fills id.
Result<bool> insert_query_run(db::Session& session, QueryRun& run);
// One that has ended already, with its event: a person waited for it. Two within one microsecond are two: the
// later takes the next.
Result<> insert_ended_query_run(db::Session& session, QueryRun& run, const std::string& actor);
Result<QueryRun> get_query_run(db::Session& session, std::int64_t id);
struct QueryRunFilter {
    std::int64_t query_id = 0;
    std::int64_t before_id = 0; // 0 = from the newest
    int limit = 100;
};
Result<std::vector<QueryRun>> list_query_runs(db::Session& session, const QueryRunFilter& filter);
Result<int> count_active_query_runs(db::Session& session, std::int64_t query_id);

// The queued run that has waited longest: running, attempt + 1, leased.
Result<std::optional<QueryRun>> claim_query_run(db::Session& session, const std::string& worker_id,
                                                Instant now, Instant lease_until);
// Writes status, error, rows, complete, object_key and finished_at of a run, under its fence (attempt,
// worker), and its event; false when the fence no longer holds.
Result<bool> finish_query_run(db::Session& session, const QueryRun& run, const std::string& actor);
// Hands a run back, to be claimed again from `not_before`; `counts` says whether the attempt was one.
enum class AttemptCounts { no, yes };
Result<bool> release_query_run(db::Session& session, const QueryRun& run, Instant not_before,
                               AttemptCounts counts);
// Running runs whose lease has ended by `now`, for the caller to release or fail.
Result<std::vector<QueryRun>> expired_query_runs(db::Session& session, Instant now, int limit);

// Ended before `before`, oldest first: their rows and their stored results go together.
Result<std::vector<QueryRun>> old_query_runs(db::Session& session, Instant before, int limit);
Result<> delete_query_run(db::Session& session, std::int64_t id);

} // namespace presstime::store

// Sums are kept as their rows come and go, and the oldest of each is the first of an index: never a walk.
#include "store/server_facts.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kStoredSum{"stored_sums.of_kind", R"sql(
    SELECT bytes
    FROM stored_sums
    WHERE kind = $1
)sql"};
constexpr db::Statement kOldestResults{"server_facts.oldest_results", R"sql(
    SELECT finished_at
    FROM runs
    WHERE has_results = 1 AND finished_at IS NOT NULL
    ORDER BY finished_at
    LIMIT 1
)sql"};
constexpr db::Statement kOldestArtifacts{"server_facts.oldest_artifacts", R"sql(
    SELECT finished_at
    FROM runs
    WHERE has_artifacts = 1 AND finished_at IS NOT NULL
    ORDER BY finished_at
    LIMIT 1
)sql"};
constexpr db::Statement kOldestRun{"server_facts.oldest_run", R"sql(
    SELECT finished_at
    FROM runs
    WHERE finished_at IS NOT NULL
    ORDER BY finished_at
    LIMIT 1
)sql"};
constexpr db::Statement kOldestEvent{"server_facts.oldest_event", R"sql(
    SELECT occurred_at
    FROM events
    WHERE fanned_out = 1
    ORDER BY occurred_at
    LIMIT 1
)sql"};
constexpr db::Statement kOldestAudit{"server_facts.oldest_audit", R"sql(
    SELECT at
    FROM audit
    ORDER BY at
    LIMIT 1
)sql"};
constexpr db::Statement kAnyConnection{"server_facts.any_connection", R"sql(
    SELECT 1
    FROM connections
    WHERE workspace_id = $1
    LIMIT 1
)sql"};
constexpr db::Statement kAnyDashboard{"server_facts.any_dashboard", R"sql(
    SELECT 1
    FROM dashboards
    WHERE workspace_id = $1
    LIMIT 1
)sql"};
constexpr db::Statement kRunByUuid{"runs.by_uuid", R"sql(
    SELECT id, report_id
    FROM runs
    WHERE uuid = $1
)sql"};

} // namespace

Result<StoredSums> stored_sums(db::Session& session)
{
    StoredSums sums;
    sums.results_bytes = TRY(session.query_integer(kStoredSum, {db::param("results")})).value_or(0);
    sums.artifacts_bytes = TRY(session.query_integer(kStoredSum, {db::param("artifacts")})).value_or(0);
    return sums;
}

Result<OldestKept> oldest_kept(db::Session& session)
{
    OldestKept oldest;
    oldest.results = TRY(query_instant(session, kOldestResults, {}));
    oldest.artifacts = TRY(query_instant(session, kOldestArtifacts, {}));
    oldest.runs = TRY(query_instant(session, kOldestRun, {}));
    oldest.events = TRY(query_instant(session, kOldestEvent, {}));
    oldest.audit = TRY(query_instant(session, kOldestAudit, {}));
    return oldest;
}

Result<bool> is_empty_workspace(db::Session& session, std::int64_t workspace_id)
{
    const auto connection = TRY(session.query_integer(kAnyConnection, {db::param(workspace_id)}));
    const auto dashboard = TRY(session.query_integer(kAnyDashboard, {db::param(workspace_id)}));
    return !connection && !dashboard;
}

Result<std::optional<RunKey>> find_run_by_uuid(db::Session& session, const std::string& uuid)
{
    return query_first(session, kRunByUuid, {db::param(uuid)}, [](const db::Row& row) -> Result<RunKey> {
        return RunKey{row.integer(0), row.integer(1)};
    });
}

} // namespace presstime::store

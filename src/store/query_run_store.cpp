// The event of a query's run names the query as it stands in the draft, or by what the run's row says when it
// is gone.
#include "store/query_run_store.hpp"

#include "codec/event_data.hpp"
#include "model/event.hpp"
#include "store/dashboard_store.hpp"
#include "store/event_store.hpp"
#include "store/query.hpp"
#include "store/run_lease.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <limits>

#define PRESSTIME_QUERY_RUN_COLUMNS                                                                          \
    "id, workspace_id, dashboard_id, query_id, query_name, cause, nominal_at, period_start, period_end, "    \
    "status, reason, error, attempt, worker_id, lease_until, not_before, queued_at, started_at, "            \
    "finished_at, rows, complete, object_key"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"query_runs.insert", R"sql(
    INSERT INTO query_runs (workspace_id, dashboard_id, query_id, query_name, cause, nominal_at, period_start,
                            period_end, status, reason, error, not_before, queued_at, started_at, finished_at,
                            rows, complete, object_key)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    ON CONFLICT (query_id, nominal_at, cause) DO NOTHING
    RETURNING id
)sql"};
constexpr db::Statement kGet{"query_runs.get", "SELECT " PRESSTIME_QUERY_RUN_COLUMNS R"sql(
    FROM query_runs
    WHERE id = $1
)sql"};
constexpr db::Statement kList{"query_runs.list", "SELECT " PRESSTIME_QUERY_RUN_COLUMNS R"sql(
    FROM query_runs
    WHERE query_id = $1 AND id < $2
    ORDER BY id DESC
    LIMIT $3
)sql"};
constexpr db::Statement kCountActive{"query_runs.count_active", R"sql(
    SELECT COUNT(*)
    FROM query_runs
    WHERE query_id = $1 AND status IN ('queued', 'running')
)sql"};
constexpr db::Statement kClaimable{"query_runs.claimable", "SELECT " PRESSTIME_QUERY_RUN_COLUMNS R"sql(
    FROM query_runs
    WHERE status = 'queued' AND not_before <= $1
    ORDER BY not_before, id
    LIMIT 1
)sql"};
constexpr db::Statement kClaim{"query_runs.claim", R"sql(
    UPDATE query_runs
    SET status = 'running', attempt = attempt + 1, worker_id = $2, lease_until = $3,
        started_at = COALESCE(started_at, $4)
    WHERE id = $1 AND status = 'queued'
)sql"};
constexpr db::Statement kFinish{"query_runs.finish", R"sql(
    UPDATE query_runs
    SET status = $4, error = $5, rows = $6, complete = $7, object_key = $8, finished_at = $9,
        lease_until = NULL
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running'
)sql"};
constexpr db::Statement kRelease{"query_runs.release", R"sql(
    UPDATE query_runs
    SET status = 'queued', attempt = $4, not_before = $5, worker_id = '', lease_until = NULL
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running'
)sql"};
constexpr db::Statement kExpired{"query_runs.expired", "SELECT " PRESSTIME_QUERY_RUN_COLUMNS R"sql(
    FROM query_runs
    WHERE status = 'running' AND lease_until <= $1
    ORDER BY lease_until
    LIMIT $2
)sql"};
constexpr db::Statement kOld{"query_runs.old", "SELECT " PRESSTIME_QUERY_RUN_COLUMNS R"sql(
    FROM query_runs
    WHERE finished_at < $1
    ORDER BY finished_at
    LIMIT $2
)sql"};
constexpr db::Statement kDelete{"query_runs.delete", R"sql(
    DELETE FROM query_runs
    WHERE id = $1
)sql"};

Result<QueryRun> read_run(const db::Row& row)
{
    RowReader reader(row);
    QueryRun run;
    run.id = reader.integer();
    run.workspace_id = reader.integer();
    run.dashboard_id = reader.text();
    run.query_id = reader.integer();
    run.query_name = reader.text();
    run.cause = reader.word<RunCause>();
    run.nominal_at = reader.instant();
    run.period.start = reader.instant();
    run.period.end = reader.instant();
    run.status = reader.word<RunStatus>();
    run.reason = reader.text();
    run.error = reader.text();
    run.attempt = reader.small_integer();
    run.worker_id = reader.text();
    run.lease_until = reader.optional_instant();
    run.not_before = reader.instant();
    run.queued_at = reader.instant();
    run.started_at = reader.optional_instant();
    run.finished_at = reader.optional_instant();
    run.rows = reader.integer();
    run.complete = reader.boolean();
    run.object_key = reader.text();
    TRY(reader.finish());
    return run;
}

Result<> insert_event_of(db::Session& session, const QueryRun& run, const std::string& actor)
{
    Result<DashboardRecord> record = get_dashboard(session, run.workspace_id, run.dashboard_id);
    if (!record && record.error().kind == ErrorKind::not_found)
        return {}; // nobody can have a right to it any more
    const Dashboard dashboard = TRY(std::move(record)).draft;
    Query query{.id = run.query_id, .name = run.query_name};
    if (const auto known = std::ranges::find(dashboard.queries, run.query_id, &Query::id);
        known != dashboard.queries.end())
        query = *known;
    codec::EventFacts facts;
    facts.workspace_id = run.workspace_id;
    facts.workspace_name = TRY(get_workspace(session, run.workspace_id)).name;
    facts.dashboard = &dashboard;
    facts.query = &query;
    facts.query_run = &run;
    Event event;
    event.workspace_id = run.workspace_id;
    event.type = "query.run";
    event.occurred_at = run.finished_at.value_or(run.queued_at);
    event.actor = actor;
    event.resource = ResourceKind::query;
    event.resource_id = fmt::format("{}", run.query_id);
    event.category = dashboard.category;
    event.data = codec::event_data(facts);
    return insert_event(session, event);
}

} // namespace

Result<bool> insert_query_run(db::Session& session, QueryRun& run)
{
    using db::param;
    const auto id = TRY(session.query_integer(
        kInsert, {param(run.workspace_id), param(run.dashboard_id), param(run.query_id),
                  param(run.query_name), word(run.cause), param(run.nominal_at), param(run.period.start),
                  param(run.period.end), word(run.status), param(run.reason), param(run.error),
                  param(run.not_before), param(run.queued_at), param(run.started_at), param(run.finished_at),
                  param(run.rows), param(run.complete), param(run.object_key)}));
    run.id = id.value_or(0);
    return id.has_value();
}

Result<> insert_ended_query_run(db::Session& session, QueryRun& run, const std::string& actor)
{
    constexpr int kMaxTries = 100;
    for (int tries = 0; tries < kMaxTries; ++tries) {
        if (TRY(insert_query_run(session, run)))
            return insert_event_of(session, run, actor);
        run.nominal_at += Microseconds(1);
    }
    return fail(Error::retry("too many runs of this query were asked for at the same instant; try again"));
}

Result<QueryRun> get_query_run(db::Session& session, std::int64_t id)
{
    auto run = TRY(query_first(session, kGet, {db::param(id)}, read_run));
    if (!run)
        return fail(Error::not_found(fmt::format("query run {} does not exist", id)));
    return std::move(*run);
}

Result<std::vector<QueryRun>> list_query_runs(db::Session& session, const QueryRunFilter& filter)
{
    constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();
    return query_all(session, kList,
                     {db::param(filter.query_id),
                      db::param(filter.before_id == 0 ? kNewest : filter.before_id), db::param(filter.limit)},
                     read_run);
}

Result<int> count_active_query_runs(db::Session& session, std::int64_t query_id)
{
    return static_cast<int>(TRY(session.query_integer(kCountActive, {db::param(query_id)})).value_or(0));
}

Result<std::optional<QueryRun>> claim_query_run(db::Session& session, const std::string& worker_id,
                                                Instant now, Instant lease_until)
{
    auto run = TRY(query_first(session, kClaimable, {db::param(now)}, read_run));
    if (!run || !TRY(take_lease(session, kClaim, *run, {worker_id, now, lease_until})))
        return std::optional<QueryRun>{};
    return run;
}

Result<bool> finish_query_run(db::Session& session, const QueryRun& run, const std::string& actor)
{
    using db::param;
    const bool held = TRY(changes_row(session, kFinish,
                                      {param(run.id), param(run.attempt), param(run.worker_id),
                                       word(run.status), param(run.error), param(run.rows),
                                       param(run.complete), param(run.object_key), param(run.finished_at)}));
    if (held)
        TRY(insert_event_of(session, run, actor));
    return held;
}

Result<bool> release_query_run(db::Session& session, const QueryRun& run, Instant not_before,
                               AttemptCounts counts)
{
    const int attempt = counts == AttemptCounts::yes ? run.attempt : run.attempt - 1;
    return changes_row(session, kRelease,
                       {db::param(run.id), db::param(run.attempt), db::param(run.worker_id),
                        db::param(attempt), db::param(not_before)});
}

Result<std::vector<QueryRun>> expired_query_runs(db::Session& session, Instant now, int limit)
{
    return query_all(session, kExpired, {db::param(now), db::param(limit)}, read_run);
}

Result<std::vector<QueryRun>> old_query_runs(db::Session& session, Instant before, int limit)
{
    return query_all(session, kOld, {db::param(before), db::param(limit)}, read_run);
}

Result<> delete_query_run(db::Session& session, std::int64_t id)
{
    TRY(session.execute(kDelete, {db::param(id)}));
    return {};
}

} // namespace presstime::store

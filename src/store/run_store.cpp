// Runs as rows: inserted once per identity, listed, and forgotten when their time is over. Claims, leases and
// ends are in run_claim.cpp and run_end.cpp, what a run made in run_output.cpp.
#include "store/run_store.hpp"

#include "base/id.hpp"
#include "store/run_counts.hpp"
#include "store/run_row.hpp"

#include <limits>

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"runs.insert", R"sql(
    INSERT INTO runs (uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, period_end,
                      cause, burst_key, status, phase, serial, reason, error, not_before, queued_at,
                      started_at, finished_at, skipped_to, skipped_count, test_recipient, replay_of,
                      definition, as_of)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            $21, $22, $23, $24)
    ON CONFLICT (report_id, nominal_at, cause, burst_key) DO NOTHING
    RETURNING id
)sql"};
constexpr db::Statement kCountActive{"runs.count_active", R"sql(
    SELECT status, COUNT(*)
    FROM runs
    WHERE report_id = $1 AND status IN ('queued', 'running')
    GROUP BY status
)sql"};
constexpr db::Statement kGet{"runs.get", "SELECT " PRESSTIME_RUN_COLUMNS R"sql(
    FROM runs
    WHERE id = $1
)sql"};
constexpr db::Statement kList{"runs.list", "SELECT " PRESSTIME_RUN_COLUMNS R"sql(
    FROM runs
    WHERE report_id = $1 AND id < $2
    ORDER BY id DESC
    LIMIT $3
)sql"};
constexpr db::Statement kLastGood{"runs.last_good", "SELECT " PRESSTIME_RUN_COLUMNS R"sql(
    FROM runs
    WHERE report_id = $1 AND status = 'success' AND finished_at < $2
    ORDER BY id DESC
    LIMIT 1
)sql"};
constexpr db::Statement kNextQueued{"runs.next_queued_at", R"sql(
    SELECT MIN(not_before)
    FROM runs
    WHERE status = 'queued'
)sql"};
constexpr db::Statement kWithOldResults{"runs.with_old_results", R"sql(
    SELECT id
    FROM runs
    WHERE has_results = 1 AND finished_at IS NOT NULL AND finished_at < $1
    ORDER BY finished_at
    LIMIT $2
)sql"};
constexpr db::Statement kSetRetention{"runs.set_retention", R"sql(
    UPDATE runs
    SET retain_results_days = $2
    WHERE id = $1
)sql"};
constexpr db::Statement kPastOwnRetention{"runs.past_own_retention", R"sql(
    SELECT id
    FROM runs
    WHERE has_results = 1 AND finished_at IS NOT NULL
        AND finished_at + retain_results_days * 86400000000 <= $1
    ORDER BY finished_at + retain_results_days * 86400000000
    LIMIT $2
)sql"};
constexpr db::Statement kWithOldArtifacts{"runs.with_old_artifacts", R"sql(
    SELECT id
    FROM runs
    WHERE has_artifacts = 1 AND finished_at IS NOT NULL AND finished_at < $1
    ORDER BY finished_at
    LIMIT $2
)sql"};
constexpr db::Statement kDeleteOld{"runs.delete_old", R"sql(
    DELETE FROM runs
    WHERE id IN (
        SELECT id
        FROM runs
        WHERE finished_at IS NOT NULL AND finished_at < $1
        ORDER BY finished_at
        LIMIT $2
    )
    RETURNING id
)sql"};

} // namespace

Result<Run> read_run(const db::Row& row)
{
    RowReader reader(row);
    Run run;
    run.id = reader.integer();
    run.uuid = reader.text();
    run.workspace_id = reader.integer();
    run.report_id = reader.integer();
    run.nominal_at = reader.instant();
    run.nominal_local = reader.text();
    run.period.start = reader.instant();
    run.period.end = reader.instant();
    run.cause = reader.word<RunCause>();
    run.burst_key = reader.text();
    run.status = reader.word<RunStatus>();
    run.phase = reader.word<RunPhase>();
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
    run.artifact_bytes = reader.integer();
    run.skipped_to = reader.optional_instant();
    run.skipped_count = reader.integer();
    run.test_recipient = reader.text();
    run.replay_of = reader.integer();
    run.definition = reader.text();
    run.as_of = reader.optional_instant();
    TRY(reader.finish());
    return run;
}

Result<InsertOutcome> insert_run(db::Session& session, NewRun& row)
{
    using db::param;
    Run& run = row.run;
    if (run.uuid.empty())
        run.uuid = make_uuid(run.queued_at);
    auto id = TRY(session.query_integer(
        kInsert,
        {param(run.uuid),           param(run.workspace_id), param(run.report_id),  param(run.nominal_at),
         param(run.nominal_local),  param(run.period.start), param(run.period.end), word(run.cause),
         param(run.burst_key),      word(run.status),        word(run.phase),       param(row.serial),
         param(run.reason),         param(run.error),        param(run.not_before), param(run.queued_at),
         param(run.started_at),     param(run.finished_at),  param(run.skipped_to), param(run.skipped_count),
         param(run.test_recipient), param(run.replay_of),    param(run.definition), param(run.as_of)}));
    if (!id)
        return InsertOutcome::already_there;
    run.id = *id;
    if (is_terminal(run.status))
        TRY(note_run_ended(session, run.id));
    return InsertOutcome::inserted;
}

Result<ActiveCounts> count_active_runs(db::Session& session, std::int64_t report_id)
{
    ActiveCounts counts;
    TRY(session.query(kCountActive, {db::param(report_id)}, [&](const db::Row& row) -> Result<> {
        (row.text(0) == to_text(RunStatus::queued) ? counts.queued : counts.running) =
            static_cast<int>(row.integer(1));
        return {};
    }));
    return counts;
}

Result<Run> get_run(db::Session& session, std::int64_t id)
{
    auto run = TRY(query_first(session, kGet, {db::param(id)}, read_run));
    if (!run)
        return fail(Error::not_found(fmt::format("run {} does not exist", id)));
    return std::move(*run);
}

Result<std::vector<Run>> list_runs(db::Session& session, const RunFilter& filter)
{
    std::int64_t before_id =
        filter.before_id > 0 ? filter.before_id : std::numeric_limits<std::int64_t>::max();
    return query_all(session, kList,
                     {db::param(filter.report_id), db::param(before_id), db::param(filter.limit)}, read_run);
}

Result<std::optional<Run>> last_good_run(db::Session& session, std::int64_t report_id, Instant before)
{
    return query_first(session, kLastGood, {db::param(report_id), db::param(before)}, read_run);
}

Result<std::optional<Instant>> next_queued_at(db::Session& session)
{
    return query_instant(session, kNextQueued, {});
}

Result<std::vector<std::int64_t>> runs_with_old_results(db::Session& session, Instant ended_before, int limit)
{
    return query_ids(session, kWithOldResults, {db::param(ended_before), db::param(limit)});
}

Result<> set_run_retention(db::Session& session, std::int64_t id, std::int64_t days)
{
    TRY(session.execute(kSetRetention, {db::param(id), db::param(days)}));
    return {};
}

Result<std::vector<std::int64_t>> runs_past_own_retention(db::Session& session, Instant now, int limit)
{
    return query_ids(session, kPastOwnRetention, {db::param(now), db::param(limit)});
}

Result<std::vector<std::int64_t>> runs_with_old_artifacts(db::Session& session, Instant ended_before,
                                                          int limit)
{
    return query_ids(session, kWithOldArtifacts, {db::param(ended_before), db::param(limit)});
}

Result<std::vector<std::int64_t>> delete_old_runs(db::Session& session, Instant ended_before, int limit)
{
    // A run ends after the span it is counted in began: a day more keeps the sums of what is kept.
    TRY(delete_old_run_counts(session, ended_before - std::chrono::days(1)));
    return query_ids(session, kDeleteOld, {db::param(ended_before), db::param(limit)});
}

} // namespace presstime::store

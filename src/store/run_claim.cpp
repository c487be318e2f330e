// Who holds a run: claims in batches, leases that a heartbeat keeps, and the ways back into the queue. A
// fence, (attempt, worker) of a running run, guards every change a worker makes.
#include "store/run_event.hpp"
#include "store/run_lease.hpp"
#include "store/run_row.hpp"
#include "store/run_store.hpp"

namespace presstime::store {
namespace {

constexpr int kExhaustedLimit = 1'000;

// A serial run waits while a run of its report is running (delivering counts) and while an earlier one is
// ready, which this batch takes first.
constexpr db::Statement kClaimable{"runs.claimable", "SELECT " PRESSTIME_RUN_COLUMNS R"sql(
    FROM runs AS candidate
    WHERE status = 'queued'
        AND not_before <= $1
        AND (serial = 0 OR (
            NOT EXISTS (
                SELECT 1
                FROM runs AS other
                WHERE other.report_id = candidate.report_id AND other.status = 'running'
            )
            AND NOT EXISTS (
                SELECT 1
                FROM runs AS earlier
                WHERE earlier.report_id = candidate.report_id
                    AND earlier.status = 'queued'
                    AND (earlier.not_before, earlier.id) < (candidate.not_before, candidate.id)
            )
        ))
    ORDER BY not_before, id
    LIMIT $2
)sql"};
constexpr db::Statement kClaim{"runs.claim", R"sql(
    UPDATE runs
    SET status = 'running', attempt = attempt + 1, worker_id = $2, lease_until = $3,
        started_at = COALESCE(started_at, $4)
    WHERE id = $1 AND status = 'queued'
)sql"};
constexpr db::Statement kExtendLeases{"runs.extend_leases", R"sql(
    UPDATE runs
    SET lease_until = $2
    WHERE worker_id = $1 AND status = 'running' AND lease_until IS NOT NULL
)sql"};
constexpr db::Statement kExhausted{"runs.exhausted", "SELECT " PRESSTIME_RUN_COLUMNS R"sql(
    FROM runs
    WHERE status = 'running' AND lease_until <= $1 AND attempt >= $2
    ORDER BY lease_until
    LIMIT $3
)sql"};
constexpr db::Statement kRequeue{"runs.requeue_expired", R"sql(
    UPDATE runs
    SET status = 'queued', worker_id = '', lease_until = NULL
    WHERE status = 'running' AND lease_until <= $1 AND attempt < $2
)sql"};
constexpr db::Statement kRelease{"runs.release", R"sql(
    UPDATE runs
    SET status = 'queued', attempt = attempt - 1, worker_id = '', lease_until = NULL
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running' AND lease_until > $4
)sql"};
constexpr db::Statement kRetry{"runs.retry", R"sql(
    UPDATE runs
    SET status = 'queued', worker_id = '', lease_until = NULL, not_before = $4, error = $5
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running'
)sql"};
constexpr db::Statement kSetDefinition{"runs.set_definition", R"sql(
    UPDATE runs
    SET definition = $4, as_of = $5
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running'
)sql"};
constexpr db::Statement kSetPhase{"runs.set_phase", R"sql(
    UPDATE runs
    SET phase = $4
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running'
)sql"};

} // namespace

Result<std::vector<Run>> claim_runs(db::Session& session, const std::string& worker_id, int limit,
                                    Instant now, Instant lease_until, LostRuns lost)
{
    auto candidates = TRY(query_all(session, kClaimable, {db::param(now), db::param(limit)}, read_run));
    std::vector<Run> claimed;
    for (Run& run : candidates) {
        // What was tried before and says no error was not handed back by anybody.
        const bool alone = lost != LostRuns::as_others && run.attempt > 0 && run.error.empty();
        if (alone && (lost == LostRuns::wait || !claimed.empty()))
            break;
        const bool first_claim = !run.started_at;
        if (!TRY(take_lease(session, kClaim, run, {worker_id, now, lease_until})))
            continue;
        if (first_claim)
            TRY(insert_run_started_event(session, run, now));
        claimed.push_back(std::move(run));
        if (alone)
            break;
    }
    return claimed;
}

Result<std::int64_t> extend_run_leases(db::Session& session, const std::string& worker_id,
                                       Instant lease_until)
{
    return session.execute(kExtendLeases, {db::param(worker_id), db::param(lease_until)});
}

Result<Rescued> rescue_runs(db::Session& session, Instant now, int max_attempts)
{
    Rescued rescued;
    rescued.requeued = TRY(session.execute(kRequeue, {db::param(now), db::param(max_attempts)}));
    rescued.exhausted =
        TRY(query_all(session, kExhausted,
                      {db::param(now), db::param(max_attempts), db::param(kExhaustedLimit)}, read_run));
    return rescued;
}

Result<bool> release_run(db::Session& session, const RunFence& fence, Instant now)
{
    return changes_row(
        session, kRelease,
        {db::param(fence.run_id), db::param(fence.attempt), db::param(fence.worker_id), db::param(now)});
}

Result<bool> retry_run(db::Session& session, const RunFence& fence, Instant not_before,
                       const std::string& error)
{
    return changes_row(session, kRetry,
                       {db::param(fence.run_id), db::param(fence.attempt), db::param(fence.worker_id),
                        db::param(not_before), db::param(error)});
}

Result<bool> set_run_definition(db::Session& session, const RunFence& fence, const std::string& definition,
                                Instant as_of)
{
    return changes_row(session, kSetDefinition,
                       {db::param(fence.run_id), db::param(fence.attempt), db::param(fence.worker_id),
                        db::param(definition), db::param(as_of)});
}

Result<bool> set_run_phase(db::Session& session, const RunFence& fence, RunPhase phase)
{
    return changes_row(
        session, kSetPhase,
        {db::param(fence.run_id), db::param(fence.attempt), db::param(fence.worker_id), word(phase)});
}

} // namespace presstime::store

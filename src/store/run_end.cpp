// How a run ends: handed to the couriers, failed, finished or cancelled. A terminal status is never changed:
// each statement names the statuses it may leave.
#include "store/query.hpp"
#include "store/run_counts.hpp"
#include "store/run_event.hpp"
#include "store/run_store.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kHandToDelivery{"runs.hand_to_delivery", R"sql(
    UPDATE runs
    SET phase = 'deliver', worker_id = '', lease_until = NULL, rows = $4, complete = $5, artifact_bytes = $6,
        error = $7
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running'
)sql"};
constexpr db::Statement kFail{"runs.fail", R"sql(
    UPDATE runs
    SET status = 'failed', error = $4, finished_at = $5, lease_until = NULL
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'running'
)sql"};
constexpr db::Statement kFinishDelivered{"runs.finish_delivered", R"sql(
    UPDATE runs
    SET status = $2, phase = 'done', error = $3, finished_at = $4
    WHERE id = $1 AND status = 'running' AND phase = 'deliver'
)sql"};
constexpr db::Statement kCancel{"runs.cancel", R"sql(
    UPDATE runs
    SET status = 'cancelled', reason = $2, finished_at = $3, lease_until = NULL
    WHERE id = $1 AND status IN ('queued', 'running')
)sql"};

// A run ends once; whichever statement does it, its count and its event go with it.
Result<bool> ends_run(db::Session& session, std::int64_t run_id, Instant now, const db::Statement& statement,
                      const db::Parameters& parameters)
{
    const bool ended = TRY(changes_row(session, statement, parameters));
    if (!ended)
        return false;
    TRY(note_run_ended(session, run_id));
    TRY(insert_run_ended_events(session, run_id, now));
    return true;
}

} // namespace

Result<bool> hand_run_to_delivery(db::Session& session, const RunFence& fence, const RunOutput& output)
{
    return changes_row(session, kHandToDelivery,
                       {db::param(fence.run_id), db::param(fence.attempt), db::param(fence.worker_id),
                        db::param(output.rows), db::param(output.complete), db::param(output.artifact_bytes),
                        db::param(output.error)});
}

Result<bool> fail_run(db::Session& session, const RunFence& fence, const std::string& error, Instant now)
{
    return ends_run(session, fence.run_id, now, kFail,
                    {db::param(fence.run_id), db::param(fence.attempt), db::param(fence.worker_id),
                     db::param(error), db::param(now)});
}

Result<bool> finish_delivered_run(db::Session& session, std::int64_t run_id, RunStatus status,
                                  const std::string& error, Instant now)
{
    if (!is_terminal(status))
        return fail(
            Error::give_up("a run is finished with a status that does not end it; a defect of the server"));
    return ends_run(session, run_id, now, kFinishDelivered,
                    {db::param(run_id), word(status), db::param(error), db::param(now)});
}

Result<bool> cancel_run(db::Session& session, std::int64_t run_id, const std::string& reason, Instant now)
{
    return ends_run(session, run_id, now, kCancel, {db::param(run_id), db::param(reason), db::param(now)});
}

} // namespace presstime::store

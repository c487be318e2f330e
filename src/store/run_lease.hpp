// What runs of reports and queries run alone share: how one is taken from the queue.
#pragma once

#include "model/run.hpp"
#include "store/query.hpp"

#include <string>

namespace presstime::store {

struct RunLease {
    const std::string& worker_id;
    Instant now;
    Instant until;
};

// By `claim`, whose parameters are id, worker_id, lease_until and now, and which changes a queued row alone.
// Brings `run` up to its row; false when another was quicker.
template <typename AnyRun>
Result<bool> take_lease(db::Session& session, const db::Statement& claim, AnyRun& run, const RunLease& lease)
{
    using db::param;
    if (!TRY(changes_row(session, claim,
                         {param(run.id), param(lease.worker_id), param(lease.until), param(lease.now)})))
        return false;
    run.status = RunStatus::running;
    ++run.attempt;
    run.worker_id = lease.worker_id;
    run.lease_until = lease.until;
    run.started_at = run.started_at.value_or(lease.now);
    return true;
}

} // namespace presstime::store

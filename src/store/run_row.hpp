// The columns of a run in the order read_run takes them; every statement that returns runs names them so.
#pragma once

#include "model/run.hpp"
#include "store/query.hpp"

#define PRESSTIME_RUN_COLUMNS                                                                                \
    "id, uuid, workspace_id, report_id, nominal_at, nominal_local, period_start, period_end, cause, "        \
    "burst_key, "                                                                                            \
    "status, phase, reason, error, attempt, worker_id, lease_until, not_before, queued_at, started_at, "     \
    "finished_at, rows, complete, artifact_bytes, skipped_to, skipped_count, test_recipient, replay_of, "    \
    "definition, as_of"

namespace presstime::store {

Result<Run> read_run(const db::Row& row);

} // namespace presstime::store

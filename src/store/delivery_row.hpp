// The columns of a delivery in the order read_delivery takes them; every statement that returns deliveries
// names them so.
#pragma once

#include "model/delivery.hpp"
#include "store/query.hpp"

#define PRESSTIME_DELIVERY_COLUMNS                                                                           \
    "id, workspace_id, run_id, report_id, event_id, webhook_id, waits_for, replay_id, cause, purpose, "      \
    "channel, recipient, role, artifact_n, revision, message_id, payload_key, state, payload_sent, "         \
    "first_try_done, attempt, max_attempts, unknown_count, next_attempt_at, worker_id, lease_until, "        \
    "reason, created_at, finished_at"

namespace presstime::store {

Result<Delivery> read_delivery(const db::Row& row);

} // namespace presstime::store

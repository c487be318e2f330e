// The part of the ledger that belongs to events: claimed per webhook, so that one that hangs or is paused
// never stands before the others; settled in batches.
#pragma once

#include "store/delivery_store.hpp"

#include <vector>

namespace presstime::store {

// Webhooks that have a delivery due at `now`, in id order after `after_webhook`.
Result<std::vector<std::int64_t>> webhooks_with_due(db::Session& session, Instant now,
                                                    std::int64_t after_webhook, int limit);
// Up to `limit` due deliveries of that webhook, oldest first: state sending, attempt + 1, leased.
Result<std::vector<Delivery>> claim_event_deliveries(db::Session& session, const std::string& worker_id,
                                                     std::int64_t webhook_id, int limit, Instant now,
                                                     Instant lease_until);
// Deliveries that waited for this one become due at `now`; returns how many.
Result<std::int64_t> release_waiting(db::Session& session, std::int64_t delivery_id, Instant now);
// The delivery of the paired `report.run.started` event of that run to that webhook; nothing when there is
// none.
Result<std::optional<Delivery>> find_run_started_delivery(db::Session& session, std::int64_t webhook_id,
                                                          std::int64_t run_id);
// Tries of the delivery that are still to come are replaced by a person's send: -> cancelled. False when it
// is final or under way.
Result<bool> replace_pending(db::Session& session, std::int64_t delivery_id, const std::string& reason,
                             Instant now);
// One past the highest revision of that event at that webhook.
Result<int> next_revision(db::Session& session, std::int64_t event_id, std::int64_t webhook_id);
// Queue per webhook, for metrics and the list.
struct QueueDepth {
    std::int64_t waiting = 0;
    std::optional<Instant> oldest_due;
};
Result<QueueDepth> queue_depth(db::Session& session, std::int64_t webhook_id);
// Settled deliveries of events that ended before `before`; never one that is not final.
Result<std::int64_t> delete_old_event_deliveries(db::Session& session, Instant before, int limit);

} // namespace presstime::store

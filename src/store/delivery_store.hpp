// The delivery ledger: claimed, leased and fenced like runs. `payload_sent` is the mark that decides, after a
// crash, between "nothing left" (try again) and "unknown" (policy).
#pragma once

#include "model/delivery.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <vector>

namespace presstime::store {

struct DeliveryFence {
    std::int64_t delivery_id = 0;
    int attempt = 0;
    std::string worker_id;
};
DeliveryFence fence_of(const Delivery& claimed);

// Inserts unless the same (run, purpose, channel, recipient, artifact, revision) is there; false then.
// Without a next_attempt_at the first try is due at once.
Result<bool> insert_delivery(db::Session& session, Delivery& delivery);
Result<Delivery> get_delivery(db::Session& session, std::int64_t id);
Result<std::vector<Delivery>> list_run_deliveries(db::Session& session, std::int64_t run_id);

// Up to `limit` deliveries whose next_attempt_at has come and whose channel is `channel` (empty = any),
// oldest first: state sending, attempt + 1, payload_sent 0, leased.
Result<std::vector<Delivery>> claim_deliveries(db::Session& session, const std::string& worker_id,
                                               const std::string& channel, int limit, Instant now,
                                               Instant lease_until);
Result<std::int64_t> extend_delivery_leases(db::Session& session, const std::string& worker_id,
                                            Instant lease_until);
// Each part has a courier of its own.
enum class LedgerPart { runs, events };
// `sending` rows of that part whose lease has ended, for the caller to settle one by one.
Result<std::vector<Delivery>> expired_deliveries(db::Session& session, LedgerPart part, Instant now,
                                                 int limit);

// Each returns false when the fence no longer holds (attempt, worker, state sending).
Result<bool> set_payload_key(db::Session& session, const DeliveryFence& fence,
                             const std::string& payload_key);
// Commits the mark before the point of no return; false also when the lease has ended at `now`.
Result<bool> mark_payload_sent(db::Session& session, const DeliveryFence& fence, Instant now);
struct Settlement {
    DeliveryState state = DeliveryState::pending;
    std::optional<Instant> next_attempt_at; // pending and retrying
    std::string reason;
    int add_unknown = 0;
    bool count_as_try = true; // false hands it back as if it had never been claimed
};
Result<bool> settle_delivery(db::Session& session, const DeliveryFence& fence, const Settlement& settlement,
                             Instant now);
Result<> insert_attempt(db::Session& session, const Attempt& attempt);

// Deliveries of the run not yet final -> cancelled; one whose
// payload has left keeps its try, to record how it ended.
Result<std::int64_t> cancel_run_deliveries(db::Session& session, std::int64_t run_id,
                                           const std::string& reason, Instant now);

// What ends a run and what decides its notice (purpose report, newest revision of each recipient).
struct DeliveryTally {
    int total = 0;
    int accepted = 0;
    int accepted_at_first = 0; // of those, by the first try that counted
    int accepted_later = 0;
    int final_bad = 0;       // rejected, unknown or cancelled
    int open = 0;            // not final
    int awaiting_first = 0;  // neither final nor tried once
    std::string first_error; // reason of the first recipient that was not reached
};
Result<DeliveryTally> tally_deliveries(db::Session& session, std::int64_t run_id);
Result<std::optional<Instant>> next_attempt_at(db::Session& session);

struct DeliveryFilter {
    std::int64_t workspace_id = 1;
    std::string channel;     // "" = any
    std::string state;       // "" = any
    std::int64_t run_id = 0; // 0 = any
    std::int64_t before_id = 0;
    int limit = 10'000;
};
Result<std::vector<Delivery>> list_deliveries(db::Session& session,
                                              const DeliveryFilter& filter); // newest first
Result<std::vector<Attempt>> list_attempts(db::Session& session, std::int64_t delivery_id);

} // namespace presstime::store

// The per-recipient ledger: one delivery per (run, recipient, channel), one attempt per try.
#pragma once

#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime {

enum class DeliveryState {
    pending,    // waits for its first try, or was handed back before anything left
    sending,    // claimed; see payload_sent
    retrying,   // the last try failed for now; next_attempt_at says when
    accepted,   // final: the receiver took it
    rejected,   // final: the receiver refused it, or the tries are used up
    unknown,    // final: it may have arrived, and policy says to hold
    cancelled,  // final: report deleted, run cancelled, or replaced by a person's send
    suppressed, // final: never sent, `reason` says why (no right to read, endpoint gone); no payload kept
};
enum class DeliveryPurpose {
    report,
    failure_notice,
    event,
    webhook_notice,
    account, // a mail with a one-time link: of no run and no event
};
// Why an event's delivery is there, and why a try was made.
enum class DeliveryCause { event, retry, test, redeliver, replay };
enum class RecipientRole { to, cc, bcc };

inline bool is_final(DeliveryState state)
{
    return state == DeliveryState::accepted || state == DeliveryState::rejected ||
           state == DeliveryState::unknown || state == DeliveryState::cancelled ||
           state == DeliveryState::suppressed;
}

struct Delivery {
    std::int64_t id = 0;
    std::int64_t workspace_id = 0;
    std::int64_t run_id = 0; // 0 = none: an event's delivery
    std::int64_t report_id = 0;
    std::int64_t event_id = 0;   // purpose event
    std::int64_t webhook_id = 0; // purpose event and webhook_notice
    std::int64_t waits_for = 0;  // not before that delivery is final; 0 = none
    std::int64_t replay_id = 0;  // the replay that made it; 0 = none
    DeliveryCause cause = DeliveryCause::event;
    DeliveryPurpose purpose = DeliveryPurpose::report;
    std::string channel;   // name of the channel plug-in: "email", "webhook" (artifacts), "outbox", "event"
    std::string recipient; // mail address or URL
    RecipientRole role = RecipientRole::to;
    int artifact_n = 0;      // webhook: which artifact; 0 = the whole message
    int revision = 0;        // r0; a person's "send again" makes r1
    std::string message_id;  // stable over tries: Message-ID without <>, or webhook-id
    std::string payload_key; // stored MIME bytes or artifact; empty until composed
    DeliveryState state = DeliveryState::pending;
    bool payload_sent = false; // committed before the final dot (mail) or the first body byte (webhook)
    bool first_try_done = false;
    int attempt = 0;
    int max_attempts = 1;
    int unknown_count = 0; // how often a try ended unknown and was sent again
    std::optional<Instant> next_attempt_at;
    std::string worker_id;
    std::optional<Instant> lease_until;
    std::string reason;
    Instant created_at{};
    std::optional<Instant> finished_at;
};

enum class AttemptOutcome {
    accepted, // the receiver took responsibility
    deferred, // failed for now, nothing arrived: may be tried again
    rejected, // refused for good
    unknown,  // the payload left, the answer did not come
};

// What one try did: the server's words, cut (mail 4 KiB, webhooks 16 KiB), control characters escaped.
struct Attempt {
    std::int64_t id = 0;
    std::int64_t delivery_id = 0;
    int n = 1;
    DeliveryCause cause = DeliveryCause::event;
    Instant started_at{};
    std::int64_t latency_us = 0;
    AttemptOutcome outcome = AttemptOutcome::deferred;
    int status_code = 0;    // SMTP reply code or HTTP status; 0 = none
    std::string response;   // the receiver's text
    std::string peer;       // address that was connected to, "203.0.113.9:587"
    std::int64_t bytes = 0; // bytes of payload sent
    std::string error;      // one sentence when not accepted
    std::optional<std::int64_t> retry_after_s;
    std::optional<Instant> next_attempt_at; // what the settlement decided
};

} // namespace presstime

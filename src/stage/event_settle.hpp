// Decides, without doing, what one try of an event's delivery means: for the delivery, for its endpoint, and
// for whether the endpoint is switched off. Rules and reasons are in docs/webhooks.md.
#pragma once

#include "model/delivery.hpp"
#include "model/webhook.hpp"
#include "platform/http/post_engine.hpp"
#include "store/delivery_store.hpp"
#include "store/webhook_store.hpp"

#include <optional>
#include <string>

namespace presstime::stage {

// Tries of an event's delivery: the first and nine more, 75.6 hours in all.
constexpr int kEventMaxAttempts = 10;
// How often a try that the server's own end cut short is made again before the delivery is given up.
constexpr int kMaxInterruptions = 5;

enum class EndpointSign { well, failing, unsaid }; // unsaid: our own network failed, or nothing was sent

struct EventVerdict {
    Attempt attempt;
    store::Settlement settlement;
    EndpointSign sign = EndpointSign::unsaid;
    std::optional<Instant> told_to_wait; // by 429 or 503 with Retry-After, for all that goes to the endpoint
    std::string switch_off;              // not empty: the receiver asked to be sent nothing more
    bool exhausted = false;              // the last try failed
    bool recorded = true;                // false: the try is not counted and leaves no row
};
EventVerdict judge_event_try(const Delivery& delivery, const http::EngineOutcome& outcome, Instant started_at,
                             Instant now);

// A delivery whose sender died during the try: sent again with the same id, not counted.
store::Settlement settle_interrupted(const Delivery& delivery, Instant now);

// The endpoint's record after a verdict. Success clears it. It is switched off when deliveries have been used
// up for five days without one success between; a network that reached nobody (`others_reached` false and no
// answer seen) is held against no endpoint.
struct HealthChange {
    store::WebhookHealth health;
    bool changed = false;
    bool tell_owner = false; // the first delivery that was used up since the last success
    std::string switch_off;  // why, or empty
};
HealthChange judge_health(const Webhook& webhook, const EventVerdict& verdict, bool others_reached,
                          Instant now);

} // namespace presstime::stage

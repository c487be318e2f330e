// Sending to a webhook because a person asks: an example, an event, or a delivery once more. Only rows are
// written here; the courier sends.
#pragma once

#include "control/webhooks.hpp"
#include "model/event.hpp"

namespace presstime::control {

class WebhookSends {
public:
    WebhookSends(Environment environment, WebhookTools tools);

    // Body {"type"?}: an example event of that type (or of one the format carries), to this webhook alone. It
    // is never retried, reaches no other webhook and stands in no list of events.
    Result<Delivery> test(const Principal& principal, std::int64_t webhook_id, std::string_view json);
    // Body {"event_id"}: "evt_..." or its number. Filters are not asked, the owner's rights are.
    Result<Delivery> send(const Principal& principal, std::int64_t webhook_id, std::string_view json);
    // The same event to the same webhook under the same webhook-id. not_found for what is no event's
    // delivery.
    Result<Delivery> redeliver(const Principal& principal, std::int64_t delivery_id);

private:
    Result<Delivery> queue(db::Session& session, const Principal& principal, const Webhook& webhook,
                           const Event& event, DeliveryCause cause) const;
    Result<std::string> choose_type(const Webhook& webhook, std::string_view json) const;
    void wake() const;

    Environment environment_;
    WebhookTools tools_;
    RateLimit tests_{10, std::chrono::minutes(1)};
    RateLimit sends_{60, std::chrono::minutes(1)};
};

// conflict unless the webhook is on: nothing would leave soon, and the person who asked waits for it.
Result<> check_sends_now(const Webhook& webhook);

} // namespace presstime::control

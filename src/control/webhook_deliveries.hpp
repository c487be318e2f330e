// The webhooks' ledger for people and the API: artifacts of reports and events together. A row of an event is
// its webhook's owner's to see, one of a report everybody's who may read the report.
#pragma once

#include "codec/event_data.hpp"
#include "control/deliveries.hpp"
#include "model/access.hpp"
#include "model/event.hpp"
#include "model/webhook.hpp"
#include "store/webhook_delivery_list.hpp"

#include <optional>

namespace presstime::control {

struct WebhookDeliveryQuestion {
    std::string channel;          // "webhook" (reports), "event"; "" = both
    std::string state;            // "" = any
    std::int64_t webhook_id = 0;  // 0 = any
    std::string event;            // id or type; "" = any
    std::optional<Instant> since; // when the delivery was made
};

struct WebhookDeliveryRecord {
    Delivery delivery;
    std::vector<Attempt> attempts;
    std::optional<store::EventLabel> event; // of an event
    // What the event or the report's file is about; absent when it is not theirs to read, or gone.
    std::optional<codec::EventSubject> subject;
};

struct WebhookDeliveryDetails {
    WebhookDeliveryRecord record;
    std::optional<Webhook> webhook; // header values sealed: only their names may be shown
    std::optional<Event> event;     // what was or would be sent; absent when suppressed or not theirs to read
};

class WebhookDeliveries {
public:
    explicit WebhookDeliveries(Environment environment) : environment_(std::move(environment)) {}

    // Newest first.
    Result<Page<WebhookDeliveryRecord>>
    list(const Principal& principal, const WebhookDeliveryQuestion& question, const PageRequest& page);
    Result<WebhookDeliveryDetails> get(const Principal& principal, std::int64_t id);

private:
    Environment environment_;
};

} // namespace presstime::control

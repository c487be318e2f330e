// The webhooks' share of the ledger as people look at it: reports' artifacts and events together, newest
// first.
#pragma once

#include "model/delivery.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

struct WebhookDeliveryFilter {
    std::int64_t workspace_id = 1;
    std::string channel;          // "webhook" (artifacts) or "event"; "" = both
    std::string state;            // "" = any
    std::int64_t webhook_id = 0;  // 0 = any
    std::string event;            // id or type of an event; "" = any
    std::optional<Instant> since; // when the delivery was made
    std::int64_t before_id = 0;   // 0 = from the newest
    int limit = 100;
};
Result<std::vector<Delivery>> list_webhook_deliveries(db::Session& session,
                                                      const WebhookDeliveryFilter& filter);

// What a row says of its event without its data.
struct EventLabel {
    std::string uuid;
    std::string type;
    Instant occurred_at{};
};
Result<std::optional<EventLabel>> find_event_label(db::Session& session, std::int64_t event_id);

} // namespace presstime::store

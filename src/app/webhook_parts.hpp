// The use cases of webhooks, put together for compose.cpp.
#pragma once

#include "api/resources.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/http/egress.hpp"

#include <string>

namespace presstime {

// What control may not name itself: payload formats, and one GET where webhooks may go, of which a few bytes
// are read. `egress` must outlive the answer.
control::WebhookTools make_webhook_tools(const http::EgressPolicy& egress);

struct WebhookParts {
    // `box` and `egress` must outlive this.
    WebhookParts(const control::Environment& environment, const SecretBox& box,
                 const http::EgressPolicy& egress);

    api::WebhookControls controls(std::string public_url);

    db::Database& database;
    control::WebhookTools tools;
    control::Webhooks webhooks;
    control::WebhookSends sends;
    control::WebhookReplays replays;
    control::WebhookDeliveries deliveries;
    control::ServerKeys keys;
};

} // namespace presstime

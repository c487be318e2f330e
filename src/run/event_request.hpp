// One try as the request that goes out: the body in the webhook's format, its headers, and signatures made
// with the keys that hold now.
#pragma once

#include "model/delivery.hpp"
#include "model/event.hpp"
#include "model/webhook.hpp"
#include "platform/crypto/secret_box.hpp"
#include "platform/http/post_engine.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::run {

// Everything a try is made of, read in the transaction that claimed it. Secrets are still sealed.
struct ClaimedEvent {
    Delivery delivery;
    Event event;
    Webhook webhook;
    std::vector<WebhookSecret> secrets; // newest first
    std::string sealed_server_key;      // PEM, format jwt alone
    std::string template_html;          // of the dashboard a run drew, format callback alone
};

struct EventRequestContext {
    const SecretBox& secrets;
    std::string public_url;
    std::chrono::milliseconds timeout{15'000};
    Instant now{};
};

// `give_up` when the body cannot be written or a secret cannot be opened: no later try can mend that by
// itself.
Result<http::EngineRequest> make_event_request(const ClaimedEvent& claimed,
                                               const EventRequestContext& context);

} // namespace presstime::run

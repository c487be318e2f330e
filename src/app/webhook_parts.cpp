// Bounds of the registration check, and who is given what.
#include "app/webhook_parts.hpp"

#include "stage/event_body.hpp"
#include "stage/event_settle.hpp"

namespace presstime {
namespace {

constexpr std::size_t kEchoBytes = 1024;
constexpr auto kEchoTime = std::chrono::seconds(10);

} // namespace

control::WebhookTools make_webhook_tools(const http::EgressPolicy& egress)
{
    control::WebhookTools tools;
    tools.fetch = [&egress](const std::string& url) {
        return http::fetch(egress, url, {.bytes = kEchoBytes, .ca_file = {}}, Deadline::after(kEchoTime));
    };
    tools.carries = [](PayloadFormat format, std::string_view type) {
        return stage::format_carries(format, type);
    };
    tools.max_attempts = stage::kEventMaxAttempts;
    return tools;
}

WebhookParts::WebhookParts(const control::Environment& environment, const SecretBox& box,
                           const http::EgressPolicy& egress)
    : tools(make_webhook_tools(egress)),
      webhooks(environment, box, egress, tools),
      sends(environment, tools),
      replays(environment, tools),
      deliveries(environment),
      keys(environment, box)
{
}

} // namespace presstime

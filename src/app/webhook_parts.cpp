// Bounds of the registration check, and who is given what.
#include "app/webhook_parts.hpp"

#include "run/event_owner.hpp"
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
    : database(environment.database),
      tools(make_webhook_tools(egress)),
      webhooks(environment, box, egress, tools),
      sends(environment, tools),
      replays(environment, tools),
      deliveries(environment),
      keys(environment, box)
{
}

api::WebhookControls WebhookParts::controls(std::string public_url)
{
    const auto template_of = [this](const Event& event) -> Result<std::string> {
        std::string html;
        TRY(database.read([&](db::Session& session) -> Result<> {
            html = TRY(run::template_of_run(session, event));
            return {};
        }));
        return html;
    };
    return {webhooks, sends, replays, deliveries, keys, std::move(public_url), template_of};
}

} // namespace presstime

// Plain text: what happened, what is kept, what to do.
#include "stage/webhook_mail.hpp"

#include "platform/http/egress.hpp"

#include <fmt/format.h>

namespace presstime::stage {
namespace {

std::string host_of(const Webhook& webhook)
{
    const Result<http::UrlTarget> target = http::parse_url_target(webhook.url, "url");
    return target ? target->host : std::string("its address");
}

std::string name_of(const Webhook& webhook)
{
    return webhook.description.empty() ? fmt::format("webhook {}", webhook.id)
                                       : fmt::format("webhook {} ({})", webhook.id, webhook.description);
}

} // namespace

MailWords webhook_mail_words(const Webhook& webhook, const std::string& public_url)
{
    const std::string name = name_of(webhook);
    const std::string host = host_of(webhook);
    const std::string page =
        public_url.empty() ? std::string() : fmt::format("\n\n{}/v1/webhooks/{}\n", public_url, webhook.id);
    if (webhook.disabled_at)
        return {
            fmt::format("Switched off: {} to {}", name, host),
            fmt::format("Presstime has stopped sending to {} at {}.\n\nWhy: {}.\n\n"
                        "What was waiting is kept. New events are recorded as suppressed; once the receiver "
                        "works again, resume the webhook and replay the range that it missed.{}",
                        name, host, webhook.disabled_reason, page)};
    return {
        fmt::format("Failing: {} to {}", name, host),
        fmt::format("A delivery of {} to {} has used up its ten tries, spread over three days.\n\n"
                    "Later events are still sent. If nothing succeeds for five days, the webhook is switched "
                    "off. The attempts and the receiver's answers are in the list of deliveries; each can be "
                    "sent again there.{}",
                    name, host, page)};
}

} // namespace presstime::stage

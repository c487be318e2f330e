// A lane for mail and one for webhooks.
#include "app/courier_lanes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace presstime {
namespace {

std::string joined(const std::vector<std::string>& parts)
{
    return fmt::format("{}", fmt::join(parts, ","));
}

} // namespace

Result<std::vector<run::CourierLane>> make_lanes(const Settings& settings, const MailSwitch& mail)
{
    std::vector<run::CourierLane> lanes;
    // Connecting, the dialogue and the upload come on top of the wait for the answer.
    const std::chrono::seconds mail_timeout{settings.smtp_server_response_timeout_s + 300};
    lanes.push_back({"email", mail.channel(), 4, 4, mail_timeout});
    const ChannelPlugin* webhook = TRY(find_channel_plugin("webhook", "channel"));
    auto sender = TRY(webhook->create({{"egress_allow", joined(settings.egress_allow)},
                                       {"timeout_s", fmt::format("{}", settings.webhook_timeout_s)},
                                       {"ca_file", settings.webhook_ca_file}}));
    lanes.push_back({"webhook", std::move(sender), 8, 2, std::chrono::seconds(settings.webhook_timeout_s)});
    return lanes;
}

} // namespace presstime

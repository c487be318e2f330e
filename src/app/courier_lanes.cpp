// Mail goes to the SMTP server that is set, else into the outbox folder.
#include "app/courier_lanes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

namespace presstime {
namespace {

Result<std::unique_ptr<Channel>> make_mail_channel(const Settings& settings)
{
    if (settings.smtp_host.empty()) {
        const ChannelPlugin* outbox = TRY(find_channel_plugin("outbox", "channel"));
        return outbox->create({{"folder", (std::filesystem::path(settings.data_dir) / "outbox").string()}});
    }
    const ChannelPlugin* email = TRY(find_channel_plugin("email", "channel"));
    OptionValues options{
        {"host", settings.smtp_host},
        {"port", fmt::format("{}", settings.smtp_port)},
        {"security", settings.smtp_security},
        {"from", settings.smtp_from},
        {"server_response_timeout_s", fmt::format("{}", settings.smtp_server_response_timeout_s)},
    };
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            options[name] = value;
    };
    add("user", settings.smtp_user);
    add("password", settings.smtp_password);
    add("helo", settings.smtp_helo);
    add("ca_file", settings.smtp_ca_file);
    return email->create(options);
}

std::string joined(const std::vector<std::string>& parts)
{
    return fmt::format("{}", fmt::join(parts, ","));
}

} // namespace

Result<std::vector<run::CourierLane>> make_lanes(const Settings& settings)
{
    std::vector<run::CourierLane> lanes;
    // Connecting, the dialogue and the upload come on top of the wait for the answer.
    const std::chrono::seconds mail_timeout{settings.smtp_server_response_timeout_s + 300};
    lanes.push_back({"email", TRY(make_mail_channel(settings)), 4, 4, mail_timeout});
    const ChannelPlugin* webhook = TRY(find_channel_plugin("webhook", "channel"));
    auto sender = TRY(webhook->create({{"egress_allow", joined(settings.egress_allow)},
                                       {"timeout_s", fmt::format("{}", settings.webhook_timeout_s)},
                                       {"ca_file", settings.webhook_ca_file}}));
    lanes.push_back({"webhook", std::move(sender), 8, 2, std::chrono::seconds(settings.webhook_timeout_s)});
    return lanes;
}

} // namespace presstime

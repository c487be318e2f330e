// Mail goes to the SMTP server that is set, else into the outbox folder.
#include "app/mail_switch.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace presstime {
namespace {

constexpr std::string_view kOptionPrefix = "options.";

// The channel speaks of its options, whoever runs the server of settings: "options.port" is smtp_port.
Error as_setting(const Error& error)
{
    if (!error.field.starts_with(kOptionPrefix))
        return error;
    const std::string key = "smtp_" + error.field.substr(kOptionPrefix.size());
    std::string message = error.message;
    if (message.starts_with(error.field))
        message = key + message.substr(error.field.size());
    return Error::invalid(key, std::move(message));
}

class SwitchedChannel final : public Channel {
public:
    explicit SwitchedChannel(std::function<std::shared_ptr<Channel>()> current) : current_(std::move(current))
    {
    }

    Attempt deliver(const Consignment& consignment, Deadline deadline) override
    {
        const std::shared_ptr<Channel> channel = current_(); // held until its delivery has ended
        return channel->deliver(consignment, deadline);
    }

private:
    std::function<std::shared_ptr<Channel>()> current_;
};

} // namespace

std::string mail_from(const Settings& settings)
{
    return settings.smtp_from.empty() ? std::string("presstime@localhost.localdomain") : settings.smtp_from;
}

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
    Result<std::unique_ptr<Channel>> made = email->create(options);
    return made ? std::move(made) : fail(as_setting(made.error()));
}

Result<MailSwitch> MailSwitch::create(const Settings& settings)
{
    return MailSwitch({TRY(make_mail_channel(settings)), settings.smtp_host.empty()}, mail_from(settings));
}

Result<> MailSwitch::change(const Settings& settings) const
{
    // A new outbox would sweep away what the one in use is writing.
    const bool is_outbox = settings.smtp_host.empty();
    if (!is_outbox || !on_->with([](const On& on) { return on.outbox; })) {
        On next{TRY(make_mail_channel(settings)), is_outbox};
        on_->with([&](On& on) { std::swap(on, next); });
    }
    sender_.change(mail_from(settings));
    return {};
}

std::unique_ptr<Channel> MailSwitch::channel() const
{
    return std::make_unique<SwitchedChannel>(
        [on = on_] { return on->with([](const On& each) { return each.channel; }); });
}

} // namespace presstime

// The channel that mail goes by, which may be another from one mail to the next: SMTP and the outbox folder
// change places while the server runs. A delivery under way ends with the channel it began with.
#pragma once

#include "app/settings.hpp"
#include "base/guarded.hpp"
#include "channel/channel.hpp"
#include "platform/mail/sender_address.hpp"

#include <memory>

namespace presstime {

// Copies are one and the same switch.
class MailSwitch {
public:
    // By the settings, opened (sealed_settings.hpp). Errors name the setting.
    static Result<MailSwitch> create(const Settings& settings);
    Result<> change(const Settings& settings) const;

    // A channel that sends by whatever is switched on at that moment.
    std::unique_ptr<Channel> channel() const;
    const mail::SenderAddress& sender() const { return sender_; }

private:
    struct On {
        std::shared_ptr<Channel> channel;
        bool outbox = false;
    };
    MailSwitch(On on, mail::SenderAddress sender)
        : on_(std::make_shared<Guarded<On>>(std::move(on))), sender_(std::move(sender))
    {
    }

    std::shared_ptr<Guarded<On>> on_;
    mail::SenderAddress sender_;
};

// The SMTP server that is set, else the outbox folder. `invalid` with the setting's key.
Result<std::unique_ptr<Channel>> make_mail_channel(const Settings& settings);
// What mails are sent from: the setting, or an address of this machine.
std::string mail_from(const Settings& settings);

} // namespace presstime

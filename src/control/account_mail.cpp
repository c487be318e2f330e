// Two letters in plain text. Names are other people's words: they stand in the text, never in a header.
#include "control/account_mail.hpp"

#include "base/id.hpp"
#include "model/enum_text.hpp"
#include "platform/mail/mail_address.hpp"
#include "platform/mail/mime.hpp"
#include "store/account_mail_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

// With the waits of every mail, 20 minutes for a reset, whose link holds an hour, and 16 hours for an invite.
constexpr int kResetTries = 4;
constexpr int kInviteTries = 8;
constexpr auto kKeep = std::chrono::hours(8 * 24);
constexpr int kForgetAtOnce = 20;

// To the minute, rounded down: "2026-11-28 15:05 UTC".
std::string until_text(Instant instant)
{
    const std::string text = format_rfc3339(instant);
    return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 5));
}

std::string invite_text(const AccountLetter& letter)
{
    const std::string who =
        letter.invited_by.empty() ? "You have been invited" : letter.invited_by + " invites you";
    return fmt::format("Hello {},\n\n{} to \"{}\" on Presstime as {}.\n\nChoose your password here; the link "
                       "works once, until {}:\n\n{}\n\nIf you did not expect this mail, do nothing: without "
                       "the link nobody can use the account.\n",
                       letter.to.name, who, letter.workspace, to_text(letter.to.role),
                       until_text(letter.expires_at), letter.link);
}

std::string reset_text(const AccountLetter& letter)
{
    return fmt::format(
        "Hello {},\n\nsomebody, hopefully you, asked to set a new password for {} at \"{}\" on "
        "Presstime.\n\nChoose it here; the link works once, until {}:\n\n{}\n\nIf it was not "
        "you, do nothing: your password stays as it is.\n",
        letter.to.name, letter.to.email, letter.workspace, until_text(letter.expires_at), letter.link);
}

} // namespace

Result<Delivery> store_letter(const Environment& environment, const AccountSettings& settings,
                              const AccountLetter& letter)
{
    const bool invite = letter.purpose == store::LinkPurpose::invite;
    const Instant now = environment.clock.now();
    const std::string id = make_uuid(now);
    mail::Mail mail;
    mail.from = settings.mail_from.text();
    mail.to = {letter.to.email};
    mail.subject = invite ? "Your invitation to Presstime" : "A new password for Presstime";
    mail.date = now;
    mail.message_id = fmt::format("{}@{}", id, mail::domain_of(mail.from));
    mail.text = invite ? invite_text(letter) : reset_text(letter);
    Delivery delivery;
    delivery.workspace_id = letter.to.workspace_id;
    delivery.purpose = DeliveryPurpose::account;
    delivery.channel = "email";
    delivery.recipient = letter.to.email;
    delivery.message_id = mail.message_id;
    delivery.payload_key = fmt::format("accounts/{}.eml", id);
    delivery.max_attempts = invite ? kInviteTries : kResetTries;
    delivery.created_at = now;
    auto object = TRY(environment.objects.create(delivery.payload_key));
    TRY(mail::compose(mail, [&](std::string_view bytes) { return object->write(bytes); }));
    TRY(object->commit());
    return delivery;
}

Result<int> forget_old_letters(const Environment& environment)
{
    std::vector<store::OldLetter> old;
    const Instant before = environment.clock.now() - kKeep;
    TRY(environment.database.read([&](db::Session& session) -> Result<> {
        old = TRY(store::old_letters(session, before, kForgetAtOnce));
        return {};
    }));
    if (old.empty())
        return 0;
    for (const store::OldLetter& letter : old)
        TRY(environment.objects.remove(letter.payload_key));
    TRY(environment.database.write([&](db::Session& session) -> Result<> {
        for (const store::OldLetter& letter : old)
            TRY(store::delete_letter(session, letter.delivery_id));
        return {};
    }));
    return static_cast<int>(old.size());
}

} // namespace presstime::control

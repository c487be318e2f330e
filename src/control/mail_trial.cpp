// The mail goes by the same client as every other; only the waits are shorter, since somebody waits.
#include "control/mail_trial.hpp"

#include "base/id.hpp"
#include "base/inert_text.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "platform/mail/mail_address.hpp"
#include "platform/mail/mime.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::chrono::seconds kPatience{20};
constexpr int kMostAtOnce = 2;
constexpr std::size_t kLongestReply = 1'000; // bytes
constexpr codec::TextRule kAddressRule{1, 320, codec::TextShape::line};

// Counts one in for as long as it lives.
class Turn {
public:
    explicit Turn(std::atomic<int>& count) : count_(count), mine_(count.fetch_add(1) + 1) {}
    ~Turn() { --count_; }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    bool granted() const { return mine_ <= kMostAtOnce; }

private:
    std::atomic<int>& count_;
    const int mine_;
};

struct Wish {
    std::string to;
    SettingChanges changes;
};

Result<Wish> read_wish(std::string_view text)
{
    Wish wish;
    const boost::json::value parsed = TRY(codec::parse_json(text));
    codec::ObjectReader reader(parsed, "");
    reader.text("to", wish.to, kAddressRule);
    reader.require("to");
    const boost::json::value* settings = reader.take("settings");
    TRY(reader.finish());
    TRY(mail::check_mail_address(wish.to, "to"));
    if (settings)
        wish.changes = TRY(read_setting_changes(boost::json::serialize(*settings)));
    return wish;
}

mail::Mail test_mail(const MailRoute& route, const std::string& to, Instant now)
{
    mail::Mail mail;
    mail.from = route.from;
    mail.to = {to};
    mail.subject = "A test from Presstime";
    mail.date = now;
    mail.message_id = fmt::format("{}@{}", make_uuid(now), mail::domain_of(route.from));
    mail.text =
        fmt::format("This mail was sent to try out {} as the mail server of Presstime. If you read it, "
                    "reports can go out this way.\n",
                    route.server.host);
    return mail;
}

// A message of one moment: gone with this, whatever happens.
class StoredMessage {
public:
    StoredMessage(ObjectStore& objects, std::string key) : objects_(objects), key_(std::move(key)) {}
    ~StoredMessage() { static_cast<void>(objects_.remove(key_)); }
    StoredMessage(const StoredMessage&) = delete;
    StoredMessage& operator=(const StoredMessage&) = delete;

    // The bytes written.
    Result<std::int64_t> write(const mail::Mail& mail)
    {
        std::int64_t bytes = 0;
        auto object = TRY(objects_.create(key_));
        TRY(mail::compose(mail, [&](std::string_view piece) {
            bytes += static_cast<std::int64_t>(piece.size());
            return object->write(piece);
        }));
        TRY(object->commit());
        return bytes;
    }
    Result<std::filesystem::path> path() const { return objects_.path_of(key_); }

private:
    ObjectStore& objects_;
    const std::string key_;
};

} // namespace

Result<MailTrialOutcome> MailTrial::try_out(MailRoute route, const std::string& to)
{
    const Instant now = environment_.clock.now();
    StoredMessage message(environment_.objects, fmt::format("mail-tests/{}.eml", make_uuid(now)));
    mail::SmtpTransaction transaction;
    transaction.sender = route.from;
    transaction.recipient = to;
    transaction.message_bytes = TRY(message.write(test_mail(route, to, now)));
    transaction.message_path = TRY(message.path());
    route.server.connect_timeout = kPatience / 2;
    route.server.reply_timeout = kPatience;
    route.server.final_reply_timeout = kPatience;
    mail::SmtpSteps steps(route.server, transaction);
    transaction.on_dialogue = [&](mail::SmtpSign sign, std::string_view line) { steps.hear(sign, line); };
    const mail::SmtpOutcome sent = mail::send_mail(route.server, transaction, Deadline::after(kPatience));
    MailTrialOutcome outcome;
    outcome.ok = sent.outcome == AttemptOutcome::accepted;
    outcome.steps = steps.finish(sent);
    if (sent.reply_code != 0)
        outcome.reply = inert_text(fmt::format("{} {}", sent.reply_code, sent.reply), kLongestReply);
    return outcome;
}

Result<MailTrialOutcome> MailTrial::send(const Principal& principal, std::string_view json)
{
    TRY(require_server_admin(principal));
    const Wish wish = TRY(read_wish(json));
    MailRoute route = TRY(settings_.mail_route(principal, wish.changes));
    const Turn turn(under_way_);
    if (!turn.granted())
        return fail(Error{
            ErrorKind::too_many, "two tests of the mail server are under way; wait for their end", {}, {}});
    const std::string host = route.server.host;
    const MailTrialOutcome outcome = TRY(try_out(std::move(route), wish.to));
    TRY(environment_.database.write([&](db::Session& session) {
        return record_change(
            session, principal,
            {.type = "settings.mail_tested",
             .resource = "settings",
             .detail = fmt::format("{} by {}: {}", wish.to, host, outcome.ok ? "sent" : "not sent")},
            environment_.clock.now());
    }));
    return outcome;
}

} // namespace presstime::control

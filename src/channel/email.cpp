// Channel "email": the stored MIME bytes to one recipient by SMTP.
#include "base/inert_text.hpp"
#include "channel/channel.hpp"
#include "model/enum_text.hpp"
#include "platform/mail/host_name.hpp"
#include "platform/mail/mail_address.hpp"
#include "platform/mail/smtp.hpp"

#include "base/text.hpp"

namespace presstime {

namespace {

constexpr std::size_t kLongestReply = 4UL * 1024; // bytes of the server's words that are kept

class EmailChannel final : public Channel {
public:
    EmailChannel(mail::SmtpServer server, std::string sender)
        : server_(std::move(server)), sender_(std::move(sender))
    {
    }

    Attempt deliver(const Consignment& consignment, Deadline deadline) override
    {
        mail::SmtpTransaction transaction;
        transaction.sender = sender_;
        transaction.recipient = consignment.recipient;
        transaction.message_path = consignment.payload_path;
        transaction.message_bytes = consignment.payload_bytes;
        transaction.before_commit_point = consignment.before_commit_point;
        mail::SmtpOutcome outcome = mail::send_mail(server_, transaction, deadline);

        Attempt attempt;
        attempt.outcome = outcome.outcome;
        attempt.status_code = outcome.reply_code;
        attempt.response = inert_text(outcome.reply, kLongestReply);
        attempt.peer = outcome.peer;
        attempt.bytes = outcome.bytes_sent;
        attempt.latency_us = outcome.latency.count();
        attempt.error = outcome.error.message;
        return attempt;
    }

private:
    const mail::SmtpServer server_;
    const std::string sender_;
};

OptionSchema email_options()
{
    return {
        {.name = "host", .required = true, .help = "Mail server that takes mail from this machine"},
        {.name = "port",
         .type = OptionType::integer,
         .default_value = "587",
         .help = "Its port",
         .minimum = 1,
         .maximum = 65'535},
        {.name = "security",
         .default_value = "starttls",
         .help = "starttls (required, port 587), tls (from the first byte, port 465) or none"},
        {.name = "user", .help = "Name to log in with; empty = no login"},
        {.name = "password", .type = OptionType::secret, .help = "Password to log in with"},
        {.name = "from",
         .required = true,
         .help = "Sender address of the envelope, such as reports@example.com"},
        {.name = "helo", .help = "Name this machine gives for itself; empty = its host name"},
        {.name = "ca_file", .help = "PEM file of the authorities to trust; empty = the system's"},
        {.name = "server_response_timeout_s",
         .type = OptionType::integer,
         .default_value = "600",
         .help = "Wait for the answer after the final dot; RFC 5321 wants 10 minutes, less makes duplicates",
         .minimum = 600,
         .maximum = 3600},
    };
}

Result<mail::SmtpSecurity> parse_security(const std::string& text)
{
    if (const auto security = from_text<mail::SmtpSecurity>(text))
        return *security;
    return fail(Error::invalid("options.security", "options.security must be starttls, tls or none"));
}

Result<std::unique_ptr<Channel>> create_email(const OptionValues& given)
{
    OptionValues values = TRY(validate_options(email_options(), given, "options"));
    mail::SmtpServer server;
    server.host = values["host"];
    server.port = static_cast<std::uint16_t>(*parse_int(values["port"]));
    server.security = TRY(parse_security(values["security"]));
    server.user = values["user"];
    server.password = values["password"];
    server.helo = values["helo"].empty() ? mail::host_name() : values["helo"];
    server.ca_file = values["ca_file"];
    server.final_reply_timeout = std::chrono::seconds(*parse_int(values["server_response_timeout_s"]));
    TRY(mail::check_smtp_server(server, "options"));
    TRY(mail::check_mail_address(values["from"], "options.from"));
    return std::make_unique<EmailChannel>(std::move(server), values["from"]);
}

} // namespace

const ChannelPlugin& email_channel()
{
    static const ChannelPlugin plugin{"email", "Mail through an SMTP server", email_options(), create_email};
    return plugin;
}

} // namespace presstime

// A step ends when the command that belongs to the next one is said: the server's last reply was then to its
// liking.
#include "platform/mail/smtp_steps.hpp"

#include "base/inert_text.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime::mail {
namespace {

constexpr std::size_t kLongestReply = 300; // bytes

// The lines of a login are base64: without blank or colon, so that none of them looks like one of these.
bool says(std::string_view line, std::string_view command)
{
    return equals_ignore_case_ascii(line.substr(0, command.size()), command);
}

} // namespace

SmtpSteps::SmtpSteps(const SmtpServer& server, const SmtpTransaction& transaction)
    : server_(server), transaction_(transaction), since_(std::chrono::steady_clock::now())
{
}

SmtpStep SmtpSteps::step_after_greeting() const
{
    if (server_.security == SmtpSecurity::starttls && !tls_began_)
        return SmtpStep::tls;
    return server_.user.empty() ? SmtpStep::from : SmtpStep::login;
}

void SmtpSteps::hear(SmtpSign sign, std::string_view line)
{
    switch (sign) {
    case SmtpSign::heard:
        last_reply_ = inert_text(trim(line), kLongestReply);
        return;
    case SmtpSign::tls_began:
        if (tls_began_)
            return;
        tls_began_ = true;
        if (current_ == SmtpStep::connect)
            go_on_to(SmtpStep::tls);
        return;
    case SmtpSign::said:
        take_command(line);
        return;
    }
}

void SmtpSteps::take_command(std::string_view command)
{
    const bool greets = says(command, "EHLO ") || says(command, "HELO ");
    if (greets && (current_ == SmtpStep::connect || (current_ == SmtpStep::tls && tls_began_)))
        go_on_to(step_after_greeting());
    else if (current_ == SmtpStep::login && says(command, "AUTH "))
        said_auth_ = true;
    else if (current_ < SmtpStep::from && says(command, "MAIL FROM:"))
        go_on_to(SmtpStep::from);
    else if (current_ == SmtpStep::from && says(command, "RCPT TO:"))
        go_on_to(SmtpStep::to);
    else if (current_ == SmtpStep::to && says(command, "DATA"))
        go_on_to(SmtpStep::data);
}

void SmtpSteps::go_on_to(SmtpStep next)
{
    if (current_ == next)
        return;
    end_step(true, describe(current_));
    current_ = next;
}

void SmtpSteps::end_step(bool ok, std::string detail)
{
    const auto now = std::chrono::steady_clock::now();
    ended_.push_back({current_, ok, std::move(detail),
                      std::chrono::duration_cast<std::chrono::milliseconds>(now - since_)});
    since_ = now;
}

std::string SmtpSteps::describe(SmtpStep step) const
{
    switch (step) {
    case SmtpStep::connect:
        return last_reply_.empty() ? fmt::format("{} takes the connection", server_.host)
                                   : fmt::format("{} answers: {}", server_.host, last_reply_);
    case SmtpStep::tls:
        return fmt::format("the connection is encrypted, and the certificate is that of {}", server_.host);
    case SmtpStep::login:
        return said_auth_ ? fmt::format("{} is logged in: {}", server_.user, last_reply_)
                          : "the server offers no login, so none was made";
    case SmtpStep::from:
        return fmt::format("{} may send: {}", transaction_.sender, last_reply_);
    case SmtpStep::to:
        return fmt::format("{} may receive: {}", transaction_.recipient, last_reply_);
    case SmtpStep::data:
        return fmt::format("the mail is taken: {}", last_reply_);
    }
    return {};
}

std::vector<SmtpStepReport> SmtpSteps::finish(const SmtpOutcome& outcome)
{
    const bool ok = outcome.outcome == AttemptOutcome::accepted;
    if (ok) {
        if (current_ == SmtpStep::data) // the farewell may have been heard since
            last_reply_ = inert_text(fmt::format("{} {}", outcome.reply_code, outcome.reply), kLongestReply);
        end_step(true, describe(current_));
    } else {
        // Where the connection stands and nothing was answered, it was the encryption.
        if (current_ == SmtpStep::connect && server_.security == SmtpSecurity::tls && !outcome.peer.empty())
            go_on_to(SmtpStep::tls);
        end_step(false, outcome.error.message);
    }
    return std::move(ended_);
}

} // namespace presstime::mail

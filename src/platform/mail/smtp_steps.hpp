// One SMTP transaction told as the steps a person knows: connect, tls, login, from, to, data; each with what
// was said and how long it took. For trying a mail server out; sending does not need it. What is said to log
// in is not kept.
#pragma once

#include "model/enum_words.hpp"
#include "platform/mail/smtp.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::mail {

enum class SmtpStep { connect, tls, login, from, to, data };

struct SmtpStepReport {
    SmtpStep step = SmtpStep::connect;
    bool ok = false;
    std::string detail; // for a person: the server's words, or why it failed
    std::chrono::milliseconds elapsed{0};
};

class SmtpSteps {
public:
    // Both must outlive this. The time of the first step begins here.
    SmtpSteps(const SmtpServer& server, const SmtpTransaction& transaction);

    // For SmtpTransaction::on_dialogue.
    void hear(SmtpSign sign, std::string_view line);
    // The steps in order, up to the one that failed; call it once, with how the transaction ended.
    std::vector<SmtpStepReport> finish(const SmtpOutcome& outcome);

private:
    void take_command(std::string_view command);
    void go_on_to(SmtpStep next);
    void end_step(bool ok, std::string detail);
    std::string describe(SmtpStep step) const;
    SmtpStep step_after_greeting() const;

    const SmtpServer& server_;
    const SmtpTransaction& transaction_;
    std::vector<SmtpStepReport> ended_;
    SmtpStep current_ = SmtpStep::connect;
    std::chrono::steady_clock::time_point since_;
    bool tls_began_ = false;
    bool said_auth_ = false;
    std::string last_reply_;
};

} // namespace presstime::mail

template <>
inline constexpr presstime::Words<6> presstime::kEnumWords<presstime::mail::SmtpStep>{
    "connect", "tls", "login", "from", "to", "data"};

// Tries a mail server out with a real mail to one person and tells every step of it. What is tried may be
// settings that are not saved yet; nothing is kept of it but a row of the audit.
#pragma once

#include "control/server_settings.hpp"
#include "platform/mail/smtp_steps.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::control {

struct MailTrialOutcome {
    bool ok = false;
    std::vector<mail::SmtpStepReport> steps; // up to the one that failed
    std::string reply;                       // the mail server's last word; empty when it said none
};

class MailTrial {
public:
    // `settings` must outlive this.
    MailTrial(Environment environment, ServerSettings& settings)
        : environment_(std::move(environment)), settings_(settings)
    {
    }

    // {"to": address, "settings": {smtp_...}}. Takes 20 seconds at most; `too_many` while two are under way.
    // For those who administer the server.
    Result<MailTrialOutcome> send(const Principal& principal, std::string_view json);

private:
    Result<MailTrialOutcome> try_out(MailRoute route, const std::string& to);

    Environment environment_;
    ServerSettings& settings_;
    std::atomic<int> under_way_{0};
};

} // namespace presstime::control

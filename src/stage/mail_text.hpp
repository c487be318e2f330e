// The words of the mails: subject and plain-text body of a report, and of the notice to its owner when a run
// went wrong. Pure text from rows; MIME and sending are others' work.
#pragma once

#include "model/dashboard.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "stage/mail_figures.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::stage {

struct MailWords {
    std::string subject;
    std::string body; // lines end in \n
    // Parts of the body that the HTML sets in its own way:
    std::string own_body;    // the report's template, filled
    std::string link;        // of the run
    std::string why_it_came; // and how to stop it
};

struct ReportMail {
    const Run& run;
    const Report& report;
    const Dashboard& dashboard;
    const std::vector<Artifact>& artifacts;
    std::string public_url;                    // without a trailing slash
    std::vector<std::string> linked_artifacts; // "name (size): URL" of files too large to attach
    std::string errors;                        // what failed in the artifacts, or empty
    const MailFigures* figures = nullptr; // shown in the body when it is not the report's own; may be null
};
MailWords report_mail_words(const ReportMail& mail);

struct FailureMail {
    const Run& run;
    const Report& report;
    std::vector<std::string> failed_recipients; // "ops@example.com: 550 mailbox unavailable"
    std::optional<Run> last_good;
    std::string public_url;
};
MailWords failure_mail_words(const FailureMail& mail);

} // namespace presstime::stage

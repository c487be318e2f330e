// Plain text only; figures and times are written as a person would say them.
#include "stage/mail_text.hpp"

#include "base/text.hpp"
#include "stage/text_template.hpp"

#include <fmt/format.h>
#include <map>

namespace presstime::stage {
namespace {

std::string run_link(const Run& run, const std::string& public_url)
{
    return fmt::format("{}/v1/runs/{}", public_url, run.id);
}

// "2026-04-21 09:00 (America/New_York)" from the stored "2026-04-21T09:00:00-04:00[America/New_York]".
std::string readable_local(const Run& run)
{
    const std::size_t zone = run.nominal_local.find('[');
    if (run.nominal_local.size() < 16 || zone == std::string::npos)
        return format_rfc3339(run.nominal_at);
    return fmt::format("{} {} ({})", run.nominal_local.substr(0, 10), run.nominal_local.substr(11, 5),
                       run.nominal_local.substr(zone + 1, run.nominal_local.size() - zone - 2));
}

std::map<std::string, std::string> variables(const ReportMail& mail)
{
    std::int64_t rows = 0;
    std::vector<std::string> formats;
    for (const Artifact& artifact : mail.artifacts) {
        rows = std::max(rows, artifact.rows);
        formats.push_back(artifact.format);
    }
    std::map<std::string, std::string> values{
        {"task_name", mail.report.name},
        {"report_name", mail.dashboard.name},
        {"format", join(formats, ", ")},
        {"link", run_link(mail.run, mail.public_url)},
        {"start_time", readable_local(mail.run)},
        {"end_time", mail.run.as_of ? format_rfc3339(*mail.run.as_of) : std::string{}},
        {"execution_seconds", ""},
        {"rows", format_count(rows)},
        {"errors", mail.errors},
    };
    std::int64_t elapsed_us = 0;
    for (const Artifact& artifact : mail.artifacts)
        elapsed_us += artifact.elapsed_us;
    values["execution_seconds"] = fmt::format("{:.1f}", static_cast<double>(elapsed_us) / 1e6);
    for (const auto& [name, value] : mail.report.parameters)
        values["param." + name] = value;
    return values;
}

std::string artifact_line(const Artifact& artifact)
{
    const std::string whole = artifact.complete ? "complete" : "cut: " + artifact.note;
    return fmt::format("  {}  {}, {} rows, {}\n", artifact.filename, format_bytes(artifact.bytes),
                       format_count(artifact.rows), whole);
}

} // namespace

MailWords report_mail_words(const ReportMail& mail)
{
    const auto values = variables(mail);
    MailWords words;
    words.subject = mail.report.subject.empty()
                        ? fmt::format("{}, {}", mail.report.name, readable_local(mail.run))
                        : fill_template(mail.report.subject, values);
    for (char& letter : words.subject) // a template may bring line breaks; a header may not hold them
        if (static_cast<unsigned char>(letter) < 0x20)
            letter = ' ';
    if (!mail.report.body.empty()) {
        words.body = fill_template(mail.report.body, values) + "\n";
    } else {
        words.body = fmt::format("{}\nRun of {}\n", mail.dashboard.name, readable_local(mail.run));
        if (!mail.errors.empty())
            words.body += fmt::format("\nNot everything could be drawn: {}\n", mail.errors);
        words.body += "\n";
        for (const Artifact& artifact : mail.artifacts)
            words.body += artifact_line(artifact);
    }
    for (const std::string& line : mail.linked_artifacts)
        words.body += fmt::format("\nToo large to attach: {}\n", line);
    words.body += fmt::format("\nDetails of this run: {}\n", run_link(mail.run, mail.public_url));
    return words;
}

MailWords failure_mail_words(const FailureMail& mail)
{
    const bool failed = mail.run.status == RunStatus::failed;
    MailWords words;
    words.subject = fmt::format("{}: {}, {}", failed ? "Report failed" : "Report incomplete",
                                mail.report.name, readable_local(mail.run));
    words.body = fmt::format("The report \"{}\" due {} {}.\n", mail.report.name, readable_local(mail.run),
                             failed ? "failed" : "was not delivered whole");
    if (!mail.run.error.empty())
        words.body += fmt::format("\nCause: {}\n", mail.run.error);
    if (!mail.failed_recipients.empty()) {
        words.body += "\nNot reached:\n";
        for (const std::string& line : mail.failed_recipients)
            words.body += fmt::format("  {}\n", line);
    }
    words.body += mail.last_good ? fmt::format("\nLast good run: {}, {}\n", readable_local(*mail.last_good),
                                               run_link(*mail.last_good, mail.public_url))
                                 : std::string("\nThis report has no good run yet.\n");
    const std::string link = run_link(mail.run, mail.public_url);
    words.body += fmt::format("\nThis run: {}\n", link);
    words.body += mail.failed_recipients.empty()
                      ? fmt::format("Once the cause is mended, run it again: POST {}/v1/reports/{}/run\n",
                                    mail.public_url, mail.run.report_id)
                      : fmt::format("Send it again to those not reached: POST {}/resend\n", link);
    return words;
}

} // namespace presstime::stage

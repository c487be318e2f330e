// Plain text only; figures and times are written as a person would say them.
#include "stage/mail_text.hpp"

#include "base/text.hpp"
#include "platform/text/phrases.hpp"
#include "stage/mail_html.hpp"
#include "stage/text_template.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace presstime::stage {
namespace {

std::string run_link(const Run& run, const std::string& public_url)
{
    return fmt::format("{}/runs/{}", public_url, run.id);
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

std::string artifact_line(const Artifact& artifact, const Locale& locale)
{
    const std::string whole = artifact.complete ? say(locale, Phrase::mail_complete)
                                                : say(locale, Phrase::mail_cut, {artifact.note});
    return fmt::format("  {}  {}, {}, {}\n", artifact.filename, format_bytes(artifact.bytes),
                       say_count(locale, Phrase::rows, artifact.rows), whole);
}

// Columns as wide as their longest cell, numbers to the right; a line never longer than a mail's usual 78 is
// not promised, for figures must not be cut.
std::string table_text(const MailTable& table, const Locale& locale)
{
    std::vector<std::size_t> widths;
    for (std::size_t at = 0; at < table.headers.size(); ++at) {
        widths.push_back(count_code_points(table.headers[at]));
        for (const std::vector<std::string>& cells : table.rows)
            widths.back() = std::max(widths.back(), count_code_points(cells[at]));
    }
    auto line = [&](const std::vector<std::string>& cells) {
        std::string out;
        for (std::size_t at = 0; at < cells.size(); ++at) {
            std::string flat = cells[at];
            std::ranges::replace(flat, '\n', ' ');
            const std::string space(widths[at] - count_code_points(flat), ' ');
            out += "  " + (table.numeric[at] ? space + flat : flat + space);
        }
        out.erase(out.find_last_not_of(' ') + 1);
        return out + "\n";
    };
    std::string out = table.title.empty() ? "" : table.title + "\n";
    out += line(table.headers);
    for (const std::vector<std::string>& cells : table.rows)
        out += line(cells);
    return out + "  " + rows_line(table, locale) + "\n";
}

std::string figures_text(const MailFigures& figures, const Locale& locale)
{
    std::string out;
    for (const MailFigure& figure : figures.figures)
        out += fmt::format("{}: {}\n", figure.label, figure.value);
    if (!figures.table.headers.empty())
        out += (out.empty() ? "" : "\n") + table_text(figures.table, locale);
    return out;
}

} // namespace

MailWords report_mail_words(const ReportMail& mail)
{
    const auto values = variables(mail);
    const Locale& locale = find_locale(mail.report.locale);
    MailWords words;
    words.subject = mail.report.subject.empty()
                        ? fmt::format("{}, {}", mail.report.name, readable_local(mail.run))
                        : fill_template(mail.report.subject, values);
    for (char& letter : words.subject) // a template may bring line breaks; a header may not hold them
        if (static_cast<unsigned char>(letter) < 0x20)
            letter = ' ';
    words.link = run_link(mail.run, mail.public_url);
    words.why_it_came = say(locale, Phrase::mail_why, {mail.report.name}) + " " +
                        (mail.report.owner.empty() ? say(locale, Phrase::mail_stop_owner)
                                                   : say(locale, Phrase::mail_stop, {mail.report.owner}));
    if (!mail.report.body.empty()) {
        words.own_body = fill_template(mail.report.body, values);
        words.body = words.own_body + "\n";
    } else {
        words.body =
            mail.dashboard.name + "\n" + say(locale, Phrase::mail_run_of, {readable_local(mail.run)}) + "\n";
        if (!mail.errors.empty())
            words.body += "\n" + say(locale, Phrase::mail_not_whole, {mail.errors}) + "\n";
        if (mail.figures != nullptr)
            if (const std::string figures = figures_text(*mail.figures, locale); !figures.empty())
                words.body += "\n" + figures;
        words.body += "\n";
        for (const Artifact& artifact : mail.artifacts)
            words.body += artifact_line(artifact, locale);
    }
    for (const std::string& line : mail.linked_artifacts)
        words.body += "\n" + say(locale, Phrase::mail_too_large, {line}) + "\n";
    words.body += "\n" + say(locale, Phrase::mail_details, {words.link}) + "\n\n" + words.why_it_came + "\n";
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
                      ? std::string("Once the cause is mended, run it again from there.\n")
                      : std::string("There it can be sent again to those not reached.\n");
    return words;
}

} // namespace presstime::stage

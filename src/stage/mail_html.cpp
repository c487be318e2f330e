#include "stage/mail_html.hpp"

#include "platform/text/html_text.hpp"
#include "platform/text/phrases.hpp"

#include <fmt/format.h>

namespace presstime::stage {
namespace {

constexpr std::string_view kFont = "font-family:Inter,'Segoe UI',Arial,sans-serif";
constexpr std::string_view kInk = "#1B1F24", kSecondary = "#5B6470", kHairline = "#E3E7EC", kBad = "#C0392B",
                           kAccent = "#2F5FD0";

// As wide as the screen, and 640 px at most. Outlook knows no max-width and gets a table of its own around
// it.
std::string column_of(const std::string& rows)
{
    return fmt::format(
        "<!--[if mso]><table role=\"presentation\" width=\"640\" cellpadding=\"0\" cellspacing=\"0\" "
        "border=\"0\"><tr><td><![endif]-->\n"
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
        "bgcolor=\"#FFFFFF\" style=\"width:100%;max-width:640px;background:#FFFFFF\">\n{}</table>\n"
        "<!--[if mso]></td></tr></table><![endif]-->",
        rows);
}

// A row of the one column.
std::string row(std::string_view padding, const std::string& content)
{
    return fmt::format("<tr><td style=\"padding:{}\">{}</td></tr>\n", padding, content);
}

std::string text(int size_px, std::string_view color, std::string_view words, std::string_view more = "")
{
    return fmt::format("<div style=\"{};font-size:{}px;line-height:1.45;color:{};{}\">{}</div>", kFont,
                       size_px, color, more, html_text(words));
}

// Cards two by two: Outlook keeps tables side by side where it drops anything newer.
std::string figures_of(const std::vector<MailFigure>& figures)
{
    std::string out =
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">";
    for (std::size_t at = 0; at < figures.size(); at += 2) {
        out += "<tr>";
        for (std::size_t i = at; i < at + 2; ++i) {
            out += "<td width=\"50%\" style=\"padding:6px 12px 6px 0;vertical-align:top\">";
            if (i < figures.size())
                out += text(11, kSecondary, figures[i].label) +
                       text(22, kInk, figures[i].value, "font-weight:600");
            out += "</td>";
        }
        out += "</tr>";
    }
    return out + "</table>";
}

std::string cell(std::string_view tag, std::string_view words, bool numeric, std::string_view style)
{
    return fmt::format("<{0} align=\"{1}\" style=\"{2};font-size:12px;line-height:1.4;padding:4px 8px 4px 0;"
                       "word-break:break-word;border-bottom:1px solid {3};{4}\">{5}</{0}>",
                       tag, numeric ? "right" : "left", kFont, kHairline, style, html_text(words));
}

std::string table_of(const MailTable& table, const Locale& locale)
{
    std::string out;
    if (!table.title.empty())
        out += text(14, kInk, table.title, "font-weight:600;padding-bottom:4px");
    out += "<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
           "style=\"border-collapse:collapse\"><tr>";
    for (std::size_t at = 0; at < table.headers.size(); ++at)
        out += cell("th", table.headers[at], table.numeric[at],
                    fmt::format("color:{};font-weight:600", kSecondary));
    out += "</tr>\n";
    for (const std::vector<std::string>& cells : table.rows) {
        out += "<tr>";
        for (std::size_t at = 0; at < cells.size(); ++at)
            out += cell("td", cells[at], table.numeric[at], fmt::format("color:{}", kInk));
        out += "</tr>\n";
    }
    out += "</table>";
    return out + text(11, kSecondary, rows_line(table, locale), "padding-top:6px");
}

// Padding on the link's own cell: Outlook ignores it on the link.
std::string button(std::string_view words, const std::string& url)
{
    return fmt::format(
        "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr>"
        "<td bgcolor=\"{0}\" style=\"background:{0};border-radius:4px;padding:10px 18px\">"
        "<a href=\"{1}\" style=\"{2};font-size:14px;font-weight:600;color:#FFFFFF;text-decoration:none\">"
        "{3}</a></td></tr></table>",
        kAccent, html_address(url), kFont, html_text(words));
}

std::string picture_of(const MailPicture& picture)
{
    const std::string height = picture.height_px > 0 ? fmt::format(" height=\"{}\"", picture.height_px) : "";
    // The attributes are for Outlook; the style lets a phone shrink it, which no percentage of max-width does
    // in a cell that is as wide as what it holds.
    return fmt::format(
        "<img src=\"cid:{0}\" width=\"{1}\"{2} alt=\"{3}\" style=\"display:block;border:0;width:100%;"
        "max-width:{1}px;height:auto;{4};font-size:13px;color:{5}\">",
        picture.content_id, picture.width_px, height, html_text(picture.alt_text), kFont, kInk);
}

// The report's own words, line by line.
std::string body_of(const std::string& body)
{
    std::string out;
    for (std::string_view rest = body; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        out += html_text(rest.substr(0, end)) + "<br>";
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return fmt::format("<div style=\"{};font-size:14px;line-height:1.5;color:{}\">{}</div>", kFont, kInk,
                       out);
}

} // namespace

std::string rows_line(const MailTable& table, const Locale& locale)
{
    const auto shown = static_cast<std::int64_t>(table.rows.size());
    std::string line =
        shown >= table.rows_in_result
            ? say_count(locale, Phrase::rows, shown)
            : say(locale, Phrase::mail_first_rows,
                  {count_text(locale, shown), say_count(locale, Phrase::rows, table.rows_in_result)});
    if (table.columns_left_out > 0) {
        const auto shown_columns = static_cast<std::int64_t>(table.headers.size());
        const auto left_out = static_cast<std::int64_t>(table.columns_left_out);
        line += "; " + say(locale, Phrase::columns_left_out,
                           {count_text(locale, left_out),
                            say_count(locale, Phrase::columns, shown_columns + left_out)});
    }
    return line;
}

std::string report_mail_html(const HtmlMail& html)
{
    const ReportMail& mail = html.mail;
    const Locale& locale = find_locale(mail.report.locale);
    std::string rows;
    rows += row("28px 24px 0", text(22, kInk, mail.dashboard.name, "font-weight:600;line-height:1.25"));
    if (!html.subtitle.empty())
        rows += row("2px 24px 0", text(13, kSecondary, html.subtitle));
    if (!mail.errors.empty())
        rows += row("12px 24px 0", text(13, kBad, say(locale, Phrase::mail_not_whole, {mail.errors})));
    if (!mail.report.body.empty())
        rows += row("16px 24px 0", body_of(html.words.own_body));
    if (!html.picture.content_id.empty())
        rows += row("16px 0 0", picture_of(html.picture));
    else if (!html.figures.figures.empty())
        rows += row("16px 24px 0", figures_of(html.figures.figures));
    if (!html.figures.table.headers.empty())
        rows += row("20px 24px 0", table_of(html.figures.table, locale));
    for (const std::string& line : mail.linked_artifacts)
        rows += row("12px 24px 0", text(13, kInk, say(locale, Phrase::mail_too_large, {line})));
    rows += row("24px 24px 0", button(say(locale, Phrase::mail_open), html.words.link));
    rows += row("28px 24px 28px",
                text(11, kSecondary, html.data_as_of) + text(11, kSecondary, html.words.why_it_came));
    return fmt::format(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
        "content=\"width=device-width\"><meta name=\"color-scheme\" "
        "content=\"light\"><title>{}</title></head>\n"
        "<body style=\"margin:0;padding:0;background:#F7F8FA\">\n"
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" "
        "bgcolor=\"#F7F8FA\">"
        "<tr><td align=\"center\" style=\"padding:16px 0\">\n{}\n</td></tr></table>\n</body></html>\n",
        html_text(mail.report.locale), html_text(html.words.subject), column_of(rows));
}

} // namespace presstime::stage

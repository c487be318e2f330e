// The HTML body of a report's mail: one column of 640 px in nested tables with inline styles, which is what
// Outlook lays out: the picture of the dashboard, its first rows as text, one button, and why it came.
#pragma once

#include "platform/text/locale.hpp"
#include "stage/mail_figures.hpp"
#include "stage/mail_text.hpp"

#include <string>

namespace presstime::stage {

struct MailPicture {
    std::string content_id; // empty = no picture
    std::string alt_text;
    int width_px = 640;
    int height_px = 0;
};

struct HtmlMail {
    const ReportMail& mail;
    const MailWords&
        words; // the same mail as text; its body stands above the picture when the report has one
    const MailFigures& figures;
    MailPicture picture;
    std::string subtitle;   // period and parameters
    std::string data_as_of; // "Data as of ..."
};

// "10 of 4,812 rows; 3 of 9 columns left out": what stands under the first rows.
std::string rows_line(const MailTable& table, const Locale& locale);

// Whole HTML document, without any address but the report's own link.
std::string report_mail_html(const HtmlMail& html);

} // namespace presstime::stage

// Reads the head of a stored mail back: a few fields for a list that people look at. It knows no body.
#pragma once

#include <string>
#include <string_view>

namespace presstime::mail {

struct MailHead {
    std::string envelope_to; // X-Presstime-Envelope-To: whom this copy is for
    std::string from;
    std::string to; // as it stands in the mail: several addresses are separated by commas
    std::string subject;
    std::string message_id; // without <>
};

// From the first bytes of a mail, CRLF or LF; folded lines are joined (RFC 5322 section 2.2.3), encoded words
// of UTF-8 opened (RFC 2047), and what is left made fit to be shown. A field that is not there is empty.
MailHead read_mail_head(std::string_view bytes);

} // namespace presstime::mail

// Composes a mail as RFC 5322 / MIME bytes. The same Mail gives the same bytes, always: they are stored once
// and sent as they are at every try. It sends nothing and reads no clock.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace presstime::mail {

struct Attachment {
    std::string filename;
    std::string content_type;                                 // "application/pdf"
    std::variant<std::filesystem::path, std::string> content; // a file, streamed, or the bytes themselves
};

// A picture that the HTML shows by "cid:" and this id.
struct InlineImage {
    std::string content_id;   // letters, digits, '.', '_' and '-'
    std::string content_type; // "image/png"
    std::variant<std::filesystem::path, std::string> content;
};

// Recipients in bcc stand in the envelope alone and never here. Together mode: one Mail with every address,
// sent to each; each mode: one Mail per recipient.
struct Mail {
    std::string from;
    std::string from_name;       // shown beside `from`; may be empty
    std::vector<std::string> to; // none at all becomes "undisclosed-recipients:;"
    std::vector<std::string> cc;
    std::string subject;
    Instant date{};
    std::string message_id;          // "unique@domain", without <>
    std::string text;                // UTF-8; any line ends
    std::string html;                // UTF-8, the same for readers that show it; empty = text alone
    std::vector<InlineImage> images; // of the HTML; none without it
    std::vector<Attachment> attachments;
    bool auto_submitted = true; // "Auto-Submitted: auto-generated" (RFC 3834)
};

// Takes the next bytes; an error stops the composing and is returned.
using Sink = std::function<Result<>(std::string_view)>;

// Writes the whole message, every line ended by CRLF and at most 998 bytes long, 7-bit throughout.
// `invalid(field)` for bad addresses and for control characters in a header's text; `retry` when an attached
// file cannot be read.
Result<> compose(const Mail& mail, const Sink& sink);

} // namespace presstime::mail

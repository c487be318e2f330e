// Composes the message part by part into a sink. The boundary cannot occur in a part: "=_" is neither base64
// nor quoted-printable, so it needs no randomness and stays the same for the same message id.
#include "platform/mail/mime.hpp"

#include "base/text.hpp"
#include "platform/mail/header_text.hpp"
#include "platform/mail/mail_address.hpp"
#include "platform/mail/transfer_encoding.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <fmt/format.h>
#include <fstream>

namespace presstime::mail {

namespace {

constexpr std::size_t kLongestFilename = 255;
constexpr std::size_t kLongestSubject = 2000;
constexpr std::size_t kReadBytes = 57UL * 1024;

std::unexpected<Error> invalid(std::string_view field, std::string_view fault)
{
    return fail(Error::invalid(std::string(field), fmt::format("{} {}", field, fault)));
}

Result<> check_text(std::string_view text, std::size_t longest, std::string_view field)
{
    if (has_control_characters(text))
        return invalid(field, "holds control characters or line breaks; remove them");
    if (!is_valid_utf8(text))
        return invalid(field, "is not valid UTF-8");
    if (text.size() > longest)
        return invalid(field, fmt::format("is longer than {} bytes; shorten it", longest));
    return {};
}

Result<> check_message_id(std::string_view id)
{
    bool printable = std::all_of(id.begin(), id.end(), [](char c) {
        return c > 0x20 && c < 0x7F && std::string_view("<>()[]\\,;:\"").find(c) == std::string_view::npos;
    });
    if (!printable || id.size() > 250 || std::count(id.begin(), id.end(), '@') != 1 || id.front() == '@' ||
        id.back() == '@')
        return invalid("message_id", "must look like unique@domain");
    return {};
}

Result<> check_content_type(std::string_view type)
{
    bool printable = std::all_of(type.begin(), type.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    if (!printable || type.size() > 70 || type.find('/') == std::string_view::npos)
        return invalid("attachments.content_type", "must look like application/pdf");
    return {};
}

Result<> check_content_id(std::string_view id)
{
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
    });
    if (!plain || id.empty() || id.size() > 64)
        return invalid("images.content_id", "must be letters, digits, '.', '_' and '-'");
    return {};
}

Result<> check(const Mail& mail)
{
    TRY(check_mail_address(mail.from, "from"));
    TRY(check_text(mail.from_name, kLongestFilename, "from_name"));
    for (const std::string& address : mail.to)
        TRY(check_mail_address(address, "to"));
    for (const std::string& address : mail.cc)
        TRY(check_mail_address(address, "cc"));
    TRY(check_text(mail.subject, kLongestSubject, "subject"));
    TRY(check_message_id(mail.message_id));
    if (!is_valid_utf8(mail.text))
        return invalid("body", "is not valid UTF-8");
    if (!is_valid_utf8(mail.html))
        return invalid("html", "is not valid UTF-8");
    for (const InlineImage& image : mail.images) {
        TRY(check_content_id(image.content_id));
        TRY(check_content_type(image.content_type));
    }
    for (const Attachment& attachment : mail.attachments) {
        TRY(check_text(attachment.filename, kLongestFilename, "attachments.filename"));
        TRY(check_content_type(attachment.content_type));
    }
    return {};
}

// FNV-1a, 64 bits: a short name for the message id, not a secret. The role stands in front, for no boundary
// may begin with another one.
std::string boundary_of(std::string_view message_id, std::string_view role)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char c : message_id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return fmt::format("=_{}_{:016x}", role, hash);
}

std::string write_headers(const Mail& mail)
{
    std::string out = structured_header("Date", format_rfc5322(mail.date));
    std::string from =
        mail.from_name.empty() ? mail.from : fmt::format("{} <{}>", phrase(mail.from_name), mail.from);
    out += structured_header("From", from);
    out += structured_header("To", mail.to.empty() ? "undisclosed-recipients:;" : join(mail.to, ", "));
    if (!mail.cc.empty())
        out += structured_header("Cc", join(mail.cc, ", "));
    out += fmt::format("Message-ID: <{}>\r\n", mail.message_id);
    out += text_header("Subject", mail.subject);
    if (mail.auto_submitted)
        out += "Auto-Submitted: auto-generated\r\n";
    return out + "MIME-Version: 1.0\r\n";
}

std::string write_text_part(std::string_view subtype, std::string_view text)
{
    return fmt::format(
        "Content-Type: text/{}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
        subtype, encode_quoted_printable(text));
}

Result<> write_file(const std::filesystem::path& path, Base64Lines& lines)
{
    std::ifstream file(path, std::ios::binary);
    std::array<char, kReadBytes> buffer;
    while (file.read(buffer.data(), buffer.size()) || file.gcount() > 0)
        TRY(lines.write(std::string_view(buffer.data(), static_cast<std::size_t>(file.gcount()))));
    if (!file.eof() || file.bad())
        return fail(
            Error::retry("the stored file of an attachment cannot be read").with_context(path.string()));
    return {};
}

using Content = std::variant<std::filesystem::path, std::string>;

Result<> write_content(const Content& content, const Sink& sink)
{
    Base64Lines lines(sink);
    if (const auto* bytes = std::get_if<std::string>(&content))
        TRY(lines.write(*bytes));
    else
        TRY(write_file(std::get<std::filesystem::path>(content), lines));
    return lines.finish();
}

Result<> write_attachment(const Attachment& attachment, const Sink& sink)
{
    TRY(sink(fmt::format("Content-Type: {}{}\r\nContent-Disposition: attachment{}\r\n"
                         "Content-Transfer-Encoding: base64\r\n\r\n",
                         attachment.content_type, parameter("name", attachment.filename),
                         parameter("filename", attachment.filename))));
    return write_content(attachment.content, sink);
}

// The HTML and its pictures (RFC 2387).
Result<> write_related(const Mail& mail, const Sink& sink)
{
    if (mail.images.empty())
        return sink(write_text_part("html", mail.html));
    const std::string boundary = boundary_of(mail.message_id, "related");
    TRY(sink(fmt::format(
        "Content-Type: multipart/related; type=\"text/html\";\r\n boundary=\"{0}\"\r\n\r\n--{0}\r\n",
        boundary)));
    TRY(sink(write_text_part("html", mail.html)));
    for (const InlineImage& image : mail.images) {
        TRY(sink(fmt::format("\r\n--{}\r\nContent-Type: {}\r\nContent-Disposition: inline\r\n"
                             "Content-ID: <{}>\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                             boundary, image.content_type, image.content_id)));
        TRY(write_content(image.content, sink));
    }
    return sink(fmt::format("\r\n--{}--\r\n", boundary));
}

// What a reader shows: the text, or beside it the HTML (RFC 2046 section 5.1.4: the best comes last).
Result<> write_body(const Mail& mail, const Sink& sink)
{
    if (mail.html.empty())
        return sink(write_text_part("plain", mail.text));
    const std::string boundary = boundary_of(mail.message_id, "alternative");
    TRY(sink(
        fmt::format("Content-Type: multipart/alternative;\r\n boundary=\"{0}\"\r\n\r\n--{0}\r\n", boundary)));
    TRY(sink(write_text_part("plain", mail.text)));
    TRY(sink(fmt::format("\r\n--{}\r\n", boundary)));
    TRY(write_related(mail, sink));
    return sink(fmt::format("\r\n--{}--\r\n", boundary));
}

} // namespace

Result<> compose(const Mail& mail, const Sink& sink)
{
    TRY(check(mail));
    TRY(sink(write_headers(mail)));
    if (mail.attachments.empty())
        return write_body(mail, sink);
    const std::string boundary = boundary_of(mail.message_id, "presstime");
    TRY(sink(fmt::format("Content-Type: multipart/mixed;\r\n boundary=\"{0}\"\r\n\r\n--{0}\r\n", boundary)));
    TRY(write_body(mail, sink));
    for (const Attachment& attachment : mail.attachments) {
        TRY(sink(fmt::format("\r\n--{}\r\n", boundary)));
        TRY(write_attachment(attachment, sink));
    }
    return sink(fmt::format("\r\n--{}--\r\n", boundary));
}

} // namespace presstime::mail

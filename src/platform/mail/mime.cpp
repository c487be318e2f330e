// Composes the message part by part into a sink. The boundary cannot occur in a part: "=_" is neither base64
// nor quoted-printable, so it needs no randomness and stays the same for the same message id.
#include "platform/mail/mime.hpp"

#include "base/text.hpp"
#include "platform/mail/header_text.hpp"
#include "platform/mail/mail_address.hpp"
#include "platform/mail/transfer_encoding.hpp"

#include <algorithm>
#include <array>
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
    for (const Attachment& attachment : mail.attachments) {
        TRY(check_text(attachment.filename, kLongestFilename, "attachments.filename"));
        TRY(check_content_type(attachment.content_type));
    }
    return {};
}

// FNV-1a, 64 bits: a short name for the message id, not a secret.
std::string boundary_of(std::string_view message_id)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char c : message_id)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return fmt::format("=_presstime_{:016x}", hash);
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

std::string write_text_part(std::string_view text)
{
    return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
           encode_quoted_printable(text);
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

Result<> write_attachment(const Attachment& attachment, const Sink& sink)
{
    TRY(sink(fmt::format("Content-Type: {}{}\r\nContent-Disposition: attachment{}\r\n"
                         "Content-Transfer-Encoding: base64\r\n\r\n",
                         attachment.content_type, parameter("name", attachment.filename),
                         parameter("filename", attachment.filename))));
    Base64Lines lines(sink);
    if (const auto* bytes = std::get_if<std::string>(&attachment.content))
        TRY(lines.write(*bytes));
    else
        TRY(write_file(std::get<std::filesystem::path>(attachment.content), lines));
    return lines.finish();
}

} // namespace

Result<> compose(const Mail& mail, const Sink& sink)
{
    TRY(check(mail));
    std::string head = write_headers(mail);
    if (mail.attachments.empty())
        return sink(head + write_text_part(mail.text));
    std::string boundary = boundary_of(mail.message_id);
    head += fmt::format("Content-Type: multipart/mixed;\r\n boundary=\"{}\"\r\n\r\n", boundary);
    TRY(sink(fmt::format("{}--{}\r\n{}", head, boundary, write_text_part(mail.text))));
    for (const Attachment& attachment : mail.attachments) {
        TRY(sink(fmt::format("\r\n--{}\r\n", boundary)));
        TRY(write_attachment(attachment, sink));
    }
    return sink(fmt::format("\r\n--{}--\r\n", boundary));
}

} // namespace presstime::mail

// Base64 (RFC 2045 section 6.8) and quoted-printable (section 6.7).
#include "platform/mail/transfer_encoding.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>

namespace presstime::mail {

namespace {

constexpr std::size_t kBytesPerLine = 57; // 76 characters
constexpr std::size_t kLineLength = 76;

void append_base64(std::string& out, std::string_view bytes)
{
    constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    auto at = [&](std::size_t i) { return i < bytes.size() ? static_cast<std::uint8_t>(bytes[i]) : 0U; };
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = (at(i) << 16) | (at(i + 1) << 8) | at(i + 2);
        out += kAlphabet[group >> 18];
        out += kAlphabet[(group >> 12) & 63];
        out += i + 1 < bytes.size() ? kAlphabet[(group >> 6) & 63] : '=';
        out += i + 2 < bytes.size() ? kAlphabet[group & 63] : '=';
    }
}

std::string encode_quoted_line(std::string_view line)
{
    std::string out;
    std::size_t line_start = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        char c = line[i];
        bool trailing_space = (c == ' ' || c == '\t') && i + 1 == line.size();
        bool plain = (c == '\t' || (c >= ' ' && c <= '~')) && c != '=' && !trailing_space;
        std::string piece = plain ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c));
        if (out.size() - line_start + piece.size() > kLineLength - 1) {
            out += "=\r\n";
            line_start = out.size();
        }
        out += piece;
    }
    return out;
}

} // namespace

std::string encode_base64(std::string_view bytes)
{
    std::string out;
    append_base64(out, bytes);
    return out;
}

Result<> Base64Lines::write(std::string_view bytes)
{
    pending_.append(bytes);
    std::size_t whole = pending_.size() / kBytesPerLine * kBytesPerLine;
    std::string lines;
    lines.reserve(whole / kBytesPerLine * (kLineLength + 2));
    for (std::size_t at = 0; at < whole; at += kBytesPerLine) {
        append_base64(lines, std::string_view(pending_).substr(at, kBytesPerLine));
        lines += "\r\n";
    }
    pending_.erase(0, whole);
    return lines.empty() ? Result<>{} : sink_(lines);
}

Result<> Base64Lines::finish()
{
    if (pending_.empty())
        return {};
    std::string line = encode_base64(pending_) + "\r\n";
    pending_.clear();
    return sink_(line);
}

std::string encode_quoted_printable(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        out += encode_quoted_line(text.substr(0, end)) + "\r\n";
        std::size_t skip = text.substr(end).starts_with("\r\n") ? 2 : 1;
        text.remove_prefix(std::min(end + skip, text.size()));
    }
    return out;
}

} // namespace presstime::mail

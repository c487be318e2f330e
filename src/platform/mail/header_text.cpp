// Writes header fields by RFC 5322 section 2.2.3 (folding),
// RFC 2047 (encoded words) and RFC 2231 (parameters).
#include "platform/mail/header_text.hpp"

#include "base/text.hpp"
#include "platform/mail/transfer_encoding.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::mail {

namespace {

constexpr std::size_t kLineLength = 76;
// RFC 2047 section 2: an encoded word has at most 75 characters; "=?UTF-8?B??=" takes 12 of them.
constexpr std::size_t kBytesPerEncodedWord = (75UL - 12) / 4 * 3;

bool is_plain(std::string_view text)
{
    bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7E; });
    if (!ascii || text.find("=?") != std::string_view::npos || text.starts_with(' ') || text.ends_with(' '))
        return false;
    auto words = split(text, ' ');
    return std::all_of(words.begin(), words.end(),
                       [](std::string_view word) { return word.size() < kLineLength; });
}

std::string encoded_words(std::string_view text)
{
    std::vector<std::string> words;
    while (!text.empty()) {
        std::string_view piece = clip_utf8(text, kBytesPerEncodedWord);
        words.push_back(fmt::format("=?UTF-8?B?{}?=", encode_base64(piece)));
        text.remove_prefix(piece.size());
    }
    return join(words, " ");
}

// RFC 2231 section 7: attribute-char.
std::string percent_encode_parameter(char c)
{
    constexpr std::string_view kPlain = "!#$&+-.^_`{|}~";
    bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 kPlain.find(c) != std::string_view::npos;
    return plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (char c : text) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '"';
}

} // namespace

std::string structured_header(std::string_view name, std::string_view value)
{
    std::string out = fmt::format("{}:", name);
    std::size_t line_start = 0;
    while (!value.empty()) {
        // A word with the spaces before it, so that folding loses none of them.
        std::size_t word = std::min(value.find_first_not_of(' '), value.size());
        std::size_t end = std::min(value.find(' ', word), value.size());
        bool first = line_start == 0 && out.size() == name.size() + 1;
        if (!first && out.size() - line_start + end > kLineLength) {
            out += "\r\n";
            line_start = out.size();
        }
        if (first)
            out += ' ';
        out += value.substr(0, end);
        value.remove_prefix(end);
    }
    return out + "\r\n";
}

std::string text_header(std::string_view name, std::string_view text)
{
    return structured_header(name, is_plain(text) ? std::string(text) : encoded_words(text));
}

std::string phrase(std::string_view text)
{
    return is_plain(text) ? quoted(text) : encoded_words(text);
}

std::string parameter(std::string_view name, std::string_view value)
{
    std::string plain = fmt::format(";\r\n {}={}", name, quoted(value));
    if (is_plain(value) && plain.size() <= kLineLength)
        return plain;
    std::string encoded;
    for (char c : value)
        encoded += percent_encode_parameter(c);
    std::string whole = fmt::format(";\r\n {}*=UTF-8''{}", name, encoded);
    if (whole.size() <= kLineLength)
        return whole;
    std::string out;
    std::string line = fmt::format(";\r\n {}*0*=UTF-8''", name);
    int part = 0;
    for (char c : value) {
        std::string piece = percent_encode_parameter(c);
        if (line.size() + piece.size() > kLineLength) {
            out += line;
            line = fmt::format(";\r\n {}*{}*=", name, ++part);
        }
        line += piece;
    }
    return out + line;
}

} // namespace presstime::mail

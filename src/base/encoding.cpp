#include "base/encoding.hpp"

#include <algorithm>
#include <cctype>
#include <cstdint>

namespace presstime {
namespace {

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kHex = "0123456789ABCDEF";

int hex_value(char letter)
{
    if (letter >= '0' && letter <= '9')
        return letter - '0';
    if (letter >= 'a' && letter <= 'f')
        return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F')
        return letter - 'A' + 10;
    return -1;
}

int base64_value(char letter)
{
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a' + 26;
    if (letter >= '0' && letter <= '9')
        return letter - '0' + 52;
    if (letter == '+')
        return 62;
    return letter == '/' ? 63 : -1;
}

std::span<const unsigned char> as_bytes(std::string_view text)
{
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

bool is_unreserved(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) || letter == '-' || letter == '.' ||
           letter == '_' || letter == '~';
}

} // namespace

std::string base64_encode(std::span<const unsigned char> bytes)
{
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t left = bytes.size() - at;
        const std::uint32_t group = static_cast<std::uint32_t>(bytes[at]) << 16 |
                                    (left > 1 ? static_cast<std::uint32_t>(bytes[at + 1]) << 8 : 0U) |
                                    (left > 2 ? static_cast<std::uint32_t>(bytes[at + 2]) : 0U);
        out.push_back(kBase64[group >> 18]);
        out.push_back(kBase64[group >> 12 & 63]);
        out.push_back(left > 1 ? kBase64[group >> 6 & 63] : '=');
        out.push_back(left > 2 ? kBase64[group & 63] : '=');
    }
    return out;
}

Result<std::string> base64_decode(std::string_view text)
{
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t group = 0;
    int letters = 0;
    int padding = 0;
    for (const char letter : text) {
        if (letter == ' ' || letter == '\t' || letter == '\r' || letter == '\n')
            continue;
        const int value = letter == '=' ? 0 : base64_value(letter);
        padding += letter == '=' ? 1 : 0;
        if (value < 0 || (padding > 0 && letter != '=') || padding > 2)
            return fail(Error::malformed("base64 text has only letters, digits, + and /, and = at its end"));
        group = group << 6 | static_cast<std::uint32_t>(value);
        if (++letters % 4 != 0)
            continue;
        out.push_back(static_cast<char>(group >> 16 & 255));
        if (padding < 2)
            out.push_back(static_cast<char>(group >> 8 & 255));
        if (padding < 1)
            out.push_back(static_cast<char>(group & 255));
    }
    if (letters % 4 != 0)
        return fail(Error::malformed("base64 text ends in the middle; its length is a multiple of four"));
    return out;
}

std::string base64_encode(std::string_view bytes)
{
    return base64_encode(as_bytes(bytes));
}

Result<std::string> base64_decode_strict(std::string_view text)
{
    std::string bytes = TRY(base64_decode(text));
    // Only one text is what these bytes encode to.
    if (base64_encode(bytes) != text)
        return fail(Error::malformed("base64 text has no white space, and zero bits before its padding"));
    return bytes;
}

std::string base64url_encode(std::span<const unsigned char> bytes)
{
    std::string text = base64_encode(bytes);
    while (text.ends_with('='))
        text.pop_back();
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::string base64url_encode(std::string_view bytes)
{
    return base64url_encode(as_bytes(bytes));
}

Result<std::string> base64url_decode(std::string_view text)
{
    constexpr std::string_view kMessage =
        "base64url text has only letters, digits, - and _, no padding, and zero bits at its end";
    std::string standard(text);
    std::ranges::replace(standard, '-', '+');
    std::ranges::replace(standard, '_', '/');
    standard.append((4 - standard.size() % 4) % 4, '=');
    Result<std::string> bytes = base64_decode(standard);
    // Only one text is what these bytes encode to: + and /, padding and white space fall out here too.
    if (!bytes || base64url_encode(*bytes) != text)
        return fail(Error::malformed(std::string(kMessage)));
    return bytes;
}

Result<std::vector<unsigned char>> hex_decode(std::string_view text)
{
    if (text.size() % 2 != 0)
        return fail(Error::malformed("hexadecimal text needs an even number of digits"));
    std::vector<unsigned char> bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t at = 0; at < text.size(); at += 2) {
        const int high = hex_value(text[at]);
        const int low = hex_value(text[at + 1]);
        if (high < 0 || low < 0)
            return fail(Error::malformed("hexadecimal text has only the digits 0-9 and a-f"));
        bytes.push_back(static_cast<unsigned char>(high << 4 | low));
    }
    return bytes;
}

std::string percent_encode_component(std::string_view text)
{
    std::string out;
    for (const char letter : text) {
        if (is_unreserved(letter)) {
            out.push_back(letter);
            continue;
        }
        const auto byte = static_cast<unsigned char>(letter);
        out.push_back('%');
        out.push_back(kHex[byte >> 4]);
        out.push_back(kHex[byte & 15]);
    }
    return out;
}

} // namespace presstime

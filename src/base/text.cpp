// Splitting, encoding, numbers and nearest words. ASCII rules only: no locale is ever consulted.
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace presstime {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";
constexpr std::size_t kMaxGuessBytes = 128;

char lower_ascii(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower_ascii(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// Levenshtein distance in bytes, letters compared without case; swapped neighbours count as one edit.
std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            char x = lower_ascii(a[i - 1]);
            char y = lower_ascii(b[j - 1]);
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (x == y ? 0 : 1)});
            if (i > 1 && j > 1 && x == lower_ascii(b[j - 2]) && y == lower_ascii(a[i - 2]))
                current[j] = std::min(current[j], before_last[j - 2] + 1);
        }
        std::swap(before_last, last);
        std::swap(last, current);
    }
    return last[b.size()];
}

} // namespace

std::string_view trim(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t\r\n\v\f";
    std::size_t start = text.find_first_not_of(kBlanks);
    if (start == std::string_view::npos)
        return {};
    return text.substr(start, text.find_last_not_of(kBlanks) - start + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos)
            return parts;
        text.remove_prefix(end + 1);
    }
}

std::string to_lower_ascii(std::string_view text)
{
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), lower_ascii);
    return lower;
}

bool equals_ignore_case_ascii(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
}

bool has_control_characters(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

std::string percent_encode(std::string_view text)
{
    constexpr char kUpperHex[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7F && c != '%')
            encoded += c;
        else
            ((encoded += '%') += kUpperHex[byte >> 4]) += kUpperHex[byte & 0xF];
    }
    return encoded;
}

Result<std::string> percent_decode(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return fail(Error::malformed(
                "a '%' must be followed by two hexadecimal digits; write a plain '%' as %25"));
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

std::string hex_encode(std::span<const unsigned char> bytes)
{
    std::string text;
    text.reserve(bytes.size() * 2);
    for (unsigned char byte : bytes)
        (text += kHexDigits[byte >> 4]) += kHexDigits[byte & 0xF];
    return text;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator)
{
    std::string joined;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            joined += separator;
        joined += parts[i];
    }
    return joined;
}

std::optional<std::int64_t> parse_int(std::string_view text)
{
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<double> parse_double(std::string_view text)
{
    double value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::string format_bytes(std::uint64_t bytes)
{
    constexpr std::string_view kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    // 1023.95 would be written as 1024.0: go to the next unit before that.
    while (value >= 1023.95 && unit + 1 < std::size(kUnits)) {
        value /= 1024;
        ++unit;
    }
    std::string number = fmt::format("{:.1f}", value);
    if (number.ends_with(".0"))
        number.resize(number.size() - 2);
    return fmt::format("{} {}", number, kUnits[unit]);
}

std::string format_count(std::int64_t count)
{
    std::string digits = fmt::format("{}", count);
    std::size_t first = digits.front() == '-' ? 1 : 0;
    for (std::size_t position = digits.size(); position > first + 3;) {
        position -= 3;
        digits.insert(position, 1, ',');
    }
    return digits;
}

std::optional<std::string> did_you_mean(std::string_view word, std::span<const std::string> candidates)
{
    if (word.empty() || word.size() > kMaxGuessBytes)
        return std::nullopt;
    std::size_t best = std::clamp<std::size_t>(word.size() / 3, 1, 4) + 1;
    const std::string* nearest = nullptr;
    for (const std::string& candidate : candidates) {
        std::size_t lengths_apart =
            std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size());
        if (lengths_apart >= best)
            continue;
        std::size_t distance = edit_distance(word, candidate);
        if (distance < best && distance < word.size()) {
            best = distance;
            nearest = &candidate;
        }
    }
    return nearest ? std::optional<std::string>(*nearest) : std::nullopt;
}

} // namespace presstime

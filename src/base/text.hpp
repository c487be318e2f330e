// Small text functions that the standard library lacks. Bytes are UTF-8 unless said otherwise.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

bool is_valid_utf8(std::string_view text);
// Number of code points of valid UTF-8.
std::size_t count_code_points(std::string_view text);
// The longest prefix of at most `max_bytes` that ends on a code point boundary.
std::string_view clip_utf8(std::string_view text, std::size_t max_bytes);
// Invalid sequences become U+FFFD; the result is valid UTF-8.
std::string repair_utf8(std::string_view bytes);
// Code points that are no characters (U+FDD0 to U+FDEF and the last two of each plane) are valid UTF-8, and
// yet refused by XML readers and by cairo. Each becomes U+FFFD or the last before it: no length changes.
void replace_noncharacters(std::string& text);

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string to_lower_ascii(std::string_view text);
bool equals_ignore_case_ascii(std::string_view a, std::string_view b);
// True when any byte is below 0x20 or 0x7F: what must never reach a mail or HTTP header.
bool has_control_characters(std::string_view text);
// Percent-encodes every byte outside printable ASCII, and '%' itself (RFC 3986 section 2.1).
std::string percent_encode(std::string_view text);
Result<std::string> percent_decode(std::string_view text);
std::string hex_encode(std::span<const unsigned char> bytes);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// Strict decimal integer, the whole text, no sign but '-'; nothing on overflow.
std::optional<std::int64_t> parse_int(std::string_view text);
std::optional<double> parse_double(std::string_view text);
// "2 GiB", "20 MiB", "512 B" from a count of bytes.
std::string format_bytes(std::uint64_t bytes);
// 1204 -> "1,204".
std::string format_count(std::int64_t count);

// The candidate nearest to `word` by edit distance, if near enough to be what was meant.
std::optional<std::string> did_you_mean(std::string_view word, std::span<const std::string> candidates);

} // namespace presstime

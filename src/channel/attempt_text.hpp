// What a receiver said, made fit for a row that people read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace presstime {

// Valid UTF-8 of at most 4 KiB on one line: control characters
// written as \n, \t, \x1b; invalid bytes as U+FFFD.
std::string attempt_text(std::string_view received);

// The wait a Retry-After value asks for (RFC 9110 section 10.2.3: seconds or an HTTP date), within 0 and a
// day; nothing when it is neither. `now_s` is seconds since 1970.
std::optional<std::int64_t> parse_retry_after(std::string_view value, std::int64_t now_s);

} // namespace presstime

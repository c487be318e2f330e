// The header Retry-After (RFC 9110 section 10.2.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace presstime::http {

// The wait in seconds that the value asks for, seconds or an HTTP date, within 0 and a day; nothing when it
// is neither. `now_s` is seconds since 1970.
std::optional<std::int64_t> parse_retry_after(std::string_view value, std::int64_t now_s);

} // namespace presstime::http

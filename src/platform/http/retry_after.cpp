// Digits or a date; whatever else is given is no wish at all.
#include "platform/http/retry_after.hpp"

#include "base/text.hpp"

#include <curl/curl.h>

#include <algorithm>

namespace presstime::http {
namespace {

constexpr std::int64_t kLongestWait_s = 86'400;

} // namespace

std::optional<std::int64_t> parse_retry_after(std::string_view value, std::int64_t now_s)
{
    value = trim(value);
    if (value.empty() || value.size() > 64)
        return std::nullopt;
    bool digits = std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits)
        return std::min(parse_int(value).value_or(kLongestWait_s), kLongestWait_s);
    // An HTTP date begins with a weekday; curl_getdate alone would also read "-5" or "1e9" as one.
    bool dated = value.find(',') != std::string_view::npos || value.find(' ') != std::string_view::npos;
    if (!dated || !((value[0] >= 'A' && value[0] <= 'Z') || (value[0] >= 'a' && value[0] <= 'z')))
        return std::nullopt;
    time_t at = curl_getdate(std::string(value).c_str(), nullptr);
    if (at < 0)
        return std::nullopt;
    return std::clamp<std::int64_t>(static_cast<std::int64_t>(at) - now_s, 0, kLongestWait_s);
}

} // namespace presstime::http

// Escapes and bounds. Nothing a receiver sends reaches a terminal, a log line or a page unescaped.
#include "channel/attempt_text.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <curl/curl.h>
#include <fmt/format.h>
#include <iterator>

namespace presstime {

namespace {

constexpr std::size_t kLongestText = 4UL * 1024;
constexpr std::int64_t kLongestWait_s = 86'400;

} // namespace

std::string attempt_text(std::string_view received)
{
    std::string out;
    for (char c : repair_utf8(received.substr(0, kLongestText))) {
        auto byte = static_cast<unsigned char>(c);
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (byte < 0x20 || byte == 0x7F)
            fmt::format_to(std::back_inserter(out), "\\x{:02x}", byte);
        else
            out += c;
    }
    return std::string(clip_utf8(out, kLongestText));
}

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

} // namespace presstime

// Whatever frames the message or steers the connection is the sender's own; a caller's copy of it could split
// one request into two.
#include "platform/http/header_rules.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::http {

namespace {

bool is_reserved_header(std::string_view name)
{
    constexpr std::string_view kReserved[] = {
        "host",    "content-length", "transfer-encoding", "connection",         "expect", "upgrade", "te",
        "trailer", "keep-alive",     "proxy-connection",  "proxy-authorization"};
    return std::any_of(std::begin(kReserved), std::end(kReserved),
                       [&](std::string_view reserved) { return equals_ignore_case_ascii(name, reserved); });
}

} // namespace

bool is_header_name(std::string_view name)
{
    constexpr std::string_view kSymbols = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kSymbols.contains(c);
    });
}

Result<> check_header(std::string_view name, std::string_view value)
{
    if (!is_header_name(name) || is_reserved_header(name))
        return fail(Error::invalid("headers", fmt::format("header \"{}\" cannot be set by hand; take it out",
                                                          percent_encode(clip_utf8(name, 64)))));
    if (has_control_characters(value))
        return fail(
            Error::invalid("headers", fmt::format("header {} holds control characters; remove them", name)));
    return {};
}

} // namespace presstime::http

// A page that needs more than nothing brings its own policy.
#include "api/security_headers.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace presstime::api {
namespace {

constexpr std::string_view kNothing =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

bool has(const http::Response& response, std::string_view name)
{
    return std::ranges::any_of(
        response.headers, [&](const auto& header) { return equals_ignore_case_ascii(header.first, name); });
}

void add_missing(http::Response& response, const char* name, std::string_view value)
{
    if (!has(response, name))
        response.headers.emplace_back(name, value);
}

} // namespace

void add_security_headers(http::Response& response)
{
    add_missing(response, "X-Content-Type-Options", "nosniff");
    // What is answered is the caller's: no cache on the way keeps it, and neither does the browser.
    add_missing(response, "Cache-Control", "no-store");
    if (!response.content_type.starts_with("text/html") && !response.content_type.starts_with("image/svg"))
        return;
    if (!has(response, "Content-Security-Policy")) {
        response.headers.emplace_back("Content-Security-Policy", kNothing);
        add_missing(response, "X-Frame-Options", "DENY");
    }
    add_missing(response, "Referrer-Policy", "same-origin");
}

} // namespace presstime::api

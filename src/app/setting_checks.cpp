// Mostly the parsers that will use the value later, so that what starts also works.
#include "app/setting_checks.hpp"

#include "base/text.hpp"
#include "platform/http/egress.hpp"
#include "platform/http/ip_address.hpp"
#include "platform/http/listen_address.hpp"
#include "platform/mail/mail_address.hpp"

#include <algorithm>

namespace presstime {

namespace {

std::unexpected<Error> refuse(std::string sentence)
{
    return fail(Error::invalid({}, std::move(sentence)));
}

bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

Result<> check_listen_address(const std::string& text)
{
    TRY(http::parse_listen_address(text));
    return {};
}

Result<> check_public_url(const std::string& text)
{
    bool web = text.starts_with("http://") || text.starts_with("https://");
    if (!web || !http::parse_url_target(text, {}))
        return refuse(
            "is not a web address; write it with its scheme, for example https://reports.example.com");
    if (text.find_first_of("?#") != std::string::npos)
        return refuse("must not have a ? or # part");
    // It stands in mails and pages.
    if (text.find_first_of("\"'<>\\^`{|} ") != std::string::npos)
        return refuse("holds a sign that no web address has; write it as %XX");
    return {};
}

Result<> check_host(const std::string& text)
{
    bool plain = std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter_or_digit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
    if (!plain || text.size() > 253)
        return refuse(
            "is not a host name; write a name or an address alone, the port is a setting of its own");
    return {};
}

Result<> check_email(const std::string& text)
{
    return mail::check_mail_address(text, {});
}

Result<> check_egress_entry(const std::string& text)
{
    TRY(http::EgressPolicy::create(text, {}));
    return {};
}

Result<> check_header_prefix(const std::string& text)
{
    bool token =
        std::all_of(text.begin(), text.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
    if (!token || text.size() > 64 || text.ends_with('-'))
        return refuse(
            "is not the beginning of a header name; use letters, digits and inner hyphens, X-Presstime");
    return {};
}

Result<> check_network(const std::string& text)
{
    if (!http::parse_ip_network(text))
        return refuse("is no address and no network; write 10.0.0.7, or 10.0.0.0/24");
    return {};
}

// RFC 6454: scheme, host and port, nothing behind them; browsers compare the text.
Result<> check_origin(const std::string& text)
{
    // "null" is what a sandboxed frame says it is:
    // https://html.spec.whatwg.org/#ascii-serialisation-of-an-origin
    if (text == "*" || text == "null")
        return {};
    const bool web = text.starts_with("http://") || text.starts_with("https://");
    const std::size_t host = text.find("://") + 3;
    if (!web || !http::parse_url_target(text, {}) || text.find_first_of("/?#@*", host) != std::string::npos)
        return refuse("is not an origin; write scheme, host and port alone, https://app.example.com, or *");
    return {};
}

} // namespace presstime

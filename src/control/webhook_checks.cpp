// The list of refused headers is wider than what the sender must protect: a receiver that trusts a name must
// be able to trust who set it.
#include "control/webhook_checks.hpp"

#include "base/text.hpp"
#include "model/masked.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "platform/http/egress.hpp"
#include "platform/http/header_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxValueBytes = 4'096;

constexpr std::array kServersOwn{
    // frames the message or steers the connection (RFC 9110 section 7.6.1)
    "host", "content-length", "transfer-encoding", "connection", "expect", "upgrade", "te", "trailer",
    "keep-alive", "max-forwards",
    // says what the body is
    "content-type", "content-encoding", "content-digest", "content-md5", "content-disposition",
    "content-location", "content-range", "accept-encoding",
    // says who sent it, on whose behalf and when
    "ms-signature", "user-agent", "date", "via", "forwarded", "cookie", "set-cookie", "origin", "referer"};
constexpr std::array kServersPrefixes{"webhook-", "x-presstime-", "x-forwarded-", "proxy-", "sec-"};

bool is_servers_own(std::string_view name)
{
    const std::string lower = to_lower_ascii(name);
    return std::ranges::find(kServersOwn, lower) != kServersOwn.end() ||
           std::ranges::any_of(kServersPrefixes,
                               [&](std::string_view prefix) { return lower.starts_with(prefix); });
}

} // namespace

Result<> check_webhook_header(std::string_view name, std::string_view value)
{
    const std::string field = "headers." + percent_encode(clip_utf8(name, 64));
    if (!http::is_header_name(name))
        return fail(Error::invalid(
            field, fmt::format("{}: a header's name has letters, digits and -, and nothing else", field)));
    if (is_servers_own(name))
        return fail(Error::invalid(
            field, fmt::format("{} is set by the server itself; take another name, such as X-Token", field)));
    if (value.size() > kMaxValueBytes)
        return fail(
            Error::invalid(field, fmt::format("{} must have at most {} bytes; {} were given", field,
                                              format_count(kMaxValueBytes),
                                              format_count(static_cast<std::int64_t>(value.size())))));
    if (has_control_characters(value))
        return fail(Error::invalid(
            field, fmt::format("{} holds line breaks or other control characters; remove them", field)));
    return {};
}

Result<> check_header_names(const std::map<std::string, std::string>& headers)
{
    std::set<std::string> seen;
    for (const auto& [name, value] : headers)
        if (!seen.insert(to_lower_ascii(name)).second)
            return fail(Error::invalid(
                "headers." + name,
                fmt::format("headers.{} is there twice, in other letters; keep one of them", name)));
    return {};
}

Result<> check_moved_headers(const Webhook& current, const Webhook& wanted,
                             const codec::WebhookDocument& document)
{
    const http::UrlTarget before = TRY(http::parse_url_target(current.url, "url"));
    const http::UrlTarget after = TRY(http::parse_url_target(wanted.url, "url"));
    if (before.scheme == after.scheme && before.host == after.host && before.port == after.port)
        return {};
    for (const auto& [name, sealed] : wanted.headers) {
        const auto given = document.headers.find(name);
        const bool anew = given != document.headers.end() && given->second && *given->second != kMasked;
        if (!anew)
            return fail(Error::invalid(
                "headers." + name,
                fmt::format(
                    "headers.{} must be given again, since url leads to another host; null removes it",
                    name)));
    }
    return {};
}

Result<> check_webhook_secret(std::string_view secret)
{
    const WebhookKey key = TRY(WebhookKey::parse(secret));
    if (key.version() != "v1")
        return fail(Error::invalid("secret",
                                   "secret is a private key (whsk_); leave it out and set sign_ed25519, "
                                   "the server then makes a key pair"));
    return {};
}

bool needs_echo(const Webhook& webhook)
{
    if (webhook.format != PayloadFormat::notifications)
        return false;
    const std::string_view url = webhook.url;
    const std::size_t mark = url.find('?');
    if (mark == std::string_view::npos)
        return true;
    return std::ranges::none_of(split(url.substr(mark + 1), '&'), [](std::string_view pair) {
        return equals_ignore_case_ascii(pair.substr(0, pair.find('=')), "noecho");
    });
}

std::string echo_address(std::string_view url, std::string_view hex)
{
    const std::size_t mark = url.find('?');
    if (mark == std::string_view::npos)
        return fmt::format("{}?echo={}", url, hex);
    return fmt::format("{}{}echo={}", url, url.ends_with('?') || url.ends_with('&') ? "" : "&", hex);
}

} // namespace presstime::control

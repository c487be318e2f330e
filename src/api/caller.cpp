// Headers first: a key that is given counts, right or wrong, whatever cookie comes along.
#include "api/caller.hpp"

#include "base/text.hpp"
#include "platform/crypto/constant_time.hpp"

namespace presstime::api {
namespace {

constexpr std::string_view kCookieName = "presstime_session";

Error unauthenticated(std::string message)
{
    return {ErrorKind::unauthenticated, std::move(message), {}, {}};
}

// The key of the call; empty when it has none.
Result<std::string_view> read_key(const http::Request& request)
{
    const std::string_view authorization = trim(request.header("authorization"));
    if (authorization.empty())
        return trim(request.header("x-api-key"));
    constexpr std::string_view kScheme = "bearer ";
    if (!equals_ignore_case_ascii(authorization.substr(0, kScheme.size()), kScheme))
        return fail(unauthenticated("Authorization must be: Bearer TOKEN"));
    return trim(authorization.substr(kScheme.size()));
}

bool takes_cookies(std::string_view path)
{
    return path.starts_with("/v1/") && !path.starts_with("/v1/embed/");
}

bool changes_something(const http::Request& request)
{
    return request.method != "GET" && request.method != "HEAD";
}

// "https://reports.example.com:8443/x" -> "reports.example.com:8443".
std::string_view authority_of(std::string_view url)
{
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find_first_of("/?#"));
}

Result<Caller> find_caller(const http::Request& request, const std::string& client, control::Tokens& tokens,
                           control::Sessions& sessions)
{
    if (request.local)
        return Caller{control::local_operator()};
    const std::string_view key = TRY(read_key(request));
    if (!key.empty())
        return Caller{TRY(tokens.authenticate(key, client))};
    const std::string cookie = takes_cookies(request.path) ? session_cookie(request) : std::string{};
    if (cookie.empty())
        return fail(
            unauthenticated("a key is required: Authorization: Bearer TOKEN (make one with: presstime "
                            "token create), or a session (POST /v1/session)"));
    control::Recognised recognised = TRY(sessions.authenticate(cookie));
    const bool forgeable = changes_something(request) &&
                           !equal_in_constant_time(trim(request.header("x-csrf-token")), recognised.csrf);
    return Caller{std::move(recognised.principal), forgeable};
}

} // namespace

std::string session_cookie(const http::Request& request)
{
    std::string found;
    for (std::string_view pair : split(request.header("cookie"), ';')) {
        pair = trim(pair);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != kCookieName)
            continue;
        if (!found.empty())
            return {}; // one of them was planted, and nothing says which
        found = pair.substr(equals + 1);
    }
    return found;
}

Result<Caller> recognise(const http::Request& request, const std::string& client, control::Tokens& tokens,
                         control::Sessions& sessions)
{
    Caller caller = TRY(find_caller(request, client, tokens, sessions));
    caller.principal.peer = client;
    return caller;
}

bool is_cross_site(const http::Request& request, std::string_view public_url)
{
    if (const std::string_view site = trim(request.header("sec-fetch-site")); !site.empty())
        return site != "same-origin" && site != "none";
    const std::string_view origin = trim(request.header("origin"));
    if (origin.empty())
        return false; // no browser
    const std::string_view authority = authority_of(origin);
    return authority.empty() || (!equals_ignore_case_ascii(authority, trim(request.header("host"))) &&
                                 !equals_ignore_case_ascii(authority, authority_of(public_url)));
}

} // namespace presstime::api

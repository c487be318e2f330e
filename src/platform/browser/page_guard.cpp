// URLs come from the browser in its own normal form (lower case host, no default port), so that they can be
// compared as text.
#include "platform/browser/page_guard.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::browser {
namespace {

constexpr int kMostLoads = 200;
constexpr std::size_t kMostBytes = 64UL << 20;
constexpr std::chrono::seconds kLoadTimeout{10};

// "cdn.example.com" or "cdn.example.com:8443" of an http or https URL; empty for anything else.
std::string_view authority_of(std::string_view url)
{
    for (std::string_view scheme : {"https://", "http://"})
        if (url.starts_with(scheme)) {
            url.remove_prefix(scheme.size());
            return url.substr(0, url.find_first_of("/?#"));
        }
    return {};
}

std::string shown(std::string_view url)
{
    return fmt::format("{}{}", clip_utf8(url, 120), url.size() > 120 ? "..." : "");
}

std::unexpected<Error> refuse(std::string sentence)
{
    return fail(Error::forbidden(std::move(sentence)));
}

} // namespace

bool PageGuard::is_allowed(std::string_view url) const
{
    const std::string_view authority = authority_of(url);
    return !authority.empty() && std::ranges::any_of(hosts_, [&](const std::string& host) {
        return equals_ignore_case_ascii(host, authority);
    });
}

Result<FetchedResource> PageGuard::load(const std::string& method, const std::string& url,
                                        const Deadline& deadline)
{
    if (url.starts_with(kPageUrl))
        return refuse(fmt::format("the address /{} leads nowhere: a template has no folder; write images and "
                                  "styles into it (data:) or name their host in template_hosts",
                                  shown(std::string_view(url).substr(kPageUrl.size()))));
    if (authority_of(url).empty())
        return refuse(fmt::format("{} was not loaded: a template may load http and https addresses of its "
                                  "template_hosts alone",
                                  shown(url)));
    if (!is_allowed(url))
        return refuse(fmt::format("{} was not loaded: its host is not among the template_hosts", shown(url)));
    if (method != "GET" && method != "HEAD")
        return refuse(fmt::format("{} was not sent: a template may load, not send ({})", shown(url), method));
    if (!fetch_ || ++loads_ > kMostLoads || bytes_ > kMostBytes)
        return refuse(fmt::format("{} was not loaded: a template may load {} addresses and {}", shown(url),
                                  kMostLoads, format_bytes(kMostBytes)));
    Result<FetchedResource> loaded = fetch_(url, deadline.sooner(kLoadTimeout));
    if (!loaded)
        return refuse(fmt::format("{} was not loaded: {}", shown(url), loaded.error().message));
    if (loaded->status < 200 || loaded->status > 299)
        return refuse(fmt::format("{} was not loaded: the answer was {}{}", shown(url), loaded->status,
                                  loaded->status / 100 == 3 ? ", and a redirect is not followed" : ""));
    bytes_ += loaded->bytes.size();
    return loaded;
}

} // namespace presstime::browser

// Cookies are Secure unless people reach the server on its own machine: there no TLS is needed.
#include "app/account_parts.hpp"

#include "base/text.hpp"
#include "platform/http/listen_address.hpp"

namespace presstime {
namespace {

bool is_loopback_url(const std::string& url)
{
    const std::size_t scheme = url.find("://");
    const std::string rest = scheme == std::string::npos ? url : url.substr(scheme + 3);
    const std::string authority = to_lower_ascii(rest.substr(0, rest.find_first_of("/?#")));
    const std::string host = authority.starts_with('[') ? authority.substr(1, authority.find(']') - 1)
                                                        : authority.substr(0, authority.find(':'));
    return host == "localhost" || http::ListenAddress{host}.is_loopback();
}

} // namespace

control::AccountSettings account_settings(const Settings& settings, const std::string& public_url,
                                          const mail::SenderAddress& mail_from)
{
    std::vector<http::IpNetwork> proxies;
    for (const std::string& text : settings.trusted_proxies)
        if (const auto network = http::parse_ip_network(text))
            proxies.push_back(*network);
    return {.public_url = public_url,
            .mail_from = mail_from,
            .owner_email = settings.owner_email,
            .trusted_proxies = std::move(proxies),
            .secure_cookies = !is_loopback_url(public_url),
            .session_idle = std::chrono::hours(settings.session_idle_hours),
            .session_lifetime = std::chrono::hours(24 * settings.session_lifetime_days)};
}

AccountParts::AccountParts(const control::Environment& environment, control::AccountSettings chosen)
    : settings(std::move(chosen)),
      notes(environment, errands),
      tokens(environment, notes),
      sessions(environment, settings, gate, notes),
      links(environment, settings, gate, errands),
      users(environment, links)
{
}

} // namespace presstime

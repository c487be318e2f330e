// Judges destinations. URLs are split by libcurl's own
// parser, so that what is checked is what is connected to.
#include "platform/http/egress.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/http/curl_handle.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace presstime::http {

namespace {

constexpr std::size_t kLongestUrl = 2048;
constexpr std::size_t kMostExceptions = 256;

// `fault` reads on from the name of the field, which callers without one leave out.
std::unexpected<Error> invalid(std::string_view field, std::string_view fault)
{
    std::string message = field.empty() ? std::string(fault) : fmt::format("{} {}", field, fault);
    return fail(Error::invalid(std::string(field), std::move(message)));
}

struct UrlDeleter {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, UrlDeleter>;

// The named part, or nothing when the URL does not have it.
std::optional<std::string> url_part(const UrlHandle& url, CURLUPart part, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK)
        return std::nullopt;
    std::string copy(text);
    curl_free(text);
    return copy;
}

Result<> check_characters(std::string_view url, std::string_view field)
{
    if (url.empty())
        return invalid(field, "is empty; write an http:// or https:// address");
    if (url.size() > kLongestUrl)
        return invalid(field, fmt::format("has {} bytes; shorten it to {}", url.size(), kLongestUrl));
    for (char c : url) {
        auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F)
            return invalid(field, "holds a space or control character; percent-encode it");
        if (byte > 0x7F)
            return invalid(field, "holds a character outside ASCII; write an international host "
                                  "name in its xn-- form and percent-encode the rest");
        if (c == '\\')
            return invalid(field, "holds a backslash; write / or %5C");
    }
    return {};
}

// libcurl decodes percent signs in a host, which must not smuggle in what was refused as it stood.
bool has_host_characters(std::string_view host)
{
    return std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-_.:").find(c) != std::string_view::npos;
    });
}

Result<> check_parts(const UrlHandle& url, std::string_view field)
{
    if (url_part(url, CURLUPART_USER) || url_part(url, CURLUPART_PASSWORD))
        return invalid(field, "holds credentials; take the part before @ out of it");
    if (url_part(url, CURLUPART_FRAGMENT))
        return invalid(field, "holds a fragment; take # and what follows out of it");
    if (url_part(url, CURLUPART_ZONEID))
        return invalid(field, "names a network zone; take % and what follows out of the address");
    return {};
}

bool is_localhost(std::string_view host)
{
    std::string name = to_lower_ascii(host);
    while (name.ends_with('.'))
        name.pop_back();
    return name == "localhost" || name.ends_with(".localhost") || name == "localhost.localdomain" ||
           name == "ip6-localhost" || name == "ip6-loopback";
}

} // namespace

Result<UrlTarget> parse_url_target(std::string_view url, std::string_view field)
{
    TRY(check_characters(url, field));
    UrlHandle handle(curl_url());
    std::string text(url);
    std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string::npos)
        return invalid(field, "has no scheme; begin it with https://");
    CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
    if (code != CURLUE_OK)
        return invalid(field, fmt::format("is not a URL ({})", curl_url_strerror(code)));
    UrlTarget target;
    target.scheme = url_part(handle, CURLUPART_SCHEME).value_or("");
    if (target.scheme != "http" && target.scheme != "https")
        return invalid(field, fmt::format("must begin with http:// or https://, not {}://", target.scheme));
    if (text.substr(scheme_end + 3).starts_with('/'))
        return invalid(field, "names no host; write it right after ://");
    TRY(check_parts(handle, field));
    target.host = url_part(handle, CURLUPART_HOST).value_or("");
    if (target.host.starts_with('[') && target.host.ends_with(']'))
        target.host = target.host.substr(1, target.host.size() - 2);
    if (target.host.empty())
        return invalid(field, "names no host");
    if (!has_host_characters(target.host))
        return invalid(field, "names a host with characters that no host name has; mend the host");
    auto port = parse_int(url_part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or(""));
    if (!port || *port < 1 || *port > 65535)
        return invalid(field, "must have a port between 1 and 65535");
    target.port = static_cast<std::uint16_t>(*port);
    return target;
}

namespace {

// The widest private networks are 10.0.0.0/8 and fc00::/7.
constexpr int kWidest4 = 8;
constexpr int kWidest6 = 7;

// "[::1]:80" is "[::1]" and 80; nothing when what follows the colon is no port.
struct WithPort {
    std::string text;
    std::optional<std::uint16_t> port;
};

std::optional<WithPort> split_port(std::string_view text)
{
    std::size_t bracket = text.find(']');
    std::size_t slash = text.find('/');
    std::size_t from = bracket != std::string_view::npos ? bracket : slash;
    bool bare_v6 = from == std::string_view::npos && text.find(':') != text.rfind(':');
    std::size_t colon =
        bare_v6 ? std::string_view::npos : text.find(':', from == std::string_view::npos ? 0 : from);
    WithPort split{std::string(text.substr(0, colon)), std::nullopt};
    std::erase_if(split.text, [](char c) { return c == '[' || c == ']'; });
    if (colon == std::string_view::npos)
        return split;
    auto port = parse_int(text.substr(colon + 1));
    if (!port || *port < 1 || *port > 65535)
        return std::nullopt;
    split.port = static_cast<std::uint16_t>(*port);
    return split;
}

// Lower case and without the final dot, as names are compared.
std::string plain_name(std::string_view host)
{
    std::string name = to_lower_ascii(host);
    if (name.ends_with('.'))
        name.pop_back();
    return name;
}

bool is_host_name(std::string_view name)
{
    bool letters = std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
    return letters && !name.empty() && name.front() != '.' && name.find("..") == std::string_view::npos &&
           !parse_loose_ip_address(name);
}

bool means_everything(std::string_view name)
{
    return name == "*" || name == "all" || name == "any" || name == "everything";
}

} // namespace

Result<EgressPolicy::Exception> EgressPolicy::parse_exception(std::string_view text, std::string_view field)
{
    auto split = split_port(text);
    std::string name = split ? plain_name(split->text) : "";
    if (means_everything(name))
        return invalid(field, fmt::format("holds \"{}\", which opens every private address; name the "
                                          "networks or hosts of your receivers",
                                          text));
    bool below = name.starts_with("*.");
    bool is_name = is_host_name(below ? name.substr(2) : name) && !is_localhost(name);
    auto network = split ? parse_ip_network(split->text) : std::nullopt;
    if (network) {
        bool v4 = network->address.family == IpAddress::Family::v4;
        if (network->bits < (v4 ? kWidest4 : kWidest6))
            return invalid(field,
                           fmt::format("holds {}, which opens every private address; name the networks "
                                       "of your receivers, like 10.1.0.0/16",
                                       text));
        if (reach_of(network->address) == Reach::never)
            return invalid(field, fmt::format("holds {}, which no list may open (metadata, link-local, "
                                              "multicast or unspecified); take it out",
                                              text));
        return Exception{network, {}, split->port};
    }
    if (is_name)
        return Exception{std::nullopt, below ? name.substr(1) : name, split->port};
    return invalid(field,
                   fmt::format("holds \"{}\"; write networks like 10.1.0.0/16 or 127.0.0.1/32:8099, or "
                               "hosts like hooks.internal or *.corp.example, separated by commas",
                               text));
}

bool EgressPolicy::Exception::names(std::string_view name) const
{
    return !host.empty() &&
           (host.front() == '.' ? name.ends_with(host) && name.size() > host.size() : name == host);
}

bool EgressPolicy::Exception::covers(std::string_view name, const IpAddress& candidate) const
{
    return network ? network->contains(candidate) : names(name);
}

bool EgressPolicy::lists(std::string_view host) const
{
    std::string name = plain_name(host);
    return std::any_of(exceptions_.begin(), exceptions_.end(),
                       [&](const Exception& exception) { return exception.names(name); });
}

Result<EgressPolicy> EgressPolicy::create(std::string_view allow_list, std::string_view field)
{
    EgressPolicy policy;
    if (trim(allow_list).empty())
        return policy;
    for (std::string_view part : split(allow_list, ',')) {
        policy.exceptions_.push_back(TRY(parse_exception(trim(part), field)));
        if (policy.exceptions_.size() > kMostExceptions)
            return invalid(field, fmt::format("holds more than {} entries", kMostExceptions));
    }
    return policy;
}

EgressPolicy EgressPolicy::with_own(std::vector<OwnAddress> own) const
{
    EgressPolicy policy = *this;
    policy.own_ = std::move(own);
    return policy;
}

bool EgressPolicy::allows(std::string_view host, const IpAddress& address, std::uint16_t port) const
{
    Reach reach = reach_of(address);
    if (reach == Reach::never)
        return false;
    bool own = std::any_of(own_.begin(), own_.end(), [&](const OwnAddress& candidate) {
        return candidate.port == port && candidate.address == address;
    });
    if (reach == Reach::open && !own)
        return true;
    std::string name = exceptions_.empty() ? "" : plain_name(host);
    return std::any_of(exceptions_.begin(), exceptions_.end(), [&](const Exception& exception) {
        bool port_fits = exception.port ? *exception.port == port : !own;
        return port_fits && exception.covers(name, address);
    });
}

Result<std::string> EgressPolicy::lookup_name(const std::string& host) const
{
    if (parse_loose_ip_address(host) || lists(host))
        return host;
    if (is_localhost(host))
        return "localhost";
    if (plain_name(host).find('.') == std::string::npos)
        return fail(Error::forbidden(fmt::format("{} is a name of the local network; write the full name, or "
                                                 "have the operator add {} to PRESSTIME_EGRESS_ALLOW",
                                                 host, host)));
    return host.ends_with('.') ? host : host + ".";
}

Result<> EgressPolicy::check_webhook_url(std::string_view url, std::string_view field) const
{
    UrlTarget target = TRY(parse_url_target(url, field));
    auto literal = parse_loose_ip_address(target.host);
    if (!literal && is_localhost(target.host))
        literal = parse_ip_address("127.0.0.1");
    if (!literal) {
        if (auto name = lookup_name(target.host); !name)
            return invalid(field, "leads to a host that cannot be used: " + name.error().message);
        return {};
    }
    if (allows(*literal, target.port))
        return {};
    return invalid(field,
                   fmt::format("leads to a private or reserved address ({}:{}){}", target.host, target.port,
                               reach_of(*literal) == Reach::never
                                   ? " that no setting can open; use a public one"
                                   : "; use a public one, or have the operator add it to "
                                     "PRESSTIME_EGRESS_ALLOW"));
}

Result<> EgressPolicy::check_addresses(const std::string& host, const std::vector<IpAddress>& addresses,
                                       std::uint16_t port) const
{
    for (const IpAddress& address : addresses) {
        if (allows(host, address, port))
            continue;
        return fail(
            Error::forbidden(fmt::format("{} leads to a private or reserved address; use a public one, or "
                                         "have the operator add it to PRESSTIME_EGRESS_ALLOW",
                                         host))
                .with_context(fmt::format("{} port {}", to_text(address), port)));
    }
    return {};
}

Result<UrlCredentials> split_url_credentials(std::string_view url, std::string_view field)
{
    std::size_t scheme_end = url.find("://");
    std::size_t from = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    std::string_view authority = url.substr(from, url.substr(from).find_first_of("/?#\\"));
    std::size_t at = authority.rfind('@');
    UrlCredentials split{std::string(url), {}};
    if (scheme_end == std::string_view::npos || at == std::string_view::npos)
        return split;
    std::string_view text = authority.substr(0, at);
    std::size_t colon = std::min(text.find(':'), text.size());
    auto user = percent_decode(text.substr(0, colon));
    auto password = percent_decode(text.substr(std::min(colon + 1, text.size())));
    if (!user || !password || has_control_characters(*user) || has_control_characters(*password) ||
        user->find(':') != std::string::npos)
        return invalid(field,
                       "holds credentials that cannot be sent; percent-encode them, without a colon in "
                       "the name or control characters");
    std::string pair = *user + ":" + *password;
    split.url.erase(from, at + 1);
    split.authorization =
        "Basic " + base64_encode({reinterpret_cast<const unsigned char*>(pair.data()), pair.size()});
    return split;
}

} // namespace presstime::http

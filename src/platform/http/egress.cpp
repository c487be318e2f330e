// Judges destinations. URLs are split by libcurl's own
// parser, so that what is checked is what is connected to.
#include "platform/http/egress.hpp"

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
    auto port = parse_int(url_part(handle, CURLUPART_PORT, CURLU_DEFAULT_PORT).value_or(""));
    if (!port || *port < 1 || *port > 65535)
        return invalid(field, "must have a port between 1 and 65535");
    target.port = static_cast<std::uint16_t>(*port);
    return target;
}

std::optional<EgressPolicy::Exception> EgressPolicy::parse_exception(std::string_view text)
{
    auto read_port = [](std::string_view digits) -> std::optional<std::uint16_t> {
        auto port = parse_int(digits);
        if (!port || *port < 1 || *port > 65535)
            return std::nullopt;
        return static_cast<std::uint16_t>(*port);
    };
    std::string network(text);
    std::optional<std::uint16_t> port;
    std::size_t bracket = text.find(']');
    std::size_t slash = text.find('/');
    std::size_t from = bracket != std::string_view::npos ? bracket : slash;
    bool bare_v6 = from == std::string_view::npos && text.find(':') != text.rfind(':');
    std::size_t colon =
        bare_v6 ? std::string_view::npos : text.find(':', from == std::string_view::npos ? 0 : from);
    if (colon != std::string_view::npos) {
        port = read_port(text.substr(colon + 1));
        if (!port)
            return std::nullopt;
        network.resize(colon);
    }
    std::erase_if(network, [](char c) { return c == '[' || c == ']'; });
    auto parsed = parse_ip_network(network);
    if (!parsed)
        return std::nullopt;
    return Exception{*parsed, port};
}

Result<EgressPolicy> EgressPolicy::create(std::string_view allow_list, std::string_view field)
{
    EgressPolicy policy;
    if (trim(allow_list).empty())
        return policy;
    for (std::string_view part : split(allow_list, ',')) {
        std::string_view text = trim(part);
        auto exception = parse_exception(text);
        if (!exception)
            return invalid(field, fmt::format("holds \"{}\"; write networks like 10.1.0.0/16 or "
                                              "127.0.0.1/32:8099, separated by commas",
                                              text));
        bool narrow = exception->network.bits >= 8;
        if (narrow && reach_of(exception->network.address) == Reach::never)
            return invalid(field, fmt::format("holds {}, which no list may open (metadata, link-local, "
                                              "multicast or unspecified); take it out",
                                              text));
        if (policy.exceptions_.size() >= kMostExceptions)
            return invalid(field, fmt::format("holds more than {} networks", kMostExceptions));
        policy.exceptions_.push_back(*exception);
    }
    return policy;
}

bool EgressPolicy::allows(const IpAddress& address, std::uint16_t port) const
{
    Reach reach = reach_of(address);
    if (reach != Reach::inward)
        return reach == Reach::open;
    return std::any_of(exceptions_.begin(), exceptions_.end(), [&](const Exception& exception) {
        return exception.network.contains(address) && (!exception.port || *exception.port == port);
    });
}

Result<> EgressPolicy::check_webhook_url(std::string_view url, std::string_view field) const
{
    UrlTarget target = TRY(parse_url_target(url, field));
    auto literal = parse_loose_ip_address(target.host);
    if (!literal && is_localhost(target.host))
        literal = parse_ip_address("127.0.0.1");
    if (!literal || allows(*literal, target.port))
        return {};
    return invalid(field,
                   fmt::format("leads to a private or reserved address ({}:{}); use a public one, or have "
                               "the operator add it to PRESSTIME_EGRESS_ALLOW",
                               target.host, target.port));
}

Result<> EgressPolicy::check_addresses(const std::string& host, const std::vector<IpAddress>& addresses,
                                       std::uint16_t port) const
{
    for (const IpAddress& address : addresses) {
        if (allows(address, port))
            continue;
        return fail(
            Error::forbidden(fmt::format("{} leads to a private or reserved address; use a public one, or "
                                         "have the operator add it to PRESSTIME_EGRESS_ALLOW",
                                         host))
                .with_context(fmt::format("{} port {}", to_text(address), port)));
    }
    return {};
}

} // namespace presstime::http

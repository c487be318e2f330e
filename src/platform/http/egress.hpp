// Where this machine may connect to on behalf of a user: the public internet,
// and whatever the operator's allow list adds. It judges URLs when they are
// saved and addresses when they are used; it resolves nothing itself.
#pragma once

#include "base/result.hpp"
#include "platform/http/ip_address.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::http {

// The parts of an http or https URL that a connection needs, read by the same parser that will connect.
struct UrlTarget {
    std::string scheme;
    std::string host; // without brackets; numeric spellings of IPv4 already in dotted form
    std::uint16_t port = 0;
};

// Immutable after create(); safe to use from several threads.
class EgressPolicy {
public:
    // Public addresses only.
    EgressPolicy() = default;
    // `allow_list` is the operator's: networks or addresses separated by commas, each with an optional port:
    // "127.0.0.1/32:8099, 10.1.0.0/16, [::1]:8099". `invalid(field)` for anything it cannot read and for
    // networks that no list may unlock (link-local, metadata, multicast).
    static Result<EgressPolicy> create(std::string_view allow_list, std::string_view field);

    bool allows(const IpAddress& address, std::uint16_t port) const;

    // What can be said about a URL without resolving its name: scheme, credentials, fragment, length,
    // characters, and a host that is itself a forbidden address or localhost. Each error names the mend.
    Result<> check_webhook_url(std::string_view url, std::string_view field) const;

    // Refuses with `forbidden` when any of the addresses a name resolved to is out of bounds, so that a name
    // with a public and a private answer is never used. The address stands in the context only.
    Result<> check_addresses(const std::string& host, const std::vector<IpAddress>& addresses,
                             std::uint16_t port) const;

private:
    struct Exception {
        IpNetwork network;
        std::optional<std::uint16_t> port;
    };
    static std::optional<Exception> parse_exception(std::string_view text);

    std::vector<Exception> exceptions_;
};

// Splits a URL; `invalid(field)` when it is not an absolute http or https URL that passes the checks of form.
Result<UrlTarget> parse_url_target(std::string_view url, std::string_view field);

} // namespace presstime::http

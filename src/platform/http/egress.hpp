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

// Where this process itself listens.
struct OwnAddress {
    IpAddress address;
    std::uint16_t port = 0;
};

// Immutable after create(); safe to use from several threads.
class EgressPolicy {
public:
    // Public addresses only.
    EgressPolicy() = default;
    // `allow_list` is the operator's: networks, addresses or host names separated by commas, each with an
    // optional port: "127.0.0.1/32:8099, 10.1.0.0/16, [::1]:8099, hooks.internal, *.corp.example:8443". A
    // name opens private addresses for that name alone. `invalid(field)` for anything it cannot read, for
    // networks as good as everything, and for those that no list may unlock (link-local, metadata,
    // multicast).
    static Result<EgressPolicy> create(std::string_view allow_list, std::string_view field);
    // The same policy, which also refuses `own` unless an entry of the list names it with its port.
    EgressPolicy with_own(std::vector<OwnAddress> own) const;

    // For an address written in a URL itself.
    bool allows(const IpAddress& address, std::uint16_t port) const { return allows({}, address, port); }
    // For an address that the name `host` resolved to.
    bool allows(std::string_view host, const IpAddress& address, std::uint16_t port) const;

    // The name to ask a resolver for. A name with a dot gets its final dot, so that no search domain
    // completes it to an inner one; a name on the allow list stays as the operator's resolver knows it.
    // `forbidden` for a name of one label that is not on the list. An address stays itself.
    Result<std::string> lookup_name(const std::string& host) const;

    // What can be said about a URL without resolving its name: scheme, credentials, fragment, length,
    // characters, and a host that is itself a forbidden address, localhost or a name of one label that is not
    // on the list. Each error names the mend.
    Result<> check_webhook_url(std::string_view url, std::string_view field) const;

    // Refuses with `forbidden` when any of the addresses a name resolved to is out of bounds, so that a name
    // with a public and a private answer is never used. The address stands in the context only.
    Result<> check_addresses(const std::string& host, const std::vector<IpAddress>& addresses,
                             std::uint16_t port) const;

private:
    struct Exception {
        std::optional<IpNetwork> network; // or a name:
        std::string host;                 // lower case; "*.corp.example" begins with the dot alone
        std::optional<std::uint16_t> port;

        bool covers(std::string_view name, const IpAddress& candidate) const;
        bool names(std::string_view name) const;
    };
    static Result<Exception> parse_exception(std::string_view text, std::string_view field);
    bool lists(std::string_view host) const;

    std::vector<Exception> exceptions_;
    std::vector<OwnAddress> own_;
};

// Splits a URL; `invalid(field)` when it is not an absolute http or https URL that passes the checks of form.
Result<UrlTarget> parse_url_target(std::string_view url, std::string_view field);

// A URL's credentials, to be kept apart from it: "https://user:p%40ss@host/" is "https://host/" and
// "Basic dXNlcjpwQHNz" (RFC 7617), to be masked like every secret. Without credentials the value is empty.
struct UrlCredentials {
    std::string url;
    std::string authorization;
};
// `invalid(field)` for credentials that no Basic header can carry; its sentence holds none of them.
Result<UrlCredentials> split_url_credentials(std::string_view url, std::string_view field);

} // namespace presstime::http

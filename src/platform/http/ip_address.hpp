// IP addresses as values, networks written as CIDR, and which of them a stranger's URL must never reach. It
// opens no socket and resolves no name. The ranges are those of the IANA special-purpose registries.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

struct sockaddr;

namespace presstime::http {

struct IpAddress {
    enum class Family { v4, v6 };

    Family family = Family::v4;
    std::array<std::uint8_t, 16> bytes{}; // v4 uses the first four; network order

    bool operator==(const IpAddress&) const = default;
};

// Strict dotted quad or RFC 4291 text, without brackets or zone; nothing for any other spelling.
std::optional<IpAddress> parse_ip_address(std::string_view text);
// Also the old spellings that resolvers still take as numbers:
// "127.1", "0x7f000001", "017700000001", "2130706433".
std::optional<IpAddress> parse_loose_ip_address(std::string_view text);
std::optional<IpAddress> from_socket_address(const sockaddr& address);
std::uint16_t port_of(const sockaddr& address);
std::string to_text(const IpAddress& address);

struct IpNetwork {
    IpAddress address;
    int bits = 32;

    bool contains(const IpAddress& candidate) const;
};

// "10.0.0.0/8", "fc00::/7", or a single address.
std::optional<IpNetwork> parse_ip_network(std::string_view text);

enum class Reach {
    open,   // an ordinary public address
    inward, // loopback, private, shared or reserved: reachable only where an allow list says so
    never,  // metadata services, link-local, multicast, unspecified, disguised IPv4: no list unlocks these
};

// An IPv4 address carried in a NAT64 address (64:ff9b::/96) is judged by itself.
Reach reach_of(const IpAddress& address);

} // namespace presstime::http

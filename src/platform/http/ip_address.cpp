// Parses, prints and classifies addresses. The tables are text, so that they read like the registries they
// come from; they are parsed once.
#include "platform/http/ip_address.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <vector>

namespace presstime::http {

namespace {

using Family = IpAddress::Family;

constexpr std::size_t kLongestAddress = 45;

// No allow list unlocks these. ::/8 holds every disguise of IPv4 (mapped, compatible, translated); ::1 and
// NAT64 are judged before it.
constexpr std::string_view kNever[] = {
    "0.0.0.0/8",      // this network
    "169.254.0.0/16", // link-local, where clouds keep 169.254.169.254
    "100.100.100.200/32",
    "168.63.129.16/32",
    "192.0.0.192/32",     // metadata of Alibaba, Azure, Oracle
    "224.0.0.0/4",        // multicast
    "255.255.255.255/32", // broadcast
    "::/8",
    "fd00:ec2::254/128", // metadata of AWS
    "fe80::/10",         // link-local
    "ff00::/8",          // multicast
};

constexpr std::string_view kInward4[] = {
    "10.0.0.0/8",     "100.64.0.0/10",  "127.0.0.0/8",   "172.16.0.0/12",   "192.0.0.0/24",   "192.0.2.0/24",
    "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
};

// Within global unicast (2000::/3); whatever lies outside of that is inward anyway.
constexpr std::string_view kInward6[] = {
    "2001::/23",     // protocol assignments, Teredo among them; less kAnycast6
    "2001:db8::/32", // documentation
    "2002::/16",     // 6to4 carries an IPv4 address
    "3fff::/20",     // documentation
};

// Assigned out of 2001::/23 and reachable by everyone: PCP, TURN, AMT and AS112.
constexpr std::string_view kAnycast6[] = {"2001:1::1/128", "2001:1::2/128", "2001:3::/32", "2001:4:112::/48"};

template <std::size_t Count>
std::vector<IpNetwork> parse_table(const std::string_view (&texts)[Count])
{
    std::vector<IpNetwork> networks;
    for (std::string_view text : texts)
        networks.push_back(*parse_ip_network(text));
    return networks;
}

bool contains(const std::vector<IpNetwork>& networks, const IpAddress& address)
{
    return std::any_of(networks.begin(), networks.end(),
                       [&](const IpNetwork& network) { return network.contains(address); });
}

// The IPv4 address that a translator or a 6to4 router would unpack from byte `at` on.
IpAddress embedded_v4(const IpAddress& address, std::size_t at)
{
    IpAddress inner;
    std::copy_n(address.bytes.begin() + static_cast<std::ptrdiff_t>(at), 4, inner.bytes.begin());
    return inner;
}

} // namespace

std::optional<IpAddress> parse_ip_address(std::string_view text)
{
    if (text.empty() || text.size() > kLongestAddress)
        return std::nullopt;
    std::string copy(text);
    IpAddress address;
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1)
        return address;
    address.family = Family::v6;
    if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1)
        return address;
    return std::nullopt;
}

std::optional<IpAddress> parse_loose_ip_address(std::string_view text)
{
    while (text.ends_with('.'))
        text.remove_suffix(1);
    if (auto strict = parse_ip_address(text))
        return strict;
    if (text.empty() || text.size() > kLongestAddress || text.find(' ') != std::string_view::npos)
        return std::nullopt;
    in_addr number{};
    if (inet_aton(std::string(text).c_str(), &number) == 0)
        return std::nullopt;
    IpAddress address;
    std::memcpy(address.bytes.data(), &number, 4);
    return address;
}

std::optional<IpAddress> from_socket_address(const sockaddr& address)
{
    IpAddress result;
    if (address.sa_family == AF_INET) {
        std::memcpy(result.bytes.data(), &reinterpret_cast<const sockaddr_in&>(address).sin_addr, 4);
        return result;
    }
    if (address.sa_family == AF_INET6) {
        result.family = Family::v6;
        std::memcpy(result.bytes.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, 16);
        return result;
    }
    return std::nullopt;
}

std::uint16_t port_of(const sockaddr& address)
{
    if (address.sa_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
    if (address.sa_family == AF_INET6)
        return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
    return 0;
}

std::string to_text(const IpAddress& address)
{
    char buffer[INET6_ADDRSTRLEN] = {};
    inet_ntop(address.family == Family::v4 ? AF_INET : AF_INET6, address.bytes.data(), buffer, sizeof buffer);
    return buffer;
}

bool IpNetwork::contains(const IpAddress& candidate) const
{
    if (candidate.family != address.family)
        return false;
    auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(address.bytes.begin(), address.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                    candidate.bytes.begin()))
        return false;
    int rest = bits % 8;
    if (rest == 0)
        return true;
    auto mask = static_cast<std::uint8_t>(0xFF << (8 - rest));
    return (address.bytes[whole] & mask) == (candidate.bytes[whole] & mask);
}

std::optional<IpNetwork> parse_ip_network(std::string_view text)
{
    std::size_t slash = text.find('/');
    auto address = parse_ip_address(text.substr(0, slash));
    if (!address)
        return std::nullopt;
    int width = address->family == Family::v4 ? 32 : 128;
    if (slash == std::string_view::npos)
        return IpNetwork{*address, width};
    auto bits = parse_int(text.substr(slash + 1));
    if (!bits || *bits < 0 || *bits > width)
        return std::nullopt;
    return IpNetwork{*address, static_cast<int>(*bits)};
}

Reach reach_of(const IpAddress& address)
{
    static const std::vector<IpNetwork> never = parse_table(kNever);
    static const std::vector<IpNetwork> inward4 = parse_table(kInward4);
    static const std::vector<IpNetwork> inward6 = parse_table(kInward6);
    static const IpAddress loopback6 = *parse_ip_address("::1");
    static const std::vector<IpNetwork> anycast6 = parse_table(kAnycast6);
    static const IpNetwork nat64 = *parse_ip_network("64:ff9b::/96");
    // Of ::/8 only what surrounds the translation prefixes disguises no IPv4 address.
    static const IpNetwork beside_nat64 = *parse_ip_network("64::/16");
    static const IpNetwork translation = *parse_ip_network("64:ff9b::/32");
    static const IpNetwork six_to_four = *parse_ip_network("2002::/16");
    static const IpNetwork global_unicast = *parse_ip_network("2000::/3");

    if (address == loopback6)
        return Reach::inward;
    if (nat64.contains(address))
        return reach_of(embedded_v4(address, 12));
    if (beside_nat64.contains(address) && !translation.contains(address))
        return Reach::open;
    if (contains(never, address))
        return Reach::never;
    if (address.family == Family::v4)
        return contains(inward4, address) ? Reach::inward : Reach::open;
    if (six_to_four.contains(address) && reach_of(embedded_v4(address, 2)) == Reach::never)
        return Reach::never;
    bool ordinary =
        global_unicast.contains(address) && (!contains(inward6, address) || contains(anycast6, address));
    return ordinary ? Reach::open : Reach::inward;
}

} // namespace presstime::http

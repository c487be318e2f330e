// Each proxy appends the address it was reached from, so the list is read from its end.
#include "platform/http/trusted_proxies.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace presstime::http {
namespace {

// A socket that listens on IPv6 tells IPv4 peers as ::ffff:192.0.2.1.
IpAddress unmapped(const IpAddress& address)
{
    const bool mapped = address.family == IpAddress::Family::v6 &&
                        std::all_of(address.bytes.begin(), address.bytes.begin() + 10,
                                    [](std::uint8_t byte) { return byte == 0; }) &&
                        address.bytes[10] == 0xFF && address.bytes[11] == 0xFF;
    if (!mapped)
        return address;
    IpAddress v4;
    std::copy_n(address.bytes.begin() + 12, 4, v4.bytes.begin());
    return v4;
}

bool is_trusted(const IpAddress& address, const std::vector<IpNetwork>& trusted)
{
    const IpAddress plain = unmapped(address);
    return std::ranges::any_of(trusted, [&](const IpNetwork& network) { return network.contains(plain); });
}

} // namespace

std::vector<IpNetwork> loopback_networks()
{
    return {*parse_ip_network("127.0.0.0/8"), *parse_ip_network("::1")};
}

std::string client_behind(const std::string& peer, std::string_view forwarded_for,
                          const std::vector<IpNetwork>& trusted)
{
    std::string client = peer;
    std::optional<IpAddress> address = parse_ip_address(peer);
    while (address && is_trusted(*address, trusted) && !forwarded_for.empty()) {
        const std::size_t comma = forwarded_for.rfind(',');
        const std::string_view last =
            trim(comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1));
        address = parse_ip_address(last);
        if (address)
            client = std::string(last);
        forwarded_for = comma == std::string_view::npos ? std::string_view() : forwarded_for.substr(0, comma);
    }
    return client;
}

} // namespace presstime::http

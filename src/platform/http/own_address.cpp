// Asks the kernel for the addresses of the interfaces; an interface that comes up later is not known.
#include "platform/http/own_address.hpp"

#include <algorithm>
#include <ifaddrs.h>

namespace presstime::http {

namespace {

std::vector<IpAddress> interface_addresses()
{
    ifaddrs* list = nullptr;
    if (getifaddrs(&list) != 0)
        return {};
    std::vector<IpAddress> addresses;
    for (ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next)
        if (entry->ifa_addr != nullptr)
            if (auto address = from_socket_address(*entry->ifa_addr))
                addresses.push_back(*address);
    freeifaddrs(list);
    return addresses;
}

bool is_unspecified(const IpAddress& address)
{
    return std::all_of(address.bytes.begin(), address.bytes.end(),
                       [](std::uint8_t byte) { return byte == 0; });
}

} // namespace

std::vector<OwnAddress> own_addresses(const std::vector<ListenAddress>& listening)
{
    std::vector<OwnAddress> own;
    for (const ListenAddress& listen : listening) {
        auto address = parse_ip_address(listen.host == "localhost" ? "127.0.0.1" : listen.host);
        if (!address)
            continue;
        if (!is_unspecified(*address)) {
            own.push_back({*address, listen.port});
            continue;
        }
        for (const IpAddress& each : interface_addresses())
            own.push_back({each, listen.port});
    }
    return own;
}

} // namespace presstime::http

// Two sockets may be bound to one port when both say that addresses are used again and neither listens yet.
#include "app/held_ports.hpp"

#include "base/text.hpp"
#include "platform/http/listen_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <optional>

namespace presstime {
namespace {

struct Endpoint {
    sockaddr_storage storage{};
    socklen_t length = 0;
    sockaddr* address() { return reinterpret_cast<sockaddr*>(&storage); }
};

Endpoint endpoint_of(const std::string& host)
{
    Endpoint endpoint;
    sockaddr_in four{};
    sockaddr_in6 six{};
    if (inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        std::memcpy(&endpoint.storage, &four, sizeof four);
        endpoint.length = sizeof four;
    } else if (inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1) {
        six.sin6_family = AF_INET6;
        std::memcpy(&endpoint.storage, &six, sizeof six);
        endpoint.length = sizeof six;
    }
    return endpoint;
}

std::uint16_t port_of(const Endpoint& endpoint)
{
    // The port stands at the same place in both kinds of address.
    sockaddr_in four{};
    std::memcpy(&four, &endpoint.storage, sizeof four);
    return ntohs(four.sin_port);
}

// The socket that holds the port it was given, and the port; -1 when there is none to have.
int hold(const std::string& host, std::uint16_t& port)
{
    Endpoint endpoint = endpoint_of(host);
    if (endpoint.length == 0)
        return -1;
    const int made = ::socket(endpoint.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0)
        return -1;
    const int on = 1;
    if (::setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        ::bind(made, endpoint.address(), endpoint.length) != 0 ||
        ::getsockname(made, endpoint.address(), &endpoint.length) != 0) {
        ::close(made);
        return -1;
    }
    port = port_of(endpoint);
    return made;
}

} // namespace

HeldPorts HeldPorts::choose(Settings& settings)
{
    HeldPorts held;
    for (std::string& text : settings.listen) {
        auto address = http::parse_listen_address(text);
        if (!address || address->port != 0)
            continue;
        const int socket = hold(address->host, address->port);
        if (socket < 0)
            continue;
        held.sockets_.push_back(socket);
        text = address->text();
    }
    if (const auto listen = settings.given.find("listen");
        !held.sockets_.empty() && listen != settings.given.end())
        listen->second.text = join(settings.listen, ",");
    return held;
}

void HeldPorts::release()
{
    for (const int socket : sockets_)
        ::close(socket);
    sockets_.clear();
}

} // namespace presstime

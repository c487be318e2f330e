// Listen addresses without a resolver: inet_pton decides what is an address.
#include "platform/http/listen_address.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace presstime::http {

namespace {

std::unexpected<Error> refuse(std::string_view text)
{
    return fail(Error::invalid({}, fmt::format("\"{}\" is not an address to listen on; write IP:PORT, for "
                                               "example 127.0.0.1:8080 or [::1]:8080",
                                               clip_utf8(text, 80))));
}

} // namespace

std::string ListenAddress::text() const
{
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

bool ListenAddress::is_loopback() const
{
    in_addr four{};
    if (inet_pton(AF_INET, host.c_str(), &four) == 1)
        return (ntohl(four.s_addr) >> 24) == 127;
    in6_addr six{};
    return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

Result<ListenAddress> parse_listen_address(std::string_view text)
{
    std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return refuse(text);
    std::string_view host = text.substr(0, colon);
    auto port = parse_int(text.substr(colon + 1));
    if (!port || *port < 0 || *port > 65535)
        return refuse(text);

    ListenAddress address{std::string(host), static_cast<std::uint16_t>(*port)};
    bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed)
        address.host = host.substr(1, host.size() - 2);
    else if (host.empty())
        address.host = "0.0.0.0";
    else if (host == "localhost")
        address.host = "127.0.0.1";

    in6_addr parsed{};
    if (inet_pton(bracketed ? AF_INET6 : AF_INET, address.host.c_str(), &parsed) != 1)
        return refuse(text);
    return address;
}

} // namespace presstime::http

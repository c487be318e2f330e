// Where a server listens: a numeric IP address (or "localhost") and a port, as written in settings.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace presstime::http {

struct ListenAddress {
    std::string host = "127.0.0.1"; // without brackets
    std::uint16_t port = 0;         // 0 = the system chooses

    // "127.0.0.1:8080", "[::1]:8080".
    std::string text() const;
    bool is_loopback() const;
};

// Reads "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or ":8080" (every IPv4 address); `invalid` otherwise
// (field empty). Names other than localhost are refused, so that nothing is looked up at start.
Result<ListenAddress> parse_listen_address(std::string_view text);

} // namespace presstime::http

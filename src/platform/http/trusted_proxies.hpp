// Whom a request comes from when proxies stand in front: only they are believed about the address behind
// them.
#pragma once

#include "platform/http/ip_address.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::http {

// This machine's own addresses: what is trusted where nothing else is said.
std::vector<IpNetwork> loopback_networks();

// The address of the client: `peer` itself unless it is a trusted proxy, else the last address of
// X-Forwarded-For that is not one. What stands before an entry that is no address is a stranger's claim and
// is not looked at.
std::string client_behind(const std::string& peer, std::string_view forwarded_for,
                          const std::vector<IpNetwork>& trusted);

} // namespace presstime::http

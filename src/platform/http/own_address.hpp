// Under which addresses this process can be reached by itself.
#pragma once

#include "platform/http/egress.hpp"
#include "platform/http/listen_address.hpp"

#include <vector>

namespace presstime::http {

// What `listening` comes to, for EgressPolicy::with_own(): an address itself; for the unspecified one, every
// address that this machine's interfaces have now. Unix sockets are not meant.
std::vector<OwnAddress> own_addresses(const std::vector<ListenAddress>& listening);

} // namespace presstime::http

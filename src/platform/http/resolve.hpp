// Name resolution with a deadline. The system's resolver cannot be interrupted, so a lookup that outlives its
// deadline is left to finish by itself; how many may linger is bounded.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "platform/http/ip_address.hpp"

#include <string>
#include <vector>

namespace presstime::http {

// Every address of `host`, in the system's order of preference, without duplicates; a literal yields itself.
// `retry` when the name does not resolve, in time or at all.
Result<std::vector<IpAddress>> resolve_host(const std::string& host, const Deadline& deadline);

// The same on this thread, for as long as the system's resolver takes. `not_found` when a name server said
// that there is no such name, `retry` when none gave an answer.
Result<std::vector<IpAddress>> resolve_now(const std::string& host);

} // namespace presstime::http

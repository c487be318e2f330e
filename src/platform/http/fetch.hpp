// GET of one public address under an egress policy: one try, no redirect followed, the answer bounded. For
// what a page may load; webhooks are client's.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "platform/http/egress.hpp"

#include <string>

namespace presstime::http {

struct FetchLimits {
    std::size_t bytes = 16UL << 20; // of the body
    std::string ca_file;            // PEM; empty = the system's store
};

struct Fetched {
    int status = 0;
    std::string content_type;
    std::string body;
};

// Resolves the name once, refuses it when any of its addresses is out of bounds, and connects to those
// addresses alone. `invalid("url")`, `forbidden`, `retry` when nobody answers, `too_large`.
Result<Fetched> fetch(const EgressPolicy& policy, const std::string& url, const FetchLimits& limits,
                      const Deadline& deadline);

} // namespace presstime::http

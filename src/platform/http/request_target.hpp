// Reads the target of a request line (RFC 9112 section 3.2) into a decoded path and query.
#pragma once

#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace presstime::http {

struct RequestTarget {
    std::string path;                         // percent-decoded, begins with '/'; valid UTF-8
    std::map<std::string, std::string> query; // decoded, '+' is a space; the last of equal names wins
};

// Takes origin form ("/v1/reports?limit=5") and absolute form ("http://host/v1"). `malformed` for anything
// else, a broken percent escape, invalid UTF-8, or control characters in the path.
Result<RequestTarget> parse_request_target(std::string_view target);

} // namespace presstime::http

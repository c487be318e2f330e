// Which headers a caller may set on a request that this house sends, and what they may hold.
#pragma once

#include "base/result.hpp"

#include <string_view>

namespace presstime::http {

// A token (RFC 9110 section 5.6.2), as the names of headers are.
bool is_header_name(std::string_view name);

// `invalid("headers")` for a name that is no such token or belongs to the connection, and
// for a value with control characters.
Result<> check_header(std::string_view name, std::string_view value);

} // namespace presstime::http

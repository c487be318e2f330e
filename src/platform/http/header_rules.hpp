// Which headers a caller may set on a request that this house sends, and what they may hold.
#pragma once

#include "base/result.hpp"

#include <string_view>

namespace presstime::http {

// `invalid("headers")` for a name that is no token (RFC 9110 section 5.1) or belongs to the connection, and
// for a value with control characters.
Result<> check_header(std::string_view name, std::string_view value);

} // namespace presstime::http

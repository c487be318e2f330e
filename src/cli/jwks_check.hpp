// A webhook whose whole body is a JWT, against the server's published keys (RFC 7517 section 5).
#pragma once

#include "base/time.hpp"
#include "platform/crypto/webhook_check.hpp"

#include <string_view>

namespace presstime::cli {

// `keys` is a JWK set, one JWK or a PEM. A token that states `exp` must not be older.
SignatureVerdict explain_jwt(std::string_view body, std::string_view keys, Instant now);

} // namespace presstime::cli

// Passwords at rest: argon2id (RFC 9106) in its own text form ("$argon2id$v=19$m=19456,t=2,p=1$salt$hash"),
// with the memory and passes that OWASP names. One call holds 19 MiB and about 20 ms of a core: the caller
// bounds how many at once.
#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace presstime {

inline constexpr std::size_t kMaxPassword_bytes = 1024;

// With a fresh salt. `invalid(password)` when empty or longer than 1,024 bytes.
Result<std::string> hash_password(std::string_view password);
// False also for a `stored` text that is no argon2id.
bool verify_password(std::string_view stored, std::string_view password);

} // namespace presstime

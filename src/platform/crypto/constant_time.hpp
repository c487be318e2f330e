// Comparing what an attacker may guess byte by byte.
#pragma once

#include <openssl/crypto.h>

#include <string_view>

namespace presstime {

// True when both hold the same bytes. The time taken depends on the lengths alone, never on where they
// differ.
inline bool equal_in_constant_time(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace presstime

// JSON Web Tokens (RFC 7519) in the compact form of RFC 7515, signed with the key's own algorithm. Neither
// times nor claims are judged here: the caller knows the clock and what the token is for.
#pragma once

#include "base/result.hpp"
#include "platform/crypto/signing_key.hpp"

#include <string>
#include <string_view>

namespace presstime {

// Longer ones are `too_large`. Room for a web request's worth of claims, no more.
inline constexpr std::size_t kMaxJwt_bytes = 256 * 1024;

// header {"alg","typ","kid"} . payload . signature. `payload_json` is taken as it is.
Result<std::string> sign_jwt(const PrivateKey& key, std::string_view payload_json,
                             std::string_view typ = "JWT");

// The payload's text, once the signature is `key`'s. The header's `alg` must be the key's own, so `none` and
// HS* never pass; a `crit` extension is refused. `malformed` for what is no token, `unauthenticated` for one
// that does not hold.
Result<std::string> verify_jwt(std::string_view token, const PublicKey& key);

// What the token says of itself, NOT VERIFIED: to choose the key by, nothing else.
struct UnverifiedJwt {
    std::string algorithm; // "" when it is no text
    std::string key_id;    // "" when absent
    std::string header_json;
    std::string payload_json;
};
Result<UnverifiedJwt> peek_jwt(std::string_view token);

} // namespace presstime

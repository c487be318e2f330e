// A public key's parts as JWK members (RFC 7517, RFC 7518 section 6, RFC 8037) and back. For signing_key.cpp
// alone.
#pragma once

#include "base/result.hpp"
#include "platform/crypto/signing_key.hpp"

#include <string>
#include <string_view>

struct evp_pkey_st;

namespace presstime {

struct PublicKeyText {
    SignatureAlgorithm algorithm = SignatureAlgorithm::es256;
    std::string members;    // the required members alone, sorted, without white space (RFC 7638 section 3)
    std::string thumbprint; // base64url of the SHA-256 of `members`
};

// `invalid` of `field` for a key that is not P-256, Ed25519 or RSA of 2,048 to 8,192 bits, or whose numbers
// are no key.
Result<PublicKeyText> describe_public_key(evp_pkey_st* key, const std::string& field);
// The caller owns the key.
Result<evp_pkey_st*> public_key_from_jwk(std::string_view json, const std::string& field);

} // namespace presstime

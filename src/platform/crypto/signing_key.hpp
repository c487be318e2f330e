// Keys that sign: ES256 (ECDSA on P-256), EdDSA (Ed25519) and, to verify only, RS256 (RFC 7518 section 3, RFC
// 8037). The algorithm belongs to the key, so that no message can choose it. Keys travel as PEM or JWK (RFC
// 7517); what is no such key is refused with one sentence. Copies share the key; all methods may be called
// from any thread.
#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace presstime {

enum class SignatureAlgorithm { es256, eddsa, rs256 };

// "ES256", "EdDSA", "RS256", as the header `alg` says it.
std::string_view jose_name(SignatureAlgorithm algorithm);

class PublicKey {
public:
    // PEM ("BEGIN PUBLIC KEY") or one JWK as JSON, told apart by the text. Errors are `invalid` of `field`: a
    // private key, another curve, RSA below 2,048 or beyond 8,192 bits, a JWK meant for another use or
    // algorithm.
    static Result<PublicKey> parse(std::string_view text, const std::string& field = "public_key");
    static Result<PublicKey> from_pem(std::string_view pem, const std::string& field = "public_key");
    static Result<PublicKey> from_jwk(std::string_view json, const std::string& field = "public_key");
    // The 32 bytes of RFC 8032; `invalid` with another length.
    static Result<PublicKey> from_ed25519_bytes(std::string_view bytes);

    SignatureAlgorithm algorithm() const { return algorithm_; }
    // Whether `signature` (ES256: R||S, 64 bytes; EdDSA: 64 bytes; RS256: the modulus' length) fits
    // `message`.
    bool verify(std::string_view message, std::string_view signature) const;
    // The RFC 7638 thumbprint, base64url of SHA-256.
    const std::string& kid() const { return kid_; }
    std::string to_pem() const;
    // Its 32 bytes; "" for another kind of key.
    std::string ed25519_bytes() const;
    // With `alg`, `use` and `kid`.
    std::string to_jwk() const;

private:
    friend class PrivateKey;
    PublicKey() = default;
    static Result<PublicKey> wrap(std::shared_ptr<evp_pkey_st> key, const std::string& field);

    std::shared_ptr<evp_pkey_st> key_;
    SignatureAlgorithm algorithm_ = SignatureAlgorithm::es256;
    std::string members_; // the JWK's required members in the thumbprint's order: {"crv":...}
    std::string kid_;
};

class PrivateKey {
public:
    static PrivateKey generate_es256();
    static PrivateKey generate_ed25519();
    // PKCS#8 or SEC1 PEM without a password, P-256 or Ed25519. `invalid` of `field` otherwise.
    static Result<PrivateKey> from_pem(std::string_view pem, const std::string& field = "private_key");
    // The 32-byte seed of RFC 8032; `invalid` with another length.
    static Result<PrivateKey> from_ed25519_seed(std::string_view seed);

    const PublicKey& public_key() const { return public_; }
    // ES256: R||S, EdDSA: 64 bytes too.
    std::string sign(std::string_view message) const;
    // PKCS#8 in the clear: seal it before it is stored.
    std::string to_pem() const;

private:
    PrivateKey() = default;
    static Result<PrivateKey> wrap(std::shared_ptr<evp_pkey_st> key, const std::string& field);

    PublicKey public_;
};

} // namespace presstime

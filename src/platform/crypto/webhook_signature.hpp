// Signatures of webhooks: Standard Webhooks 1.0.0 (v1 = HMAC-SHA256, v1a = Ed25519) over ID.TIMESTAMP.BODY,
// and the older ms-signature over the body alone. Why a signature fails is told by webhook_check.hpp.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"
#include "platform/crypto/hmac.hpp"
#include "platform/crypto/signing_key.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

// What one endpoint's deliveries are signed with.
class WebhookKey {
public:
    // `invalid(secret)` unless it is one of: whsec_ and padded standard base64 of 24 to 64 bytes; whsk_ and
    // base64 of an Ed25519 key (a 32-byte seed, or seed and public key, 64 bytes); a user's own text of 32 to
    // 128 characters without control characters, whose UTF-8 bytes are the key.
    static Result<WebhookKey> parse(std::string_view secret);

    // "v1" or "v1a".
    std::string_view version() const { return private_key_ ? "v1a" : "v1"; }
    // "v1,BASE64" over the whole content.
    std::string sign(std::string_view content) const;
    // The HMAC key, or nothing for v1a, whose content cannot be signed in pieces.
    std::optional<std::string_view> hmac_key() const;
    // "whpk_BASE64" for v1a, else "".
    std::string public_text() const;

private:
    WebhookKey() = default;

    std::string hmac_key_;
    std::optional<PrivateKey> private_key_;
};

// "whsec_" and 32 random bytes.
std::string generate_webhook_secret();
// "whsk_" and the 64 bytes of a new Ed25519 key: its seed and its public key.
std::string generate_webhook_signing_key();

// What a signature is over, besides the body. The timestamp is the attempt's, in whole seconds.
struct WebhookStamp {
    std::string_view id;
    Instant at;
};
// The header webhook-timestamp.
std::string webhook_timestamp(Instant at);

// The header webhook-signature: one token a key, in their order (the current one first), single spaces
// between. `invalid(webhook_id)` when the id is empty or holds a dot, white space or control characters.
Result<std::string> sign_webhook(std::span<const WebhookKey> keys, const WebhookStamp& stamp,
                                 std::string_view body);

// The same over a body that passes by in pieces. Keys of v1a are left out: Ed25519 needs the body twice. Sign
// a digest for them instead.
class WebhookSigner {
public:
    static Result<WebhookSigner> create(std::span<const WebhookKey> keys, const WebhookStamp& stamp);
    void update(std::string_view piece);
    // Call once, last. Empty when every key is of v1a.
    std::string finish();

private:
    WebhookSigner() = default;

    std::vector<HmacSha256> codes_;
};

// The header ms-signature: "sha256=" and upper-case hexadecimal of HMAC-SHA256 over the body; the key is the
// secret's text as it is written, whatever its prefix.
std::string ms_signature(std::string_view secret, std::string_view body);

} // namespace presstime

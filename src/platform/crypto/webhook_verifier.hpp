// What a webhook's secret can verify, and the other ways in which a secret's text is mistaken for bytes. For
// webhook_check.cpp alone.
#pragma once

#include "base/result.hpp"
#include "platform/crypto/signing_key.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

// One signature of the header: "v1,BASE64".
struct SignatureToken {
    std::string_view version;
    std::string_view signature;
};
// What has another form is left out; views into `header`.
std::vector<SignatureToken> read_signature_tokens(std::string_view header);

struct WebhookVerifier {
    std::string hmac_key;
    std::optional<PublicKey> public_key; // set: v1a

    // Of whsec_, whsk_, whpk_ or a user's own text; `invalid(secret)`.
    static Result<WebhookVerifier> parse(std::string_view secret);
    std::string_view version() const { return public_key ? "v1a" : "v1"; }
    bool accepts(const SignatureToken& token, std::string_view content) const;
};

// What the signatures are over, besides the body.
struct SignedHead {
    std::string head; // "ID.TIMESTAMP."
    std::vector<SignatureToken> tokens;

    bool signed_by(const WebhookVerifier& verifier, std::string_view body) const;
};

struct SecretReading {
    std::string bytes;
    std::string_view how;
};
std::vector<SecretReading> other_readings_of(std::string_view secret);

} // namespace presstime

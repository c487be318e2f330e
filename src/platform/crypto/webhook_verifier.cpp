// Compares in constant time, as a receiver must.
#include "platform/crypto/webhook_verifier.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/crypto/constant_time.hpp"
#include "platform/crypto/hmac.hpp"
#include "platform/crypto/webhook_secret_text.hpp"
#include "platform/crypto/webhook_signature.hpp"

#include <algorithm>

namespace presstime {

std::vector<SignatureToken> read_signature_tokens(std::string_view header)
{
    std::vector<SignatureToken> tokens;
    for (const std::string_view each : split(header, ' ')) {
        const std::vector<std::string_view> parts = split(each, ',');
        if (parts.size() >= 2 && !parts[0].empty() && !parts[1].empty())
            tokens.push_back({parts[0], parts[1]});
    }
    return tokens;
}

Result<WebhookVerifier> WebhookVerifier::parse(std::string_view secret)
{
    if (secret.starts_with(kPublicPrefix)) {
        const Result<std::string> bytes = base64_decode_strict(secret.substr(kPublicPrefix.size()));
        Result<PublicKey> key = PublicKey::from_ed25519_bytes(bytes ? *bytes : std::string());
        if (!key)
            return fail(Error::invalid(
                "secret", "secret begins with whpk_, but what follows is no base64 of 32 bytes"));
        return WebhookVerifier{{}, std::move(*key)};
    }
    const WebhookKey key = TRY(WebhookKey::parse(secret));
    if (const std::optional<std::string_view> shared = key.hmac_key())
        return WebhookVerifier{std::string(*shared), std::nullopt};
    return parse(key.public_text());
}

bool WebhookVerifier::accepts(const SignatureToken& token, std::string_view content) const
{
    if (token.version != version())
        return false;
    if (!public_key)
        return equal_in_constant_time(base64_encode(hmac_sha256(hmac_key, content)), token.signature);
    const Result<std::string> signature = base64_decode_strict(token.signature);
    return signature && public_key->verify(content, *signature);
}

bool SignedHead::signed_by(const WebhookVerifier& verifier, std::string_view body) const
{
    const std::string content = head + std::string(body);
    return std::ranges::any_of(tokens,
                               [&](const SignatureToken& token) { return verifier.accepts(token, content); });
}

std::vector<SecretReading> other_readings_of(std::string_view secret)
{
    const std::string_view trimmed = trim(secret);
    const std::string_view bare =
        trimmed.starts_with(kSharedPrefix) ? trimmed.substr(kSharedPrefix.size()) : trimmed;
    std::vector<SecretReading> readings{{std::string(trimmed), "the secret's whole text, not decoded"},
                                        {std::string(bare), "the text after whsec_, not decoded"}};
    if (const Result<std::string> decoded = base64_decode(bare))
        readings.push_back({*decoded, "the secret decoded from base64"});
    std::string standard(bare);
    std::ranges::replace(standard, '-', '+');
    std::ranges::replace(standard, '_', '/');
    standard.append((4 - standard.size() % 4) % 4, '=');
    if (const Result<std::string> decoded = base64_decode(standard))
        readings.push_back({*decoded, "the secret decoded from URL-safe or unpadded base64"});
    readings.push_back({std::string(secret), "the secret with the white space around it"});
    readings.push_back({std::string(trimmed) + "\n", "the secret with a line break at its end"});
    return readings;
}

} // namespace presstime

// What is signed is built in one place, head_of(), for whole bodies and for those in pieces.
#include "platform/crypto/webhook_signature.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/crypto/random.hpp"
#include "platform/crypto/webhook_secret_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {
namespace {

constexpr std::size_t kSecret_bytes = 32;
constexpr std::size_t kMinSecret_bytes = 24;
constexpr std::size_t kMaxSecret_bytes = 64;
constexpr std::size_t kMinOwn_characters = 32;
constexpr std::size_t kMaxOwn_characters = 128;
constexpr std::size_t kSeed_bytes = 32;

Error refused(std::string message)
{
    return Error::invalid("secret", std::move(message));
}

Result<std::string> decode_secret(std::string_view text, std::string_view prefix)
{
    Result<std::string> bytes = base64_decode_strict(text.substr(prefix.size()));
    if (!bytes)
        return fail(
            refused(fmt::format("secret begins with {}, but what follows is no padded standard base64; the "
                                "URL-safe letters - and _ are not of it",
                                prefix)));
    return bytes;
}

Result<std::string> read_shared(std::string_view text)
{
    std::string bytes = TRY(decode_secret(text, kSharedPrefix));
    if (bytes.size() < kMinSecret_bytes || bytes.size() > kMaxSecret_bytes)
        return fail(refused(fmt::format("secret must hold {} to {} bytes after whsec_; it holds {}",
                                        kMinSecret_bytes, kMaxSecret_bytes, bytes.size())));
    return bytes;
}

Result<PrivateKey> read_private(std::string_view text)
{
    const std::string bytes = TRY(decode_secret(text, kPrivatePrefix));
    if (bytes.size() != kSeed_bytes && bytes.size() != 2 * kSeed_bytes)
        return fail(
            refused(fmt::format("secret must hold 32 or 64 bytes after whsk_; it holds {}", bytes.size())));
    PrivateKey key = TRY(PrivateKey::from_ed25519_seed(bytes.substr(0, kSeed_bytes)));
    const Result<PublicKey> stated = bytes.size() == kSeed_bytes
                                         ? key.public_key()
                                         : PublicKey::from_ed25519_bytes(bytes.substr(kSeed_bytes));
    if (!stated || stated->kid() != key.public_key().kid())
        return fail(refused("secret after whsk_ is a seed with another key's public half; copy it again"));
    return key;
}

Result<std::string> read_own(std::string_view text)
{
    const bool is_text = is_valid_utf8(text) && !has_control_characters(text);
    const std::size_t length = is_text ? count_code_points(text) : 0;
    if (length < kMinOwn_characters || length > kMaxOwn_characters)
        return fail(refused(
            fmt::format("secret must be {} to {} characters of text, or whsec_ and base64 of {} to {} "
                        "bytes; leave it out to have one made",
                        kMinOwn_characters, kMaxOwn_characters, kMinSecret_bytes, kMaxSecret_bytes)));
    return std::string(text);
}

// "ID.TIMESTAMP."
Result<std::string> head_of(const WebhookStamp& stamp)
{
    const bool holds_space = stamp.id.find(' ') != std::string_view::npos;
    if (stamp.id.empty() || stamp.id.contains('.') || holds_space || has_control_characters(stamp.id))
        return fail(Error::invalid("webhook_id",
                                   "webhook_id must not be empty nor hold a dot, white space or control "
                                   "characters: the signature could be read two ways"));
    return fmt::format("{}.{}.", stamp.id, webhook_timestamp(stamp.at));
}

} // namespace

Result<WebhookKey> WebhookKey::parse(std::string_view secret)
{
    WebhookKey key;
    if (secret.starts_with(kPublicPrefix))
        return fail(refused("secret is a public key (whpk_), which only verifies; give whsec_ or whsk_"));
    if (secret.starts_with(kPrivatePrefix))
        key.private_key_ = TRY(read_private(secret));
    else if (secret.starts_with(kSharedPrefix))
        key.hmac_key_ = TRY(read_shared(secret));
    else
        key.hmac_key_ = TRY(read_own(secret));
    return key;
}

std::string WebhookKey::sign(std::string_view content) const
{
    if (private_key_)
        return "v1a," + base64_encode(private_key_->sign(content));
    return "v1," + base64_encode(hmac_sha256(hmac_key_, content));
}

std::optional<std::string_view> WebhookKey::hmac_key() const
{
    return private_key_ ? std::nullopt : std::optional<std::string_view>(hmac_key_);
}

std::string WebhookKey::public_text() const
{
    return private_key_
               ? std::string(kPublicPrefix) + base64_encode(private_key_->public_key().ed25519_bytes())
               : std::string();
}

std::string generate_webhook_secret()
{
    return std::string(kSharedPrefix) + base64_encode(random_bytes(kSecret_bytes));
}

std::string generate_webhook_signing_key()
{
    const std::string seed = random_bytes(kSeed_bytes);
    const PrivateKey key = PrivateKey::from_ed25519_seed(seed).value();
    return std::string(kPrivatePrefix) + base64_encode(seed + key.public_key().ed25519_bytes());
}

std::string webhook_timestamp(Instant at)
{
    return fmt::format("{}", std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

Result<std::string> sign_webhook(std::span<const WebhookKey> keys, const WebhookStamp& stamp,
                                 std::string_view body)
{
    const std::string content = TRY(head_of(stamp)).append(body);
    std::vector<std::string> tokens;
    for (const WebhookKey& key : keys)
        tokens.push_back(key.sign(content));
    return join(tokens, " ");
}

Result<WebhookSigner> WebhookSigner::create(std::span<const WebhookKey> keys, const WebhookStamp& stamp)
{
    const std::string head = TRY(head_of(stamp));
    WebhookSigner signer;
    for (const WebhookKey& key : keys)
        if (const std::optional<std::string_view> shared = key.hmac_key()) {
            signer.codes_.emplace_back(*shared);
            signer.codes_.back().update(head);
        }
    return signer;
}

void WebhookSigner::update(std::string_view piece)
{
    for (HmacSha256& code : codes_)
        code.update(piece);
}

std::string WebhookSigner::finish()
{
    std::vector<std::string> tokens;
    for (HmacSha256& code : codes_)
        tokens.push_back("v1," + base64_encode(code.finish()));
    return join(tokens, " ");
}

std::string ms_signature(std::string_view secret, std::string_view body)
{
    std::string hex = hex_encode(hmac_sha256(secret, body));
    std::ranges::transform(hex, hex.begin(), [](char digit) {
        return digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit;
    });
    return "sha256=" + hex;
}

} // namespace presstime

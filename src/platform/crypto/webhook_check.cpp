// The checks stand in the order in which they explain each other: a header that is missing before a secret
// that does not fit, an encoding before a body.
#include "platform/crypto/webhook_check.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/crypto/body_variants.hpp"
#include "platform/crypto/constant_time.hpp"
#include "platform/crypto/hmac.hpp"
#include "platform/crypto/webhook_signature.hpp"
#include "platform/crypto/webhook_verifier.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {
namespace {

using Fault = SignatureFault;

constexpr std::string_view kCopySecret = "copy the endpoint's secret again; after a rotation, the new one";

SignatureVerdict fault(Fault fault, std::string detail, std::string_view mend)
{
    return {fault, std::move(detail), std::string(mend)};
}

std::optional<SignatureVerdict> check_headers(const ReceivedWebhook& received,
                                              std::string_view signature_name)
{
    std::vector<std::string> missing;
    for (const std::string_view name :
         {std::string_view("webhook-id"), std::string_view("webhook-timestamp"), signature_name})
        if (!received.header(name))
            missing.emplace_back(name);
    if (!missing.empty())
        return fault(Fault::header_missing,
                     fmt::format("the request lacks the header{} {}", missing.size() > 1 ? "s" : "",
                                 join(missing, ", ")),
                     "hand every header over; a proxy or a framework may have dropped them");
    const std::string id = *received.header("webhook-id");
    if (id.empty() || id.contains('.') || has_control_characters(id))
        return fault(Fault::bad_id, "webhook-id is empty, or holds a dot or control characters",
                     "take the header as it came; an id with a dot could be read two ways and is never sent");
    return std::nullopt;
}

std::optional<SignatureVerdict> check_timestamp_text(const std::string& text)
{
    const std::optional<std::int64_t> seconds = parse_int(text);
    if (!seconds || *seconds < 0)
        return fault(Fault::bad_timestamp, "webhook-timestamp is no whole number of seconds since 1970",
                     "take the header as it came");
    constexpr std::int64_t kLatest = 100'000'000'000; // the year 5138
    if (*seconds > kLatest)
        return fault(Fault::bad_timestamp,
                     "webhook-timestamp is too large to be seconds since 1970; it may be milliseconds",
                     "write the seconds of the attempt");
    return std::nullopt;
}

SignatureVerdict check_time(std::int64_t seconds, const SignatureCheck& check, std::string_view verified)
{
    const std::int64_t now = std::chrono::floor<std::chrono::seconds>(check.now).time_since_epoch().count();
    const std::int64_t age = now - seconds;
    if (age > check.tolerance.count())
        return fault(
            Fault::too_old,
            fmt::format("the signature is right, but it was made {} s ago, {} s beyond the tolerance of {} s",
                        age, age - check.tolerance.count(), check.tolerance.count()),
            "check at once when a request arrives, set this machine's clock, or give --tolerance or --at for "
            "an "
            "old request");
    if (-age > check.tolerance.count())
        return fault(
            Fault::in_future,
            fmt::format("the signature is right, but its time is {} s ahead of this clock, {} s beyond the "
                        "tolerance of {} s",
                        -age, -age - check.tolerance.count(), check.tolerance.count()),
            "set the clocks of sender and receiver (NTP)");
    return {Fault::none,
            age < 0 ? fmt::format("{}; made {} s ahead of this clock", verified, -age)
                    : fmt::format("{}; made {} s ago", verified, age),
            {}};
}

std::optional<SignatureVerdict> explain_version(const SignedHead& message, const WebhookVerifier& verifier)
{
    std::vector<std::string> versions;
    for (const SignatureToken& token : message.tokens) {
        if (token.version == verifier.version())
            return std::nullopt;
        if (std::ranges::find(versions, token.version) == versions.end())
            versions.push_back(repair_utf8(clip_utf8(token.version, 16)));
    }
    return fault(Fault::other_version,
                 fmt::format("webhook-signature holds only {}, while this secret is for {}",
                             join(versions, ", "), verifier.version()),
                 verifier.version() == "v1" ? "verify v1a with the endpoint's public key, whpk_..."
                                            : "verify v1 with the endpoint's shared secret, whsec_...");
}

std::optional<SignatureVerdict> explain_encoding(const SignedHead& message, const WebhookVerifier& verifier,
                                                 std::string_view body)
{
    if (verifier.public_key)
        return std::nullopt;
    const Sha256Digest code = hmac_sha256(verifier.hmac_key, message.head + std::string(body));
    const std::string standard = base64_encode(code);
    std::string padded_url = base64url_encode(code) + "=";
    struct Encoding {
        std::string text;
        std::string_view name;
    };
    for (const Encoding& encoding :
         {Encoding{base64url_encode(code), "URL-safe or unpadded base64"},
          Encoding{padded_url, "URL-safe base64"},
          Encoding{standard.substr(0, standard.size() - 1), "base64 without its padding"},
          Encoding{hex_encode(code), "hexadecimal"}})
        for (const SignatureToken& token : message.tokens)
            if (equal_in_constant_time(to_lower_ascii(encoding.text), to_lower_ascii(token.signature)) &&
                (encoding.name == "hexadecimal" || equal_in_constant_time(encoding.text, token.signature)))
                return fault(Fault::other_encoding,
                             fmt::format("the signature is right, but written in {}", encoding.name),
                             "write it in standard base64 with + and / and its padding, 44 characters");
    return std::nullopt;
}

std::optional<SignatureVerdict> explain_secret(const SignedHead& message, std::string_view secret,
                                               std::string_view body)
{
    for (SecretReading& reading : other_readings_of(secret)) {
        const WebhookVerifier verifier{std::move(reading.bytes), std::nullopt};
        if (message.signed_by(verifier, body))
            return fault(
                Fault::other_secret_reading,
                fmt::format("the signature is right for another reading of this secret: {}", reading.how),
                "decode what follows whsec_ from base64; use a secret without that prefix as the bytes it is "
                "written in; copy it without white space");
    }
    return std::nullopt;
}

std::optional<SignatureVerdict> explain_body(const SignedHead& message, const WebhookVerifier& verifier,
                                             std::string_view body)
{
    const auto is_original = [&](std::string_view candidate) {
        return message.signed_by(verifier, candidate);
    };
    if (const std::optional<BodyVariant> change = find_body_change(body, is_original))
        return fault(Fault::body_changed, fmt::format("the secret is right, but the body {}", change->change),
                     change->mend);
    if (!body.empty() && message.signed_by(verifier, ""))
        return fault(Fault::body_changed, "the signature is of an empty body",
                     "hand over the body of the same request");
    return std::nullopt;
}

std::string content_digest(std::string_view body)
{
    return fmt::format("sha-256=:{}:", base64_encode(sha256(body)));
}

// What Content-Digest and the signature over it say; nothing when the request bears none.
struct DigestFinding {
    bool body_fits = false;
    bool is_signed = false;
};
std::optional<DigestFinding> judge_digest(const ReceivedWebhook& received, const SignedHead& message,
                                          const WebhookVerifier& verifier)
{
    const std::optional<std::string> digest = received.header("content-digest");
    if (!digest)
        return std::nullopt;
    const std::optional<std::string> signature = received.header_ending("-digest-signature");
    const SignedHead over_digest{message.head, signature ? read_signature_tokens(*signature)
                                                         : std::vector<SignatureToken>{}};
    return DigestFinding{trim(*digest) == content_digest(received.body),
                         over_digest.signed_by(verifier, trim(*digest))};
}

// When nothing usual explains it: the digest can still tell a changed body from another secret.
SignatureVerdict explain_rest(const ReceivedWebhook& received, const std::optional<DigestFinding>& digest)
{
    constexpr std::string_view kRaw = "keep the body as bytes from the socket to the check, never as text";
    if (digest && digest->is_signed && digest->body_fits)
        return fault(Fault::bad_signature_header,
                     "the body and the signature over its digest are right, but webhook-signature is of "
                     "something else",
                     "hand that header over as it came");
    if (digest && !digest->body_fits)
        return fault(Fault::body_changed,
                     digest->is_signed
                         ? "the signature over the digest is right, but the body is not the one digested: "
                           "its bytes were changed, as when binary bytes are decoded as text"
                         : "the body is not the one that Content-Digest was made of",
                     kRaw);
    if (digest)
        return fault(Fault::wrong_secret, "the body is as it was sent, but signed with another secret",
                     kCopySecret);
    if (received.body.contains("\xEF\xBF\xBD"))
        return fault(Fault::body_changed,
                     "the body holds U+FFFD, what binary bytes become when they are decoded as text", kRaw);
    if (received.body.empty())
        return fault(Fault::body_changed, "the body is empty; something may have read it before", kRaw);
    return fault(
        Fault::wrong_secret,
        "no signature of this request was made with this secret over this id, timestamp and body",
        fmt::format("{}; and make sure that the headers and the body are of the same request", kCopySecret));
}

SignatureVerdict explain_digest_alone(const DigestFinding& digest, std::int64_t seconds,
                                      const SignatureCheck& check)
{
    if (!digest.is_signed)
        return fault(Fault::wrong_secret, "the signature over the digest was not made with this secret",
                     kCopySecret);
    if (!digest.body_fits)
        return explain_rest({}, digest);
    return check_time(seconds, check, "the digest's signature and the body's digest hold");
}

std::string holds_text(const WebhookVerifier& verifier, const std::optional<DigestFinding>& digest)
{
    return fmt::format("the {} signature {}", verifier.version(),
                       digest && digest->is_signed ? "and the digest's hold" : "holds");
}

// The body's own signature holds; what is said about its digest must agree.
SignatureVerdict accept(const ReceivedWebhook& received, const std::optional<DigestFinding>& digest,
                        SignatureVerdict verdict)
{
    const bool claims_digest = digest && received.header_ending("-digest-signature");
    if (!verdict.holds() || !digest || (digest->body_fits && (digest->is_signed || !claims_digest)))
        return verdict;
    return fault(Fault::bad_signature_header,
                 digest->body_fits
                     ? "webhook-signature holds, but the signature over the digest is of something else"
                     : "webhook-signature holds, but Content-Digest is not of this body",
                 "hand every header over as it came");
}

} // namespace

std::optional<std::string> ReceivedWebhook::header(std::string_view name) const
{
    std::vector<std::string> values;
    for (const auto& [key, value] : headers)
        if (equals_ignore_case_ascii(key, name))
            values.push_back(value);
    return values.empty() ? std::nullopt : std::optional(join(values, " "));
}

std::optional<std::string> ReceivedWebhook::header_ending(std::string_view suffix) const
{
    for (const auto& [key, value] : headers)
        if (to_lower_ascii(key).ends_with(suffix))
            return value;
    return std::nullopt;
}

SignatureVerdict explain_signature(const ReceivedWebhook& received, const SignatureCheck& check)
{
    const bool alone = !received.header("webhook-signature") && received.header_ending("-digest-signature");
    if (auto verdict = check_headers(received, alone ? "content-digest" : "webhook-signature"))
        return *verdict;
    const std::string timestamp = *received.header("webhook-timestamp");
    if (auto verdict = check_timestamp_text(timestamp))
        return *verdict;
    const std::string header = received.header("webhook-signature").value_or("");
    const SignedHead message{fmt::format("{}.{}.", *received.header("webhook-id"), timestamp),
                             read_signature_tokens(header)};
    const Result<WebhookVerifier> verifier = WebhookVerifier::parse(check.secret);
    if (!verifier) {
        const auto reading = explain_secret(message, check.secret, received.body);
        return reading ? *reading : fault(Fault::bad_secret, verifier.error().message, kCopySecret);
    }
    const std::optional<DigestFinding> digest = judge_digest(received, message, *verifier);
    const std::int64_t seconds = parse_int(timestamp).value_or(0);
    if (alone)
        return explain_digest_alone(*digest, seconds, check);
    if (message.tokens.empty())
        return fault(Fault::bad_signature_header,
                     "webhook-signature holds no signature of the form v1,BASE64",
                     "take the header as it came");
    if (message.signed_by(*verifier, received.body))
        return accept(received, digest, check_time(seconds, check, holds_text(*verifier, digest)));
    if (auto verdict = explain_version(message, *verifier))
        return *verdict;
    if (auto verdict = explain_encoding(message, *verifier, received.body))
        return *verdict;
    if (auto verdict = explain_secret(message, check.secret, received.body))
        return *verdict;
    if (auto verdict = explain_body(message, *verifier, received.body))
        return *verdict;
    return explain_rest(received, digest);
}

SignatureVerdict explain_ms_signature(const ReceivedWebhook& received, std::string_view secret)
{
    const std::optional<std::string> given = received.header("ms-signature");
    if (!given)
        return fault(Fault::header_missing, "the request lacks the header ms-signature",
                     "hand every header over; only the format notifications sends this one");
    const auto fits = [&](std::string_view key, std::string_view body) {
        return equal_in_constant_time(to_lower_ascii(ms_signature(key, body)), to_lower_ascii(trim(*given)));
    };
    if (fits(secret, received.body))
        return {Fault::none, "ms-signature holds", {}};
    if (!to_lower_ascii(trim(*given)).starts_with("sha256="))
        return fault(Fault::bad_signature_header,
                     "ms-signature does not begin with sha256=", "take the header as it came");
    for (const SecretReading& reading : other_readings_of(secret))
        if (fits(reading.bytes, received.body))
            return fault(
                Fault::other_secret_reading,
                fmt::format("the signature is right for another reading of this secret: {}", reading.how),
                "the key of ms-signature is the secret's text as it is written, prefix and all, without "
                "white "
                "space around it");
    const auto is_original = [&](std::string_view body) { return fits(secret, body); };
    if (const std::optional<BodyVariant> change = find_body_change(received.body, is_original))
        return fault(Fault::body_changed, fmt::format("the secret is right, but the body {}", change->change),
                     change->mend);
    return explain_rest(received, std::nullopt);
}

} // namespace presstime

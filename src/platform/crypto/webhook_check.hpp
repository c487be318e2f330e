// The verifier that says why: what a receiver checks, and when it fails, which of the usual mistakes explains
// it. Texts never hold a secret or a signature that would have been right.
#pragma once

#include "base/result.hpp"
#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace presstime {

enum class SignatureFault {
    none,
    header_missing,
    bad_id,
    bad_timestamp,
    too_old,
    in_future,
    bad_signature_header, // no token of the form version,base64, or changed on its way
    other_version,        // signed by a scheme this secret is not for
    other_encoding,       // the right signature in hexadecimal, URL-safe or unpadded base64
    bad_secret,           // the secret given here cannot be one
    other_secret_reading, // the right secret, its text turned into bytes another way
    body_changed,
    wrong_secret,
};

struct SignatureVerdict {
    SignatureFault fault = SignatureFault::none;
    std::string detail; // what was verified, or what is wrong
    std::string mend;   // "" when nothing is wrong

    bool holds() const { return fault == SignatureFault::none; }
};

// A request as it came. Header names in any case; one given twice counts as both.
struct ReceivedWebhook {
    std::vector<std::pair<std::string, std::string>> headers;
    std::string_view body;

    std::optional<std::string> header(std::string_view name) const;
    // The value of the first header whose name ends in `suffix`.
    std::optional<std::string> header_ending(std::string_view suffix) const;
};

struct SignatureCheck {
    std::string_view secret; // whsec_, whsk_, whpk_ or a user's own text
    Instant now;
    std::chrono::seconds tolerance{300}; // both ways, as the reference libraries have it
};

// Standard Webhooks: webhook-id, -timestamp and -signature; with Content-Digest (RFC 9530) and a header that
// ends in -digest-signature, also what was signed over the digest, which stands alone when webhook-signature
// is missing.
SignatureVerdict explain_signature(const ReceivedWebhook& received, const SignatureCheck& check);

// The header ms-signature; the secret as it is written.
SignatureVerdict explain_ms_signature(const ReceivedWebhook& received, std::string_view secret);

} // namespace presstime

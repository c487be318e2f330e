// The token's kid chooses the key; a key alone needs no choosing.
#include "cli/jwks_check.hpp"

#include "base/text.hpp"
#include "platform/crypto/jwt.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::cli {
namespace {

namespace json = boost::json;
using Fault = SignatureFault;

constexpr std::size_t kMaxKeys = 100;
constexpr std::string_view kFetchKeys = "fetch the server's /.well-known/jwks.json again";

SignatureVerdict fault(Fault fault, std::string detail, std::string_view mend)
{
    return {fault, std::move(detail), std::string(mend)};
}

struct NamedKey {
    std::string kid; // as the set says it, else the thumbprint
    PublicKey key;
};

Result<std::vector<NamedKey>> read_keys(std::string_view text)
{
    std::error_code error;
    const json::value parsed = json::parse(text, error);
    const json::object* object = error ? nullptr : parsed.if_object();
    const json::value* listed = object ? object->if_contains("keys") : nullptr;
    std::vector<NamedKey> keys;
    if (!listed || !listed->is_array()) {
        PublicKey key = TRY(PublicKey::parse(text, "--jwks"));
        keys.push_back({key.kid(), std::move(key)});
        return keys;
    }
    for (const json::value& each : listed->get_array()) {
        // A set may hold keys of kinds that are unknown here.
        Result<PublicKey> key = PublicKey::from_jwk(json::serialize(each), "--jwks");
        if (!key || keys.size() == kMaxKeys)
            continue;
        const json::value* kid = each.get_object().if_contains("kid");
        keys.push_back(
            {kid && kid->is_string() ? std::string(kid->get_string()) : key->kid(), std::move(*key)});
    }
    return keys;
}

const PublicKey* choose(const std::vector<NamedKey>& keys, const std::string& kid)
{
    if (keys.size() == 1 && kid.empty())
        return &keys.front().key;
    for (const NamedKey& each : keys)
        if (each.kid == kid || each.key.kid() == kid)
            return &each.key;
    return nullptr;
}

SignatureVerdict check_expiry(const std::string& payload, const PublicKey& key, Instant now)
{
    std::error_code error;
    const json::value claims = json::parse(payload, error);
    const json::value* expires =
        error || !claims.is_object() ? nullptr : claims.get_object().if_contains("exp");
    const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    if (expires && expires->is_int64() && expires->get_int64() <= seconds)
        return fault(Fault::too_old,
                     fmt::format("the signature is right, but the token expired {} s ago",
                                 seconds - expires->get_int64()),
                     "check at once when a request arrives, set this machine's clock, or give --at for an "
                     "old request");
    return {Fault::none,
            fmt::format("the token is signed with {} by the key {}", jose_name(key.algorithm()), key.kid()),
            {}};
}

} // namespace

SignatureVerdict explain_jwt(std::string_view body, std::string_view keys, Instant now)
{
    const std::string_view token = trim(body);
    const Result<UnverifiedJwt> peeked = peek_jwt(token);
    if (!peeked)
        return fault(Fault::body_changed, fmt::format("the body is no JWT: {}", peeked.error().message),
                     "hand over the raw body; leave --jwks out for the other formats");
    const Result<std::vector<NamedKey>> known = read_keys(keys);
    if (!known)
        return fault(Fault::bad_secret, known.error().message, kFetchKeys);
    const PublicKey* key = choose(*known, peeked->key_id);
    if (!key)
        return fault(Fault::wrong_secret,
                     fmt::format("the token names the key \"{}\", which is not among the {} given",
                                 repair_utf8(clip_utf8(peeked->key_id, 64)), known->size()),
                     kFetchKeys);
    const Result<std::string> payload = verify_jwt(token, *key);
    if (!payload)
        return fault(Fault::wrong_secret, payload.error().message,
                     "take the body as it came, and the keys of its sender");
    return check_expiry(*payload, *key, now);
}

} // namespace presstime::cli

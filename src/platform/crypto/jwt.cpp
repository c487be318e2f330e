// Three base64url parts between dots. Every doubt is a refusal.
#include "platform/crypto/jwt.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <array>

namespace presstime {
namespace {

namespace json = boost::json;

struct Parts {
    std::string_view signed_text; // header.payload
    json::object header;
    std::string header_json;
    std::string payload;
    std::string signature;
};

Error unauthenticated(std::string message)
{
    return {ErrorKind::unauthenticated, std::move(message), {}, {}};
}

Result<json::object> read_header(std::string_view text)
{
    std::error_code error;
    const json::value parsed = json::parse(text, error);
    if (error || !parsed.is_object())
        return fail(Error::malformed("the token's header is no JSON object"));
    return parsed.get_object();
}

Result<Parts> take_apart(std::string_view token)
{
    if (token.size() > kMaxJwt_bytes)
        return fail(Error::too_large("token", fmt::format("the token is longer than {}; carry fewer claims",
                                                          format_bytes(kMaxJwt_bytes))));
    const std::vector<std::string_view> texts = split(token, '.');
    if (texts.size() != 3)
        return fail(
            Error::malformed("a token has three parts with a dot between them: header.payload.signature"));
    std::array<std::string, 3> decoded;
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        Result<std::string> bytes = base64url_decode(texts[i]);
        if (!bytes)
            return fail(Error::malformed(
                fmt::format("part {} of the token is no base64url (RFC 7515 section 2)", i + 1)));
        decoded[i] = std::move(*bytes);
    }
    Parts parts;
    parts.signed_text = token.substr(0, texts[0].size() + 1 + texts[1].size());
    parts.header = TRY(read_header(decoded[0]));
    parts.header_json = std::move(decoded[0]);
    parts.payload = std::move(decoded[1]);
    parts.signature = std::move(decoded[2]);
    return parts;
}

std::string text_member(const json::object& object, std::string_view name)
{
    const json::value* value = object.if_contains(name);
    const json::string* text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

} // namespace

Result<std::string> sign_jwt(const PrivateKey& key, std::string_view payload_json, std::string_view typ)
{
    const PublicKey& known = key.public_key();
    const json::object header{{"alg", jose_name(known.algorithm())}, {"typ", typ}, {"kid", known.kid()}};
    std::string token = base64url_encode(json::serialize(header)) + "." + base64url_encode(payload_json);
    token += "." + base64url_encode(key.sign(token));
    if (token.size() > kMaxJwt_bytes)
        return fail(Error::too_large("payload",
                                     fmt::format("the signed token would be longer than {}; carry less in it",
                                                 format_bytes(kMaxJwt_bytes))));
    return token;
}

Result<std::string> verify_jwt(std::string_view token, const PublicKey& key)
{
    Parts parts = TRY(take_apart(token));
    if (parts.header.contains("crit"))
        return fail(unauthenticated("the token's header demands an extension (crit); none is known here"));
    if (text_member(parts.header, "alg") != jose_name(key.algorithm()))
        return fail(unauthenticated(
            fmt::format("the token's alg is not {}, the algorithm of the registered key; sign with that key",
                        jose_name(key.algorithm()))));
    if (!key.verify(parts.signed_text, parts.signature))
        return fail(
            unauthenticated("the token's signature is not of the registered key; sign with its private key"));
    return std::move(parts.payload);
}

Result<UnverifiedJwt> peek_jwt(std::string_view token)
{
    Parts parts = TRY(take_apart(token));
    return UnverifiedJwt{text_member(parts.header, "alg"), text_member(parts.header, "kid"),
                         std::move(parts.header_json), std::move(parts.payload)};
}

} // namespace presstime

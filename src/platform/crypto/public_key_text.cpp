// Which keys are welcome is decided in describe_public_key(), whatever form they came in.
#include "platform/crypto/public_key_text.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "platform/crypto/hmac.hpp"
#include "platform/crypto/sha256.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>
#include <memory>

namespace presstime {
namespace {

namespace json = boost::json;

constexpr int kMinRsa_bits = 2048;
constexpr int kMaxRsa_bits = 8192; // a longer one costs more than it gives
constexpr int kCoordinate_bytes = 32;
constexpr std::size_t kMaxJwk_bytes = 16 * 1024;

Error refused(const std::string& field, std::string_view what)
{
    return Error::invalid(field, fmt::format("{} {}", field, what));
}

// A number of the key, big-endian; `width` 0 = as short as it goes.
std::string number_of(const EVP_PKEY* key, const char* name, int width)
{
    BIGNUM* given = nullptr;
    EVP_PKEY_get_bn_param(key, name, &given);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(given, BN_free);
    if (!number)
        return {};
    std::string bytes(static_cast<std::size_t>(width > 0 ? width : BN_num_bytes(given)), '\0');
    BN_bn2binpad(given, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    return bytes;
}

bool holds_together(EVP_PKEY* key)
{
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr), EVP_PKEY_CTX_free);
    return context && EVP_PKEY_public_check(context.get()) == 1;
}

Result<PublicKeyText> describe_ec(EVP_PKEY* key, const std::string& field)
{
    std::array<char, 64> curve{};
    EVP_PKEY_get_group_name(key, curve.data(), curve.size(), nullptr);
    if (std::string_view(curve.data()) != "prime256v1")
        return fail(refused(field,
                            "is on another curve than P-256; make one with: openssl ecparam -name prime256v1 "
                            "-genkey"));
    if (!holds_together(key))
        return fail(refused(field, "is no point of the curve P-256; copy the key again"));
    return PublicKeyText{
        SignatureAlgorithm::es256,
        fmt::format(R"({{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}})",
                    base64url_encode(number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, kCoordinate_bytes)),
                    base64url_encode(number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, kCoordinate_bytes))),
        {}};
}

PublicKeyText describe_ed25519(EVP_PKEY* key)
{
    std::array<unsigned char, 32> bytes{};
    std::size_t length = bytes.size();
    EVP_PKEY_get_raw_public_key(key, bytes.data(), &length);
    return {SignatureAlgorithm::eddsa,
            fmt::format(R"({{"crv":"Ed25519","kty":"OKP","x":"{}"}})", base64url_encode(bytes)),
            {}};
}

Result<PublicKeyText> describe_rsa(EVP_PKEY* key, const std::string& field)
{
    const int bits = EVP_PKEY_get_bits(key);
    if (bits < kMinRsa_bits || bits > kMaxRsa_bits)
        return fail(refused(field, fmt::format("is an RSA key of {} bits; give one of {} to {}", bits,
                                               kMinRsa_bits, kMaxRsa_bits)));
    if (!holds_together(key))
        return fail(refused(field, "is no sound RSA key; copy the key again"));
    return PublicKeyText{SignatureAlgorithm::rs256,
                         fmt::format(R"({{"e":"{}","kty":"RSA","n":"{}"}})",
                                     base64url_encode(number_of(key, OSSL_PKEY_PARAM_RSA_E, 0)),
                                     base64url_encode(number_of(key, OSSL_PKEY_PARAM_RSA_N, 0))),
                         {}};
}

Result<PublicKeyText> describe(EVP_PKEY* key, const std::string& field)
{
    if (EVP_PKEY_is_a(key, "EC") == 1)
        return describe_ec(key, field);
    if (EVP_PKEY_is_a(key, "ED25519") == 1)
        return describe_ed25519(key);
    if (EVP_PKEY_is_a(key, "RSA") == 1)
        return describe_rsa(key, field);
    return fail(refused(field, "is of an unknown kind; give an EC P-256, Ed25519 or RSA key"));
}

// Reads one JWK's members; the first mistake is kept.
struct JwkReader {
    const json::object& members;
    const std::string& field;

    std::string_view text(std::string_view name) const
    {
        const json::value* value = members.if_contains(name);
        const json::string* string = value ? value->if_string() : nullptr;
        return string ? std::string_view(*string) : std::string_view();
    }
    Result<std::string> bytes(std::string_view name) const
    {
        Result<std::string> decoded = base64url_decode(text(name));
        if (!decoded || decoded->empty())
            return fail(
                refused(field, fmt::format("lacks the member {} in base64url; give the whole JWK", name)));
        return decoded;
    }
    Result<std::string> coordinate(std::string_view name) const
    {
        std::string decoded = TRY(bytes(name));
        if (decoded.size() != kCoordinate_bytes)
            return fail(refused(
                field, fmt::format("needs 32 bytes in the member {}; it has {}", name, decoded.size())));
        return decoded;
    }
};

struct Parameters {
    Parameters() : build(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free) {}

    void number(const char* name, std::string_view bytes)
    {
        numbers.emplace_back(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                                       static_cast<int>(bytes.size()), nullptr),
                             BN_free);
        OSSL_PARAM_BLD_push_BN(build.get(), name, numbers.back().get());
    }
    // nullptr when the numbers are no key.
    EVP_PKEY* make(const char* kind)
    {
        const std::unique_ptr<OSSL_PARAM, decltype(&OSSL_PARAM_free)> parameters(
            OSSL_PARAM_BLD_to_param(build.get()), OSSL_PARAM_free);
        const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
            EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr), EVP_PKEY_CTX_free);
        EVP_PKEY* key = nullptr;
        if (context && parameters && EVP_PKEY_fromdata_init(context.get()) == 1)
            EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get());
        return key;
    }

    std::unique_ptr<OSSL_PARAM_BLD, decltype(&OSSL_PARAM_BLD_free)> build;
    std::vector<std::unique_ptr<BIGNUM, decltype(&BN_free)>> numbers;
};

Result<EVP_PKEY*> ec_key(const JwkReader& jwk)
{
    const std::string x = TRY(jwk.coordinate("x"));
    const std::string point = "\x04" + x + TRY(jwk.coordinate("y"));
    Parameters parameters;
    OSSL_PARAM_BLD_push_utf8_string(parameters.build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
    OSSL_PARAM_BLD_push_octet_string(parameters.build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                     point.size());
    return parameters.make("EC");
}

Result<EVP_PKEY*> ed25519_key(const JwkReader& jwk)
{
    const std::string x = TRY(jwk.coordinate("x"));
    return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                       reinterpret_cast<const unsigned char*>(x.data()), x.size());
}

Result<EVP_PKEY*> rsa_key(const JwkReader& jwk)
{
    const std::string n = TRY(jwk.bytes("n"));
    const std::string e = TRY(jwk.bytes("e"));
    Parameters parameters;
    parameters.number(OSSL_PKEY_PARAM_RSA_N, n);
    parameters.number(OSSL_PKEY_PARAM_RSA_E, e);
    return parameters.make("RSA");
}

struct JwkKind {
    std::string_view kty, crv, alg;
    Result<EVP_PKEY*> (*read)(const JwkReader&);
};

constexpr std::array kKinds{JwkKind{"EC", "P-256", "ES256", ec_key},
                            JwkKind{"OKP", "Ed25519", "EdDSA", ed25519_key},
                            JwkKind{"RSA", "", "RS256", rsa_key}};

Result<const JwkKind*> kind_of(const JwkReader& jwk)
{
    if (jwk.members.contains("d") || jwk.members.contains("k"))
        return fail(refused(jwk.field,
                            "holds a private or shared key, which must stay where it signs; give the public "
                            "key alone"));
    for (const JwkKind& kind : kKinds) {
        if (jwk.text("kty") != kind.kty || jwk.text("crv") != kind.crv)
            continue;
        if (jwk.members.contains("alg") && jwk.text("alg") != kind.alg)
            return fail(
                refused(jwk.field, fmt::format("says another alg than {}, the one of this kind of key here; "
                                               "register a key for {}",
                                               kind.alg, kind.alg)));
        if (jwk.members.contains("use") && jwk.text("use") != "sig")
            return fail(refused(jwk.field, "is not meant for signatures; its use must be sig"));
        return &kind;
    }
    return fail(refused(
        jwk.field, "is of an unknown kind; kty and crv must be EC with P-256, OKP with Ed25519, or RSA"));
}

} // namespace

Result<PublicKeyText> describe_public_key(EVP_PKEY* key, const std::string& field)
{
    PublicKeyText text = TRY(describe(key, field));
    text.thumbprint = base64url_encode(sha256(text.members));
    return text;
}

Result<EVP_PKEY*> public_key_from_jwk(std::string_view text, const std::string& field)
{
    std::error_code error;
    const json::value parsed = text.size() > kMaxJwk_bytes ? json::value() : json::parse(text, error);
    if (error || !parsed.is_object())
        return fail(refused(
            field, "is no JWK; give one JSON object with kty and the key's members, of at most 16 KiB"));
    const JwkReader jwk{parsed.get_object(), field};
    EVP_PKEY* key = TRY(TRY(kind_of(jwk))->read(jwk));
    if (key == nullptr)
        return fail(refused(field, "holds numbers that are no key; copy the key again"));
    return key;
}

} // namespace presstime

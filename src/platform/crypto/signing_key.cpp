// The EVP interface of OpenSSL 3. Its ECDSA signatures are DER, those of JOSE two numbers of 32 bytes each.
#include "platform/crypto/signing_key.hpp"

#include "base/text.hpp"
#include "platform/crypto/public_key_text.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <new>

namespace presstime {
namespace {

constexpr std::size_t kHalf_bytes = 32;          // of an ES256 signature
constexpr std::size_t kMaxPem_bytes = 16 * 1024; // far above an RSA key of 8,192 bits

using Key = std::shared_ptr<evp_pkey_st>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>;

const unsigned char* data_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

// Calls that fail only when memory runs out.
void require(bool done)
{
    if (!done)
        throw std::bad_alloc();
}

Key own(EVP_PKEY* key)
{
    return {key, EVP_PKEY_free};
}

// OpenSSL would ask for the password of an encrypted key at the terminal.
int no_password(char*, int, int, void*)
{
    return -1;
}

const EVP_MD* digest_of(SignatureAlgorithm algorithm)
{
    return algorithm == SignatureAlgorithm::eddsa ? nullptr : EVP_sha256();
}

std::string der_to_halves(std::string_view der)
{
    const unsigned char* at = data_of(der);
    const EcdsaSignature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free);
    require(parsed != nullptr);
    std::array<unsigned char, 2 * kHalf_bytes> halves{};
    require(BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), halves.data(), kHalf_bytes) > 0 &&
            BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), halves.data() + kHalf_bytes, kHalf_bytes) > 0);
    return {reinterpret_cast<const char*>(halves.data()), halves.size()};
}

// Empty when these are no two numbers of 32 bytes.
std::string halves_to_der(std::string_view halves)
{
    if (halves.size() != 2 * kHalf_bytes)
        return {};
    const EcdsaSignature built(ECDSA_SIG_new(), ECDSA_SIG_free);
    require(built != nullptr);
    BIGNUM* r = BN_bin2bn(data_of(halves), kHalf_bytes, nullptr);
    BIGNUM* s = BN_bin2bn(data_of(halves) + kHalf_bytes, kHalf_bytes, nullptr);
    require(r != nullptr && s != nullptr && ECDSA_SIG_set0(built.get(), r, s) == 1);
    std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(built.get(), nullptr)), '\0');
    unsigned char* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_ECDSA_SIG(built.get(), &at);
    return der;
}

std::string text_of(BIO* bio)
{
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(bio, &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

Result<Bio> pem_input(std::string_view pem, const std::string& field)
{
    if (pem.size() > kMaxPem_bytes)
        return fail(Error::invalid(field, fmt::format("{} is longer than {}; give one PEM key alone", field,
                                                      format_bytes(kMaxPem_bytes))));
    Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
    require(bio != nullptr);
    return bio;
}

} // namespace

std::string_view jose_name(SignatureAlgorithm algorithm)
{
    switch (algorithm) {
    case SignatureAlgorithm::es256:
        return "ES256";
    case SignatureAlgorithm::eddsa:
        return "EdDSA";
    case SignatureAlgorithm::rs256:
        return "RS256";
    }
    return "unknown";
}

Result<PublicKey> PublicKey::wrap(Key key, const std::string& field)
{
    const PublicKeyText text = TRY(describe_public_key(key.get(), field));
    PublicKey wrapped;
    wrapped.key_ = std::move(key);
    wrapped.algorithm_ = text.algorithm;
    wrapped.members_ = text.members;
    wrapped.kid_ = text.thumbprint;
    return wrapped;
}

Result<PublicKey> PublicKey::parse(std::string_view text, const std::string& field)
{
    return trim(text).starts_with('{') ? from_jwk(text, field) : from_pem(text, field);
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem, const std::string& field)
{
    if (pem.find("PRIVATE KEY-----") != std::string_view::npos)
        return fail(Error::invalid(
            field, fmt::format("{} holds a private key, which must stay where it signs; give its public key",
                               field)));
    const Bio bio = TRY(pem_input(pem, field));
    Key key = own(PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr));
    if (!key)
        return fail(Error::invalid(
            field,
            fmt::format("{} is no public key; give PEM that begins with -----BEGIN PUBLIC KEY-----, or a JWK",
                        field)));
    return wrap(std::move(key), field);
}

Result<PublicKey> PublicKey::from_jwk(std::string_view json, const std::string& field)
{
    return wrap(own(TRY(public_key_from_jwk(json, field))), field);
}

Result<PublicKey> PublicKey::from_ed25519_bytes(std::string_view bytes)
{
    Key key = own(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data_of(bytes), bytes.size()));
    if (!key)
        return fail(Error::invalid("public_key", "an Ed25519 public key has 32 bytes"));
    return wrap(std::move(key), "public_key");
}

bool PublicKey::verify(std::string_view message, std::string_view signature) const
{
    const bool is_ecdsa = algorithm_ == SignatureAlgorithm::es256;
    const std::string der = is_ecdsa ? halves_to_der(signature) : std::string();
    const std::string_view checked = is_ecdsa ? std::string_view(der) : signature;
    if (checked.empty())
        return false;
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    require(context &&
            EVP_DigestVerifyInit(context.get(), nullptr, digest_of(algorithm_), nullptr, key_.get()) == 1);
    return EVP_DigestVerify(context.get(), data_of(checked), checked.size(), data_of(message),
                            message.size()) == 1;
}

std::string PublicKey::to_pem() const
{
    const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
    require(bio && PEM_write_bio_PUBKEY(bio.get(), key_.get()) == 1);
    return text_of(bio.get());
}

std::string PublicKey::ed25519_bytes() const
{
    std::array<unsigned char, 32> bytes{};
    std::size_t length = bytes.size();
    if (algorithm_ != SignatureAlgorithm::eddsa)
        return {};
    require(EVP_PKEY_get_raw_public_key(key_.get(), bytes.data(), &length) == 1);
    return {reinterpret_cast<const char*>(bytes.data()), length};
}

std::string PublicKey::to_jwk() const
{
    return fmt::format(R"({},"alg":"{}","use":"sig","kid":"{}"}})", members_.substr(0, members_.size() - 1),
                       jose_name(algorithm_), kid_);
}

Result<PrivateKey> PrivateKey::wrap(Key key, const std::string& field)
{
    PrivateKey wrapped;
    wrapped.public_ = TRY(PublicKey::wrap(std::move(key), field));
    if (wrapped.public_.algorithm() == SignatureAlgorithm::rs256)
        return fail(Error::invalid(
            field,
            fmt::format("{} is an RSA key, which only verifies here; give one of P-256 or Ed25519", field)));
    return wrapped;
}

PrivateKey PrivateKey::generate_es256()
{
    return wrap(own(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")), "private_key").value();
}

PrivateKey PrivateKey::generate_ed25519()
{
    return wrap(own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")), "private_key").value();
}

Result<PrivateKey> PrivateKey::from_pem(std::string_view pem, const std::string& field)
{
    const Bio bio = TRY(pem_input(pem, field));
    Key key = own(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
    if (!key)
        return fail(Error::invalid(
            field,
            fmt::format(
                "{} is no private key; give PEM without a password, made with: openssl genpkey -algorithm "
                "ed25519",
                field)));
    return wrap(std::move(key), field);
}

Result<PrivateKey> PrivateKey::from_ed25519_seed(std::string_view seed)
{
    Key key = own(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, data_of(seed), seed.size()));
    if (!key)
        return fail(Error::invalid("private_key", "an Ed25519 seed has 32 bytes"));
    return wrap(std::move(key), "private_key");
}

std::string PrivateKey::sign(std::string_view message) const
{
    const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    const SignatureAlgorithm algorithm = public_.algorithm();
    EVP_PKEY* key = public_.key_.get();
    require(context && EVP_DigestSignInit(context.get(), nullptr, digest_of(algorithm), nullptr, key) == 1);
    std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(key));
    std::string signature(length, '\0');
    require(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                           data_of(message), message.size()) == 1);
    signature.resize(length);
    return algorithm == SignatureAlgorithm::es256 ? der_to_halves(signature) : signature;
}

std::string PrivateKey::to_pem() const
{
    const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
    EVP_PKEY* key = public_.key_.get();
    require(bio && PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return text_of(bio.get());
}

} // namespace presstime

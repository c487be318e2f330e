// EVP_MAC of OpenSSL 3. The algorithm is looked up once a process: the lookup costs more than a short
// message.
#include "platform/crypto/hmac.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <new>

namespace presstime {
namespace {

// OpenSSL's MAC calls fail only when memory runs out.
void require(bool done)
{
    if (!done)
        throw std::bad_alloc();
}

EVP_MAC* hmac_algorithm()
{
    static EVP_MAC* const algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return algorithm;
}

} // namespace

void HmacSha256::Free::operator()(evp_mac_ctx_st* context) const
{
    EVP_MAC_CTX_free(context);
}

HmacSha256::HmacSha256(std::string_view key) : context_(EVP_MAC_CTX_new(hmac_algorithm()))
{
    require(context_ != nullptr);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                     OSSL_PARAM_construct_end()};
    // Without a pointer OpenSSL would take an empty key for none given.
    const char* bytes = key.empty() ? "" : key.data();
    require(EVP_MAC_init(context_.get(), reinterpret_cast<const unsigned char*>(bytes), key.size(),
                         parameters) == 1);
}

void HmacSha256::update(std::string_view bytes)
{
    require(EVP_MAC_update(context_.get(), reinterpret_cast<const unsigned char*>(bytes.data()),
                           bytes.size()) == 1);
}

Sha256Digest HmacSha256::finish()
{
    Sha256Digest digest{};
    std::size_t length = 0;
    require(EVP_MAC_final(context_.get(), digest.data(), &length, digest.size()) == 1);
    return digest;
}

Sha256Digest hmac_sha256(std::string_view key, std::string_view bytes)
{
    HmacSha256 code(key);
    code.update(bytes);
    return code.finish();
}

} // namespace presstime

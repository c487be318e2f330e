// The EVP interface of OpenSSL 3, which picks the processor's SHA instructions.
#include "platform/crypto/sha256.hpp"

#include "base/text.hpp"

#include <new>
#include <openssl/evp.h>

namespace presstime {
namespace {

// OpenSSL's digest calls fail only when memory runs out.
void require(int result)
{
    if (result != 1)
        throw std::bad_alloc();
}

} // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const
{
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new())
{
    require(context_ != nullptr);
    require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

void Sha256::update(std::string_view bytes)
{
    require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

Sha256Digest Sha256::finish()
{
    Sha256Digest digest{};
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr));
    return digest;
}

Sha256Digest sha256(std::string_view bytes)
{
    Sha256 hash;
    hash.update(bytes);
    return hash.finish();
}

std::string sha256_hex(std::string_view bytes)
{
    return hex_encode(sha256(bytes));
}

} // namespace presstime

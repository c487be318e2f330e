// libargon2: the reference implementation, since OpenSSL 3.0 has none.
#include "platform/crypto/password.hpp"

#include "platform/crypto/random.hpp"

#include <argon2.h>
#include <fmt/format.h>

#include <new>

namespace presstime {
namespace {

constexpr std::uint32_t kMemory_kib = 19 * 1024;
constexpr std::uint32_t kPasses = 2;
constexpr std::uint32_t kLanes = 1;
constexpr std::size_t kSalt_bytes = 16;
constexpr std::size_t kHash_bytes = 32;
constexpr std::size_t kMaxStored_bytes = 256; // ours have 97

} // namespace

Result<std::string> hash_password(std::string_view password)
{
    if (password.empty() || password.size() > kMaxPassword_bytes)
        return fail(
            Error::invalid("password", fmt::format("password must have 1 to {} bytes", kMaxPassword_bytes)));
    const std::string salt = random_bytes(kSalt_bytes);
    std::string stored(argon2_encodedlen(kPasses, kMemory_kib, kLanes, kSalt_bytes, kHash_bytes, Argon2_id),
                       '\0');
    const int made =
        argon2id_hash_encoded(kPasses, kMemory_kib, kLanes, password.data(), password.size(), salt.data(),
                              salt.size(), kHash_bytes, stored.data(), stored.size());
    if (made != ARGON2_OK)
        throw std::bad_alloc();
    stored.resize(stored.find('\0'));
    return stored;
}

bool verify_password(std::string_view stored, std::string_view password)
{
    if (stored.size() > kMaxStored_bytes || password.size() > kMaxPassword_bytes)
        return false;
    return argon2id_verify(std::string(stored).c_str(), password.data(), password.size()) == ARGON2_OK;
}

} // namespace presstime

// AES-256-GCM by OpenSSL's EVP interface.
#include "platform/crypto/secret_box.hpp"

#include "base/encoding.hpp"
#include "platform/crypto/random.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <memory>
#include <new>
#include <optional>

namespace presstime {
namespace {

constexpr std::string_view kPrefix = "sealed:v1:";
constexpr std::size_t kNonce_bytes = 12;
constexpr std::size_t kTag_bytes = 16;

using Cipher = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

unsigned char* data_of(std::string& bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

const unsigned char* data_of(std::string_view bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

int size_of(std::string_view bytes)
{
    return static_cast<int>(bytes.size());
}

// Calls that fail only when memory runs out.
void require(bool done)
{
    if (!done)
        throw std::bad_alloc();
}

struct Sealed {
    std::string_view key_id;
    std::string nonce;
    std::string ciphertext;
    std::string tag;
};

std::optional<Sealed> read_sealed(std::string_view text)
{
    if (!text.starts_with(kPrefix))
        return std::nullopt;
    text.remove_prefix(kPrefix.size());
    const std::size_t colon = text.find(':');
    if (colon == 0 || colon == text.npos)
        return std::nullopt;
    const Result<std::string> bytes = base64_decode_strict(text.substr(colon + 1));
    if (!bytes || bytes->size() < kNonce_bytes + kTag_bytes)
        return std::nullopt;
    const std::size_t tag_at = bytes->size() - kTag_bytes;
    return Sealed{text.substr(0, colon), bytes->substr(0, kNonce_bytes),
                  bytes->substr(kNonce_bytes, tag_at - kNonce_bytes), bytes->substr(tag_at)};
}

std::string encrypt(const SealingKey& key, std::string_view nonce, std::string_view plain,
                    std::string_view purpose)
{
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    std::string out(plain.size() + kTag_bytes, '\0');
    int written = 0;
    require(cipher != nullptr);
    require(EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(), data_of(nonce)) ==
            1);
    require(EVP_EncryptUpdate(cipher.get(), nullptr, &written, data_of(purpose), size_of(purpose)) == 1);
    require(EVP_EncryptUpdate(cipher.get(), data_of(out), &written, data_of(plain), size_of(plain)) == 1);
    require(EVP_EncryptFinal_ex(cipher.get(), data_of(out) + written, &written) == 1);
    require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTag_bytes,
                                data_of(out) + plain.size()) == 1);
    return out;
}

// Nothing when key, purpose or a byte is another than when it was sealed.
std::optional<std::string> decrypt(const SealingKey& key, Sealed& sealed, std::string_view purpose)
{
    const Cipher cipher(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
    std::string plain(sealed.ciphertext.size(), '\0');
    int written = 0;
    require(cipher != nullptr);
    require(EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.bytes.data(),
                               data_of(std::string_view(sealed.nonce))) == 1);
    require(EVP_DecryptUpdate(cipher.get(), nullptr, &written, data_of(purpose), size_of(purpose)) == 1);
    require(EVP_DecryptUpdate(cipher.get(), data_of(plain), &written,
                              data_of(std::string_view(sealed.ciphertext)), size_of(sealed.ciphertext)) == 1);
    require(EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTag_bytes, data_of(sealed.tag)) == 1);
    if (EVP_DecryptFinal_ex(cipher.get(), data_of(plain) + written, &written) != 1)
        return std::nullopt;
    return plain;
}

} // namespace

bool is_sealed(std::string_view text)
{
    return read_sealed(text).has_value();
}

std::string sealing_key_id(std::string_view text)
{
    const std::optional<Sealed> sealed = read_sealed(text);
    return sealed ? std::string(sealed->key_id) : std::string();
}

SealingKey SecretBox::newest() const
{
    return ring_.with([](const KeyRing& ring) { return ring.newest(); });
}

std::string SecretBox::seal(std::string_view plain, std::string_view purpose) const
{
    const SealingKey key = newest();
    const std::string nonce = random_bytes(kNonce_bytes);
    return fmt::format("{}{}:{}", kPrefix, key.id,
                       base64_encode(nonce + encrypt(key, nonce, plain, purpose)));
}

Result<std::string> SecretBox::open(std::string_view text, std::string_view purpose) const
{
    std::optional<Sealed> sealed = read_sealed(text);
    if (!sealed)
        return fail(Error::give_up("a stored secret is not sealed as it should be; set it again"));
    const std::optional<SealingKey> key = ring_.with([&](const KeyRing& ring) {
        const SealingKey* found = ring.find(sealed->key_id);
        return found ? std::optional(*found) : std::nullopt;
    });
    if (!key)
        return fail(Error::give_up(fmt::format(
            "a stored secret was sealed with the key {}, which the key file {} does not hold; put the "
            "file's copy back and restart, or set the secret again",
            sealed->key_id, key_file().string())));
    std::optional<std::string> plain = decrypt(*key, *sealed, purpose);
    if (!plain)
        return fail(Error::give_up(
            "a stored secret was changed or moved from where it was sealed for; set it again"));
    return std::move(*plain);
}

bool SecretBox::needs_reseal(std::string_view text) const
{
    const std::optional<Sealed> sealed = read_sealed(text);
    return sealed && sealed->key_id != newest().id;
}

Result<> SecretBox::add_key()
{
    return ring_.with([](KeyRing& ring) { return ring.add_key(); });
}

Result<> SecretBox::remove_old_keys(const std::vector<std::string>& still_needed)
{
    return ring_.with([&](KeyRing& ring) { return ring.remove_old_keys(still_needed); });
}

std::filesystem::path SecretBox::key_file() const
{
    return ring_.with([](const KeyRing& ring) { return ring.path(); });
}

} // namespace presstime

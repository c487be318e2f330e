// Secrets at rest as text: sealed:v1:KEYID:BASE64(nonce | ciphertext | tag), AES-256-GCM (NIST SP 800-38D)
// with a random nonce of 12 bytes. The purpose says where the value belongs ("report.pdf_password") and is
// authenticated with it, so that a value copied to another column does not open. See docs/secrets.md.
#pragma once

#include "base/guarded.hpp"
#include "base/result.hpp"
#include "platform/crypto/key_ring.hpp"

#include <chrono>
#include <filesystem>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

// All methods may be called from any thread.
class SecretBox {
public:
    explicit SecretBox(KeyRing ring) : ring_(std::move(ring)) {}

    // With the newest key.
    std::string seal(std::string_view plain, std::string_view purpose) const;
    // `give_up` when the text is no sealed one, its key is not in the ring (naming the key file and the
    // mend), or it was changed or belongs elsewhere.
    Result<std::string> open(std::string_view sealed, std::string_view purpose) const;
    // Sealed by a key that is no longer the newest.
    bool needs_reseal(std::string_view sealed) const;

    // Rotation: add a key, seal everything again, drop the old ones. See KeyRing.
    Result<> add_key();
    Result<> remove_old_keys(const std::vector<std::string>& still_needed = {});
    // Held by whoever carries sealed values from where they are sealed or read to where they are stored: a
    // key that is dropped meanwhile would take them with it. Once by a thread, before its transaction.
    [[nodiscard]] std::shared_lock<std::shared_timed_mutex> carry() const
    {
        return std::shared_lock(carriers_);
    }
    // Owned once nobody carries any, and then nobody can; not owned after `patience`.
    [[nodiscard]] std::unique_lock<std::shared_timed_mutex>
    wait_for_carriers(std::chrono::seconds patience) const
    {
        return {carriers_, patience};
    }
    std::filesystem::path key_file() const;
    std::string newest_key_id() const { return newest().id; }

private:
    SealingKey newest() const;

    Guarded<KeyRing> ring_;
    mutable std::shared_timed_mutex carriers_;
};

// Whether `text` has the shape of a sealed value.
bool is_sealed(std::string_view text);
// The id of the key that sealed it; "" when it is no sealed value.
std::string sealing_key_id(std::string_view text);

} // namespace presstime

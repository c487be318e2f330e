// The file of keys that secrets at rest are sealed with: one line a key, "ID BASE64" (256 bits), newest
// first. It is the one secret that stands in the clear, so only its owner may read it.
#pragma once

#include "base/result.hpp"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

struct SealingKey {
    std::string id; // 8 characters of [a-z0-9]
    std::array<unsigned char, 32> bytes{};
};

class KeyRing {
public:
    // Reads the file; makes one with a new key, mode 0600, when there is none. `give_up` naming the file and
    // the mend when others may read it, when it is damaged, or cannot be read or made.
    static Result<KeyRing> load_or_create(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return path_; }
    const SealingKey& newest() const { return keys_.front(); }
    // nullptr when the ring lacks it.
    const SealingKey* find(std::string_view id) const;
    std::size_t size() const { return keys_.size(); }

    // Puts a new key in front, the file first (written aside, flushed, renamed): after an error nothing has
    // changed. `conflict` beyond 10 keys.
    Result<> add_key();
    // Drops all but the newest and those whose ids are named, in the same manner. What the others sealed is
    // lost: seal it again before.
    Result<> remove_old_keys(const std::vector<std::string>& still_needed = {});

private:
    KeyRing(std::filesystem::path path, std::vector<SealingKey> keys);
    Result<> replace(std::vector<SealingKey> keys);

    std::filesystem::path path_;
    std::vector<SealingKey> keys_; // never empty
};

} // namespace presstime

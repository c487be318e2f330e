// HMAC-SHA256 (RFC 2104 with FIPS 180-4) of bytes as they pass by: a file of any size is signed while it is
// read.
#pragma once

#include "platform/crypto/sha256.hpp"

#include <memory>
#include <string_view>

struct evp_mac_ctx_st;

namespace presstime {

// One code in the making; not for several threads at once. Throws std::bad_alloc only.
class HmacSha256 {
public:
    // Keys of any length; an empty one is allowed by the standard and refused by those who make keys here.
    explicit HmacSha256(std::string_view key);
    void update(std::string_view bytes);
    // The code of everything so far. Call once, last.
    Sha256Digest finish();

private:
    struct Free {
        void operator()(evp_mac_ctx_st* context) const;
    };
    std::unique_ptr<evp_mac_ctx_st, Free> context_;
};

Sha256Digest hmac_sha256(std::string_view key, std::string_view bytes);

// A digest's bytes, for functions that take text.
inline std::string_view bytes_of(const Sha256Digest& digest)
{
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

} // namespace presstime

// SHA-256 (FIPS 180-4) of bytes as they pass by: artifacts, stored results, tokens at rest.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace presstime {

using Sha256Digest = std::array<unsigned char, 32>;

// One digest in the making; not for several threads at once. Throws std::bad_alloc only.
class Sha256 {
public:
    Sha256();
    void update(std::string_view bytes);
    // The digest of everything so far. Call once, last.
    Sha256Digest finish();

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

Sha256Digest sha256(std::string_view bytes);
// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

} // namespace presstime

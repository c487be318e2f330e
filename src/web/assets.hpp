// The built web side, as bytes inside the program: what `web/` and `sdk/embed` become. No HTTP here.
#pragma once

#include <span>
#include <string_view>

namespace presstime::web {

struct Asset {
    std::string_view path;         // "/assets/index-B1x2.js"; "/index.html" is the page of every address
    std::string_view content_type; // "text/javascript"
    std::string_view bytes;
    std::string_view gzip; // empty where it would not be smaller
    std::string_view hash; // of the bytes, for an ETag
    bool immutable;        // the hash stands in its name: another content has another address
};

// Sorted by path; everything lives as long as the program.
std::span<const Asset> assets();
// Null when there is none.
const Asset* find_asset(std::string_view path);

} // namespace presstime::web

// Which fonts a text is set in, by name and in order: the theme's family, Inter, then one Noto face a script.
// "sans-serif" alone differs between machines; this list is the same on all. docs/fonts.md shows it.
#pragma once

#include "base/result.hpp"

#include <span>
#include <string>
#include <string_view>

namespace presstime::canvas {

struct FallbackFont {
    const char* family;
    const char* scripts; // what it is there for
    const char* package; // of Debian
};
std::span<const FallbackFont> fallback_fonts();

// Chinese, Japanese and Korean share code points and write them differently; the language of the page
// decides.
enum class Han { simplified, traditional, hong_kong, japanese, korean };
Han han_of_language(std::string_view language);

// "Acme Sans,Inter,Noto Sans,...", as Pango takes it, with the East Asian faces in the order of `han`.
std::string family_list(std::string_view family, Han han);

bool is_font_installed(std::string_view family);

} // namespace presstime::canvas

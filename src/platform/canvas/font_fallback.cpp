#include "platform/canvas/font_fallback.hpp"

#include "base/text.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/handles.hpp"

#include <fmt/format.h>
#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <array>
#include <vector>

namespace presstime {
namespace canvas {
namespace {

constexpr const char* kInter = "fonts-inter";
constexpr const char* kCore = "fonts-noto-core";
constexpr const char* kCjk = "fonts-noto-cjk";

// Pictographs are left to Pango, which asks for the emoji face itself: named before the text faces, that face
// would set all figures too, so it stands last.
constexpr std::array kFonts = {
    FallbackFont{"Inter", "Latin, Greek, Cyrillic, figures", kInter},
    FallbackFont{"Noto Sans", "the Latin, Greek and Cyrillic letters that Inter lacks", kCore},
    FallbackFont{"Noto Sans Arabic", "Arabic", kCore},
    FallbackFont{"Noto Sans Hebrew", "Hebrew", kCore},
    FallbackFont{"Noto Sans Devanagari", "Devanagari", kCore},
    FallbackFont{"Noto Sans Bengali", "Bengali", kCore},
    FallbackFont{"Noto Sans Tamil", "Tamil", kCore},
    FallbackFont{"Noto Sans Thai", "Thai", kCore},
    FallbackFont{"Noto Sans Georgian", "Georgian", kCore},
    FallbackFont{"Noto Sans Armenian", "Armenian", kCore},
    FallbackFont{"Noto Sans CJK SC", "Chinese, simplified", kCjk},
    FallbackFont{"Noto Sans CJK TC", "Chinese, traditional", kCjk},
    FallbackFont{"Noto Sans CJK HK", "Chinese of Hong Kong", kCjk},
    FallbackFont{"Noto Sans CJK JP", "Japanese", kCjk},
    FallbackFont{"Noto Sans CJK KR", "Korean", kCjk},
    FallbackFont{"Noto Sans Symbols", "symbols", kCore},
    FallbackFont{"Noto Sans Symbols2", "more symbols", kCore},
    FallbackFont{"Noto Sans Math", "mathematics", kCore},
    FallbackFont{"Noto Color Emoji", "emoji", "fonts-noto-color-emoji"},
};

constexpr std::string_view kCjkPrefix = "Noto Sans CJK ";

std::string_view cjk_suffix(Han han)
{
    switch (han) {
    case Han::traditional:
        return "TC";
    case Han::hong_kong:
        return "HK";
    case Han::japanese:
        return "JP";
    case Han::korean:
        return "KR";
    case Han::simplified:
        break;
    }
    return "SC";
}

} // namespace

std::span<const FallbackFont> fallback_fonts()
{
    return kFonts;
}

Han han_of_language(std::string_view language)
{
    const std::string lower = to_lower_ascii(language.substr(0, 35));
    const auto has = [&](std::string_view part) { return lower.find(part) != std::string::npos; };
    if (lower.starts_with("ja")) {
        return Han::japanese;
    }
    if (lower.starts_with("ko")) {
        return Han::korean;
    }
    if (!lower.starts_with("zh")) {
        return Han::simplified;
    }
    if (has("-hk") || has("-mo")) {
        return Han::hong_kong;
    }
    return has("-hant") || has("-tw") ? Han::traditional : Han::simplified;
}

std::string family_list(std::string_view family, Han han)
{
    std::string list(family);
    bool cjk_named = false;
    for (const FallbackFont& font : kFonts) {
        const std::string_view name = font.family;
        if (name == family || name == "Noto Color Emoji") {
            continue;
        }
        if (name.starts_with(kCjkPrefix)) {
            // One face holds all of the letters; what differs is which forms it draws.
            if (!cjk_named) {
                list += fmt::format(",{}{}", kCjkPrefix, cjk_suffix(han));
            }
            cjk_named = true;
            continue;
        }
        list += fmt::format(",{}", name);
    }
    return list;
}

bool is_font_installed(std::string_view family)
{
    const std::string name(family);
    FcPattern* pattern = FcPatternCreate();
    FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(name.c_str()));
    FcObjectSet* objects = FcObjectSetBuild(FC_FAMILY, nullptr);
    FcFontSet* found = FcFontList(nullptr, pattern, objects);
    const bool installed = found != nullptr && found->nfont > 0;
    if (found != nullptr) {
        FcFontSetDestroy(found);
    }
    FcObjectSetDestroy(objects);
    FcPatternDestroy(pattern);
    return installed;
}

} // namespace canvas

Result<> check_font_family(std::string_view family)
{
    constexpr std::size_t kMaxFamilyBytes = 100;
    if (family.empty() || family.size() > kMaxFamilyBytes || has_control_characters(family) ||
        family.find(',') != std::string_view::npos || !is_valid_utf8(family)) {
        return fail(Error::invalid("", "the font is not the name of one family; write it as \"Inter\""));
    }
    if (!canvas::is_font_installed(family)) {
        return fail(Error::invalid(
            "", fmt::format("the font \"{}\" is not installed, so Inter is used; install it on "
                            "the server or choose another",
                            family)));
    }
    return {};
}

Result<> check_fonts()
{
    std::vector<std::string> fonts;
    std::vector<std::string> packages;
    for (const canvas::FallbackFont& font : canvas::fallback_fonts()) {
        if (canvas::is_font_installed(font.family)) {
            continue;
        }
        fonts.emplace_back(font.family);
        if (std::ranges::find(packages, font.package) == packages.end()) {
            packages.emplace_back(font.package);
        }
    }
    if (fonts.empty()) {
        return {};
    }
    return fail(Error::give_up(fmt::format("the fonts {} are not installed; install the packages {}",
                                           join(fonts, ", "), join(packages, ", "))));
}

} // namespace presstime

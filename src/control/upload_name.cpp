#include "control/upload_name.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxBytes = 80;

std::string_view without_folders(std::string_view name)
{
    return name.substr(name.find_last_of("/\\") + 1);
}

// Signs, spaces, marks of direction, private use and pictures; what is left beyond ASCII are letters.
bool is_letter(std::uint32_t point)
{
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 8> kOthers = {{{0x80, 0xBF},
                                                                                 {0x2000, 0x2BFF},
                                                                                 {0x3000, 0x3004},
                                                                                 {0x3008, 0x3020},
                                                                                 {0xD800, 0xF8FF},
                                                                                 {0xFE00, 0xFEFF},
                                                                                 {0xFFF0, 0x1FFFF},
                                                                                 {0xE0000, 0x10FFFF}}};
    return std::ranges::none_of(
        kOthers, [&](const auto& range) { return point >= range.first && point <= range.second; });
}

} // namespace

std::string extension_of(std::string_view file_name)
{
    const std::string_view name = without_folders(file_name);
    const std::size_t dot = name.rfind('.');
    return dot == std::string_view::npos ? "" : to_lower_ascii(name.substr(dot + 1));
}

std::string table_name_of(std::string_view file_name)
{
    std::string_view stem = without_folders(file_name);
    if (const std::size_t dot = stem.rfind('.'); dot != std::string_view::npos && dot > 0)
        stem = stem.substr(0, dot);
    const std::string valid = repair_utf8(stem);
    std::string out;
    for (std::size_t at = 0; at < valid.size();) {
        const auto lead = static_cast<unsigned char>(valid[at]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        std::uint32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t next = 1; next < length && at + next < valid.size(); ++next)
            point = point << 6 | (static_cast<unsigned char>(valid[at + next]) & 0x3FU);
        const bool plain = lead < 0x80 ? std::isalnum(lead) != 0 || lead == '-' : is_letter(point);
        if (plain)
            out.append(valid, at, length);
        else if (!out.empty() && out.back() != '_')
            out += '_';
        at += length;
    }
    out = std::string(clip_utf8(out, kMaxBytes));
    while (!out.empty() && (out.back() == '_' || out.back() == '-'))
        out.pop_back();
    out.erase(0, out.find_first_not_of("-_"));
    return out.empty() ? "data" : out;
}

} // namespace presstime::control

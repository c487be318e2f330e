#include "platform/canvas/missing_glyphs.hpp"

#include <fmt/format.h>

namespace presstime::canvas {

std::string to_text(const MissingGlyphs& missing)
{
    constexpr std::size_t kMaxNamed = 20;
    std::string text;
    std::size_t named = 0;
    for (const char32_t character : missing) {
        if (named == kMaxNamed) {
            return text + fmt::format(" and {} more", missing.size() - kMaxNamed);
        }
        text += fmt::format("{}U+{:04X}", named == 0 ? "" : ", ", static_cast<std::uint32_t>(character));
        ++named;
    }
    return text;
}

} // namespace presstime::canvas

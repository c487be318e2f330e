// Only the schemes a reader may follow safely; every byte that could end the quoted text is percent-encoded.
#include "platform/canvas/link.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime::canvas {

std::string link_attributes(std::string_view url)
{
    constexpr std::size_t kMaxUrlBytes = 2000;
    const std::string lower = to_lower_ascii(url.substr(0, 8));
    if (!(lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:")) ||
        url.size() > kMaxUrlBytes) {
        return {};
    }
    std::string out = "uri='";
    for (const unsigned char c : url) {
        if (c <= 0x20 || c >= 0x7F || c == '\'' || c == '\\' || c == '"' || c == '<' || c == '>') {
            out += fmt::format("%{:02X}", c);
        } else {
            out += static_cast<char>(c);
        }
    }
    return out + "'";
}

} // namespace presstime::canvas

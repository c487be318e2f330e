// Only the schemes a reader may follow safely; every byte that could end the quoted text is percent-encoded.
#include "platform/canvas/link.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime::canvas {

std::optional<int> linked_page(std::string_view link, int page_count)
{
    if (!link.starts_with('#')) {
        return std::nullopt;
    }
    const auto page = parse_int(link.substr(1));
    return page && *page >= 1 && *page <= page_count ? std::optional<int>(*page) : std::nullopt;
}

std::string page_name(int page)
{
    return fmt::format("page {}", page);
}

std::string safe_url(std::string_view url)
{
    constexpr std::size_t kMaxUrlBytes = 2000;
    const std::string lower = to_lower_ascii(url.substr(0, 8));
    if (!(lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:")) ||
        url.size() > kMaxUrlBytes) {
        return {};
    }
    std::string out;
    for (const unsigned char c : url) {
        if (c <= 0x20 || c >= 0x7F || c == '\'' || c == '\\' || c == '"' || c == '<' || c == '>') {
            out += fmt::format("%{:02X}", c);
        } else {
            out += static_cast<char>(c);
        }
    }
    return out;
}

std::string link_attributes(std::string_view link, int page_count)
{
    if (link.starts_with('#')) {
        const std::optional<int> page = linked_page(link, page_count);
        return page ? fmt::format("dest='{}'", page_name(*page)) : std::string();
    }
    const std::string url = safe_url(link);
    return url.empty() ? url : "uri='" + url + "'";
}

std::string pdf_url(std::string_view url)
{
    std::string out = "(";
    for (const char c : url) {
        out += c == '(' || c == ')' ? "\\" : "";
        out += c;
    }
    return out + ")";
}

} // namespace presstime::canvas

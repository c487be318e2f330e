#include "platform/text/html_text.hpp"

#include "base/text.hpp"

namespace presstime {

void append_html_text(std::string& out, std::string_view text)
{
    std::string repaired;
    if (!is_valid_utf8(text)) {
        repaired = repair_utf8(text);
        text = repaired;
    }
    for (char each : text) {
        const auto byte = static_cast<unsigned char>(each);
        if (each == '&')
            out += "&amp;";
        else if (each == '<')
            out += "&lt;";
        else if (each == '>')
            out += "&gt;";
        else if (each == '"')
            out += "&quot;";
        else if (each == '\'')
            out += "&#39;";
        else if ((byte < 0x20 && each != '\t' && each != '\n') || byte == 0x7F)
            out += "\uFFFD";
        else
            out += each;
    }
}

std::string html_text(std::string_view text)
{
    std::string out;
    append_html_text(out, text);
    return out;
}

std::string html_address(std::string_view url)
{
    constexpr std::size_t kLongest = 2'000;
    if (url.size() > kLongest || url.find(' ') != std::string_view::npos || has_control_characters(url))
        return {};
    const std::string lower = to_lower_ascii(url.substr(0, 8));
    const bool known =
        lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("mailto:");
    return known ? html_text(url) : std::string();
}

} // namespace presstime

// Greedy line breaking. Every step consumes at least one character, so no text, however odd, loops.
#include "stage/layout_lines.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

std::string one_paragraph(std::string_view text)
{
    std::string line = repair_utf8(clip_utf8(text, kMaxWrappedBytes));
    std::ranges::replace_if(line, [](unsigned char c) { return c < 0x20; }, ' ');
    return std::string(trim(line));
}

// The first character's bytes.
std::size_t first_character(std::string_view text)
{
    std::size_t bytes = 1;
    while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) {
        ++bytes;
    }
    return bytes;
}

std::string with_ellipsis(std::string_view rest, const TextStyle& style, double width, TextMeasure& measure)
{
    const double room = width - measure.width("…", style);
    return std::string(trim(rest.substr(0, measure.fit(rest, style, room)))) + "…";
}

} // namespace

std::size_t bytes_of_line(std::string_view text, const TextStyle& style, double width, TextMeasure& measure)
{
    // No face sets 16 bytes in one em; what lies beyond cannot be on this line and need not be shaped.
    const double ems = std::clamp(width / std::max(style.size, 1.0), 1.0, 1000.0);
    const std::string_view candidate = clip_utf8(text, static_cast<std::size_t>(ems * 16) + 16);
    const std::size_t fits = measure.fit(candidate, style, width);
    if (fits >= text.size()) {
        return text.size();
    }
    if (text[fits] == ' ') {
        return fits;
    }
    const std::size_t space = text.substr(0, fits).find_last_of(' ');
    if (space != std::string_view::npos && space > 0) {
        return space;
    }
    return fits > 0 ? fits : first_character(text);
}

WrappedText wrap_text(std::string_view text, const TextStyle& style, double width, std::size_t max_lines,
                      TextMeasure& measure)
{
    WrappedText wrapped;
    wrapped.shortened = text.size() > kMaxWrappedBytes;
    const std::string line = one_paragraph(text);
    std::string_view rest = line;
    while (!rest.empty()) {
        const std::size_t bytes = bytes_of_line(rest, style, width, measure);
        if (wrapped.lines.size() + 1 == max_lines && (bytes < rest.size() || wrapped.shortened)) {
            wrapped.lines.push_back(with_ellipsis(rest, style, width, measure));
            wrapped.shortened = true;
            break;
        }
        wrapped.lines.emplace_back(trim(rest.substr(0, bytes)));
        rest = trim(rest.substr(bytes));
    }
    return wrapped;
}

double draw_lines(const std::vector<std::string>& lines, Point top, const theme::TypeRole& role, Color color,
                  Drawing& drawing)
{
    for (const std::string& line : lines) {
        drawing.push_back(
            DrawText{line, {top.x, top.y + theme::baseline(role)}, theme::text_style(role, color)});
        top.y += role.line_height;
    }
    return top.y;
}

} // namespace presstime::stage

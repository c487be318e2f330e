// Numbers are measured by their shape: every digit counts as a zero.
#include "stage/layout_cells.hpp"

#include "base/text.hpp"
#include "model/theme.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

constexpr std::size_t kBytesOfLine = 300; // more never stand in one line of a page
constexpr std::size_t kMostShapes = 4096;
constexpr std::size_t kScriptSample = 200;
constexpr std::string_view kDigits = "0123456789";

enum class Direction { neutral, left_to_right, right_to_left };

// Of one code point: Hebrew, Arabic and their neighbours in the tables of Unicode; other letters.
Direction direction_of(char32_t c)
{
    if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF) ||
        (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF)) {
        return Direction::right_to_left;
    }
    const bool ascii_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool punctuation = c >= 0x2000 && c <= 0x2BFF;
    return ascii_letter || (c >= 0xC0 && !punctuation) ? Direction::left_to_right : Direction::neutral;
}

// By the first letter among the first bytes; broken UTF-8 has no direction.
Direction direction_of(std::string_view text)
{
    text = clip_utf8(text, 64);
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t c = lead < 0x80 ? lead : lead & (0xFFU >> (bytes + 1));
        for (std::size_t i = 1; i < bytes && at + i < text.size(); ++i) {
            c = (c << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
        }
        if (const Direction direction = direction_of(c); direction != Direction::neutral) {
            return direction;
        }
        at += bytes;
    }
    return Direction::neutral;
}

} // namespace

TextStyle cell_style(const Theme& theme)
{
    return theme::text_style(theme::kTableCell, theme.ink, theme::Figures::tabular);
}

TextStyle total_style(const Theme& theme)
{
    TextStyle style = cell_style(theme);
    style.weight = FontWeight::semibold;
    return style;
}

CellText cell_text(const LayoutContext& context, const ColumnData& data, std::size_t row,
                   const PlannedColumn& column)
{
    if (data.is_null(row)) {
        return {"–"};
    }
    if (data.type != ColumnType::text) {
        return {format_cell(data, row, column.format, context.utc_offset)};
    }
    std::string_view text = data.text(row);
    if (text.size() > column.max_lines * kBytesOfLine) {
        text = trim(text);
    }
    const std::string_view shown = clip_utf8(text, column.max_lines * kBytesOfLine);
    if (shown.size() == text.size()) {
        return {std::string(text)};
    }
    return {std::string(shown) + "…", true};
}

NumberRuler::NumberRuler(const Locale& locale, const TextStyle& style, TextMeasure& measure)
    : decimal_(locale.decimal), style_(style), measure_(measure)
{
}

NumberExtent NumberRuler::extent(std::string_view number)
{
    shape_.assign(number);
    std::ranges::replace_if(shape_, [](char c) { return c >= '0' && c <= '9'; }, '0');
    if (const auto found = known_.find(shape_); found != known_.end()) {
        return found->second;
    }
    const NumberExtent extent = measured(shape_);
    if (known_.size() < kMostShapes) {
        known_.emplace(shape_, extent);
    }
    return extent;
}

NumberExtent NumberRuler::measured(std::string_view shape) const
{
    NumberExtent extent{measure_.width(shape, style_), 0, false};
    const std::size_t last_digit = shape.find_last_of(kDigits);
    if (last_digit == std::string_view::npos) {
        return extent;
    }
    std::size_t point = shape.rfind(decimal_, last_digit);
    if (point == std::string_view::npos || decimal_.empty()) {
        point = last_digit + 1;
    }
    extent.digits = true;
    extent.after_point = measure_.width(shape.substr(point), style_);
    return extent;
}

std::string_view link_target(std::string_view text)
{
    constexpr std::size_t kMostBytes = 2000;
    if (text.size() > kMostBytes || text.find(' ') != std::string_view::npos ||
        has_control_characters(text)) {
        return {};
    }
    for (const std::string_view scheme : {"https://", "http://", "mailto:"}) {
        if (text.size() > scheme.size() && equals_ignore_case_ascii(text.substr(0, scheme.size()), scheme)) {
            return text;
        }
    }
    return {};
}

bool reads_right_to_left(const ColumnData& data, std::size_t rows)
{
    if (data.type != ColumnType::text) {
        return false;
    }
    int balance = 0;
    const std::size_t step = std::max<std::size_t>(1, rows / kScriptSample);
    for (std::size_t row = 0; row < rows; row += step) {
        const Direction direction = data.is_null(row) ? Direction::neutral : direction_of(data.text(row));
        balance += direction == Direction::right_to_left ? 1 : direction == Direction::left_to_right ? -1 : 0;
    }
    return balance > 0;
}

} // namespace presstime::stage

#include "renderer/xlsx_format.hpp"

#include "base/text.hpp"
#include "platform/text/number_format.hpp"

#include <cctype>
#include <fmt/format.h>

namespace presstime {
namespace {

// Text that stands as it is: quoted, for letters and signs of a format have meanings.
std::string literal(std::string_view text)
{
    if (text.empty())
        return {};
    std::string out = "\"";
    for (char each : text)
        out += each == '"' ? std::string("\"\\\"\"") : std::string(1, each);
    return out + "\"";
}

std::string digits(const NumberPattern& pattern)
{
    std::string out = pattern.grouped
                          ? "#,##0"
                          : std::string(static_cast<std::size_t>(std::max(pattern.minimum_integers, 1)), '0');
    if (pattern.maximum_decimals > 0) {
        out += '.' + std::string(static_cast<std::size_t>(pattern.minimum_decimals), '0');
        out +=
            std::string(static_cast<std::size_t>(pattern.maximum_decimals - pattern.minimum_decimals), '#');
    }
    return out;
}

// A percent sign must stand bare to multiply by 100; the rest of the words are quoted.
std::string affix(std::string_view text)
{
    const std::size_t at = text.find('%');
    if (at == std::string_view::npos)
        return literal(text);
    return literal(text.substr(0, at)) + "%" + literal(text.substr(at + 1));
}

std::string number_format(const NumberPattern& pattern)
{
    if (pattern.duration)
        return "General"; // seconds stay seconds: a spreadsheet's time would change the number
    const std::string before = affix(pattern.prefix), after = affix(pattern.suffix);
    if (pattern.abbreviated) {
        const std::string whole = digits(pattern);
        return fmt::format("[>=1000000]{0}{1},,\"M\"{2};[>=1000]{0}{1},\"K\"{2};{0}{1}{2}", before, whole,
                           after);
    }
    const std::string plain = before + digits(pattern) + after;
    return pattern.always_signed ? fmt::format("+{0};-{0};{0}", plain) : plain;
}

// yyyy yy MMM MM M dd d HH H mm ss mean the same in a spreadsheet, in small letters.
std::string date_format(std::string_view pattern)
{
    std::string out;
    for (char each : pattern) {
        if (std::isalpha(static_cast<unsigned char>(each)) != 0)
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
        else if (std::string_view(" .-/:,").find(each) != std::string_view::npos)
            out += each;
        else
            out += literal(std::string_view(&each, 1));
    }
    return out;
}

bool is_escape(std::string_view text) // "_x0041_"
{
    if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
        return false;
    for (char each : text.substr(2, 4))
        if (std::isxdigit(static_cast<unsigned char>(each)) == 0)
            return false;
    return true;
}

} // namespace

std::string spreadsheet_format(std::string_view pattern, const Column& column)
{
    switch (column.type) {
    case ColumnType::date:
        return pattern.empty() || !check_date_format(pattern) ? "yyyy-mm-dd" : date_format(pattern);
    case ColumnType::timestamp:
        return pattern.empty() || !check_date_format(pattern) ? "yyyy-mm-dd hh:mm:ss" : date_format(pattern);
    case ColumnType::boolean:
    case ColumnType::text:
        return {};
    case ColumnType::integer:
    case ColumnType::real:
    case ColumnType::decimal:
        break;
    }
    if (!pattern.empty())
        if (const Result<NumberPattern> parsed = parse_number_pattern(pattern); parsed && !parsed->natural)
            return number_format(*parsed);
    if (column.type == ColumnType::decimal && column.scale > 0)
        return "#,##0." + std::string(static_cast<std::size_t>(column.scale), '0');
    return {};
}

void clean_spreadsheet_text(std::string_view text, std::string& out, std::int64_t& shortened)
{
    out.clear();
    std::string repaired;
    if (!is_valid_utf8(text)) {
        repaired = repair_utf8(text);
        text = repaired;
    }
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        // A lead byte begins a character: two UTF-16 units beyond the basic plane.
        units += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
        if (units > kMaxSpreadsheetText) {
            ++shortened;
            break;
        }
        if (byte == '\r')
            continue;
        if (byte < 0x20 && byte != '\t' && byte != '\n')
            out += "\uFFFD";
        else if (byte == '_' && is_escape(text.substr(at, 7)))
            out += "_x005F_";
        else
            out += text[at];
    }
    replace_noncharacters(out); // Excel would call the whole workbook damaged
}

bool is_spreadsheet_day(double serial)
{
    return serial >= 61 && serial < 2'958'466;
}

} // namespace presstime

// Number patterns: parsing and formatting. Rounding is of the exact binary
// value, half to even, as printf does; numbers of 1e18 and more are written
// in scientific form, so no result is longer than a few dozen bytes.
#include "platform/text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr std::size_t kMaximumPatternBytes = 64;
constexpr int kMaximumDecimals = 10;
constexpr double kScientificFrom = 1e18;
constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr double kUnitValues[] = {1, 1e3, 1e6, 1e9, 1e12};

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::unexpected<Error> broken(std::string_view pattern, std::string_view why)
{
    return fail(
        Error::invalid("format", fmt::format("number format `{}` {}; write for example `0,0.00`, `0.0a`, "
                                             "`€ 0.0a` or `0 %`",
                                             pattern.substr(0, kMaximumPatternBytes), why)));
}

// Reads the decimals at `at` ("." then zeros, or ".[" zeros "]"); `at` moves behind them.
bool read_decimals(std::string_view pattern, std::size_t& at, NumberPattern& out)
{
    if (at >= pattern.size() || pattern[at] != '.')
        return true;
    ++at;
    bool optional = at < pattern.size() && pattern[at] == '[';
    at += optional ? 1 : 0;
    std::size_t begin = at;
    for (; at < pattern.size() && (pattern[at] == '0' || pattern[at] == '#'); ++at) {
        out.maximum_decimals += 1;
        out.minimum_decimals += pattern[at] == '0' && !optional ? 1 : 0;
    }
    if (at == begin || out.maximum_decimals > kMaximumDecimals)
        return false;
    if (!optional)
        return true;
    if (at >= pattern.size() || pattern[at] != ']')
        return false;
    ++at;
    return true;
}

// "a", alone or after one space, and not the beginning of a word.
void read_abbreviation(std::string_view pattern, std::size_t& at, NumberPattern& out)
{
    std::size_t letter = at < pattern.size() && pattern[at] == ' ' ? at + 1 : at;
    if (letter >= pattern.size() || pattern[letter] != 'a')
        return;
    if (letter + 1 < pattern.size() && is_letter(pattern[letter + 1]))
        return;
    out.abbreviated = true;
    at = letter + 1;
}

std::string insert_groups(std::string_view integers, std::string_view separator)
{
    std::string out;
    for (std::size_t i = 0; i < integers.size(); ++i) {
        if (i > 0 && (integers.size() - i) % 3 == 0)
            out += separator;
        out += integers[i];
    }
    return out;
}

int natural_decimals(double magnitude)
{
    if (magnitude == 0 || magnitude >= 1)
        return 2;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(magnitude))), 2, 7);
}

std::string format_duration(double seconds, const Locale& locale)
{
    double magnitude = std::abs(seconds);
    std::string sign = seconds < 0 ? "-" : "";
    if (magnitude < 60) {
        NumberPattern plain{.maximum_decimals = 1};
        return fmt::format("{}{}{}s", sign, format_number(magnitude, plain, locale), kNoBreakSpace);
    }
    auto whole = static_cast<std::int64_t>(std::min(std::round(magnitude), 1e15));
    if (whole < 3600)
        return fmt::format("{}{}{s}min{s}{:02}{s}s", sign, whole / 60, whole % 60,
                           fmt::arg("s", kNoBreakSpace));
    auto minutes = (whole + 30) / 60;
    return fmt::format("{}{}{s}h{s}{:02}{s}min", sign, minutes / 60, minutes % 60,
                       fmt::arg("s", kNoBreakSpace));
}

// What a percentage multiplies may leave the range of a double.
std::string format_scientific(double value, const NumberPattern& pattern, const Locale& locale)
{
    std::string text =
        fmt::format("{:.2e}", std::abs(static_cast<long double>(value)) * (pattern.percent ? 100 : 1));
    auto point = text.find('.');
    if (point != std::string::npos)
        text.replace(point, 1, locale.decimal);
    const std::string_view sign = value < 0 ? "-" : pattern.always_signed ? "+" : "";
    return fmt::format("{}{}{}{}", sign, pattern.prefix, text, pattern.suffix);
}

// Decides the unit of an abbreviated number; 999,950 with one decimal is already "1.0 M".
int choose_unit(double magnitude, const NumberPattern& pattern)
{
    if (pattern.unit >= 0)
        return std::min(pattern.unit, 4);
    int unit = unit_of(magnitude);
    double rounding = 0.5 * std::pow(10.0, -pattern.maximum_decimals);
    if (unit < 4 && magnitude / kUnitValues[unit] + rounding >= 1000)
        ++unit;
    return unit;
}

} // namespace

Result<NumberPattern> parse_number_pattern(std::string_view pattern)
{
    NumberPattern out;
    if (pattern.empty()) {
        out.natural = out.grouped = true;
        return out;
    }
    if (pattern == "duration") {
        out.duration = true;
        return out;
    }
    if (pattern.size() > kMaximumPatternBytes)
        return broken(pattern, fmt::format("is longer than {} bytes", kMaximumPatternBytes));
    std::size_t begin = pattern.find_first_of("0#");
    if (begin == std::string_view::npos)
        return broken(pattern, "has no `0` to stand for the number");
    std::size_t at = pattern.find_first_not_of("0#,", begin);
    std::string_view integers = pattern.substr(begin, at == std::string_view::npos ? at : at - begin);
    at = begin + integers.size();
    out.grouped = integers.find(',') != std::string_view::npos;
    if (integers.back() == ',')
        return broken(pattern, "ends its digits with a comma");
    if (!out.grouped)
        out.minimum_integers = static_cast<int>(std::count(integers.begin(), integers.end(), '0'));
    if (!read_decimals(pattern, at, out))
        return broken(pattern, fmt::format("has a `.` without 1 to {} zeros after it", kMaximumDecimals));
    read_abbreviation(pattern, at, out);
    out.prefix = pattern.substr(0, begin);
    out.suffix = pattern.substr(at);
    if (out.suffix.find_first_of("0#") != std::string::npos)
        return broken(pattern, "has digits in two places");
    if (out.prefix.starts_with('+')) {
        out.always_signed = true;
        out.prefix.erase(0, 1);
    }
    out.percent = out.suffix.find('%') != std::string::npos || out.prefix.find('%') != std::string::npos;
    return out;
}

Result<> check_number_format(std::string_view pattern)
{
    TRY(parse_number_pattern(pattern));
    return {};
}

Result<> check_cell_format(std::string_view pattern)
{
    if (check_date_format(pattern))
        return {};
    return check_number_format(pattern);
}

int unit_of(double magnitude)
{
    int unit = 0;
    while (unit < 4 && magnitude >= kUnitValues[unit + 1])
        ++unit;
    return unit;
}

std::string format_number(double value, const NumberPattern& pattern, const Locale& locale)
{
    if (!std::isfinite(value))
        return "-";
    if (pattern.duration)
        return format_duration(value, locale);
    double magnitude = std::abs(pattern.percent ? value * 100 : value);
    int unit = pattern.abbreviated ? choose_unit(magnitude, pattern) : 0;
    magnitude /= kUnitValues[unit];
    bool tiny = pattern.natural && magnitude != 0 && magnitude < 1e-6;
    if (magnitude >= kScientificFrom || tiny)
        return format_scientific(value, pattern, locale);
    int most = pattern.natural ? natural_decimals(magnitude) : pattern.maximum_decimals;
    std::string digits = fmt::format("{:.{}f}", magnitude, most);
    for (int spare = most - pattern.minimum_decimals; spare > 0 && digits.back() == '0'; --spare)
        digits.pop_back();
    if (digits.back() == '.')
        digits.pop_back();
    std::string_view view = digits;
    std::size_t point = view.find('.');
    std::string integers(view.substr(0, point));
    if (static_cast<int>(integers.size()) < pattern.minimum_integers)
        integers.insert(0, static_cast<std::size_t>(pattern.minimum_integers) - integers.size(), '0');
    bool is_zero = view.find_first_not_of("0.") == std::string_view::npos;
    std::string out = is_zero ? "" : value < 0 ? "-" : pattern.always_signed ? "+" : "";
    out += pattern.prefix;
    out += pattern.grouped || unit > 0 ? insert_groups(integers, locale.group) : integers;
    if (point != std::string_view::npos) {
        out += locale.decimal;
        out += view.substr(point + 1);
    }
    if (unit > 0) {
        out += kNoBreakSpace;
        out += locale.units[static_cast<std::size_t>(unit - 1)];
    }
    return out + pattern.suffix;
}

std::string format_number(double value, std::string_view pattern, std::string_view locale)
{
    auto parsed = parse_number_pattern(pattern);
    static const NumberPattern kNatural{.natural = true, .grouped = true};
    return format_number(value, parsed ? *parsed : kNatural, find_locale(locale));
}

} // namespace presstime

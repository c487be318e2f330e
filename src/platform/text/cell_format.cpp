// Dates and whole table cells as text. Integers and decimals go around floating point, so that 64-bit keys
// and money keep every digit.
#include "platform/text/number_format.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace presstime {

namespace {

constexpr std::size_t kMaximumPatternBytes = 64;

struct Moment {
    int year = 0;
    unsigned month = 1, day = 1;
    int hour = 0, minute = 0, second = 0;
    unsigned weekday = 0; // from Monday
};

Moment split_moment(Instant local)
{
    auto day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day date(day);
    std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(local - day));
    return {static_cast<int>(date.year()),
            static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()),
            static_cast<int>(time.hours().count()),
            static_cast<int>(time.minutes().count()),
            static_cast<int>(time.seconds().count()),
            std::chrono::weekday(day).iso_encoding() - 1};
}

// The text of one token of a date pattern; false for what is no token.
bool append_token(std::string& out, std::string_view token, const Moment& moment, const Locale& locale)
{
    auto put = [&](std::string_view name, auto value, int width) {
        if (token == name)
            out += fmt::format("{:0{}}", value, width);
        return token == name;
    };
    if (token == "MMMM" || token == "MMM") {
        const CalendarWords& words = *locale.calendar;
        out += (token.size() == 4 ? words.months : words.short_months)[moment.month - 1];
        return true;
    }
    if (token == "EEEE" || token == "EEE") {
        const CalendarWords& words = *locale.calendar;
        out += (token.size() == 4 ? words.weekdays : words.short_weekdays)[moment.weekday];
        return true;
    }
    return put("yyyy", moment.year, 4) || put("yy", moment.year % 100, 2) || put("MM", moment.month, 2) ||
           put("M", moment.month, 1) || put("dd", moment.day, 2) || put("d", moment.day, 1) ||
           put("HH", moment.hour, 2) || put("H", moment.hour, 1) || put("mm", moment.minute, 2) ||
           put("ss", moment.second, 2);
}

bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Writes the pattern's text; the first letters that are no token are returned, empty when all went well.
std::string_view apply_date_pattern(std::string& out, std::string_view pattern, const Moment& moment,
                                    const Locale& locale)
{
    for (std::size_t at = 0; at < pattern.size();) {
        if (!is_letter(pattern[at])) {
            out += pattern[at++];
            continue;
        }
        std::size_t end = at;
        while (end < pattern.size() && pattern[end] == pattern[at])
            ++end;
        std::string_view token = pattern.substr(at, end - at);
        if (!append_token(out, token, moment, locale))
            return token;
        at = end;
    }
    return {};
}

// Decimals below which zeros are dropped, above which the number is rounded.
struct Decimals {
    int least = 0;
    int most = 0;
};

// Writes the digits, with groups and the decimal mark; `digits` has more of them than `scale`.
void append_digits(std::string& out, std::string_view digits, int scale, Decimals decimals, bool grouped,
                   const Locale& locale)
{
    const std::size_t integers = digits.size() - static_cast<std::size_t>(scale);
    std::size_t left = integers;
    for (std::size_t at = 0; at < integers;) {
        const std::size_t take = !grouped ? left : left % 3 == 0 ? 3 : left % 3;
        out.append(digits.substr(at, take));
        at += take;
        left -= take;
        if (left > 0)
            out.append(locale.group);
    }
    std::size_t kept = static_cast<std::size_t>(scale);
    while (kept > static_cast<std::size_t>(decimals.least) && digits[integers + kept - 1] == '0')
        --kept;
    const std::size_t wanted = std::max(kept, static_cast<std::size_t>(decimals.least));
    if (wanted > 0) {
        out.append(locale.decimal).append(digits.substr(integers, kept)).append(wanted - kept, '0');
    }
}

// An exact integer or decimal under a pattern that neither scales nor shortens; others go through a double.
std::string format_exact(std::int64_t unscaled, int scale, const NumberPattern& pattern, const Locale& locale)
{
    const Decimals decimals{pattern.natural ? scale : pattern.minimum_decimals,
                            pattern.natural ? scale : pattern.maximum_decimals};
    if (pattern.percent || pattern.abbreviated || pattern.duration || decimals.most < scale) {
        return format_number(static_cast<double>(unscaled) / std::pow(10.0, scale), pattern, locale);
    }
    const bool negative = unscaled < 0;
    const auto magnitude =
        negative ? 0 - static_cast<std::uint64_t>(unscaled) : static_cast<std::uint64_t>(unscaled);
    const fmt::format_int plain(magnitude);
    std::string_view digits(plain.data(), plain.size());
    std::string padded;
    if (const auto least = static_cast<std::size_t>(scale + std::max(1, pattern.minimum_integers));
        digits.size() < least) {
        padded.assign(least - digits.size(), '0').append(digits);
        digits = padded;
    }
    std::string out = negative ? "-" : pattern.always_signed && magnitude > 0 ? "+" : "";
    out += pattern.prefix;
    append_digits(out, digits, scale, decimals, pattern.grouped, locale);
    return out += pattern.suffix;
}

std::string format_instant_cell(const ColumnData& column, std::size_t row, std::string_view pattern,
                                const Locale& locale, const UtcOffset& utc_offset)
{
    using std::chrono::days;
    bool is_date = column.type == ColumnType::date;
    // Instants far outside the calendar's years would overflow
    // the arithmetic: they are shown as they are stored.
    constexpr std::int64_t kMostDays = 3'000'000;
    std::int64_t whole_days = is_date ? column.integer(row) : column.integer(row) / 86'400'000'000;
    if (whole_days > kMostDays || whole_days < -kMostDays)
        return fmt::format("{}", column.integer(row));
    if (is_date)
        return format_date_time(Instant{days{whole_days}}, DateDetail::day, pattern, locale);
    Instant instant = from_micros(column.integer(row));
    if (utc_offset)
        instant += utc_offset(instant);
    return format_date_time(instant, DateDetail::minute, pattern, locale);
}

} // namespace

Result<> check_date_format(std::string_view pattern)
{
    std::string ignored;
    if (pattern.size() > kMaximumPatternBytes)
        return fail(Error::invalid("format",
                                   "a date format may have at most 64 bytes; write for example `MMM yyyy`"));
    auto unknown = apply_date_pattern(ignored, pattern, {}, find_locale("en-US"));
    if (unknown.empty())
        return {};
    return fail(Error::invalid(
        "format",
        fmt::format("date format `{}` has the unknown part `{}`; use yyyy, yy, MMMM, MMM, MM, M, EEEE, EEE, "
                    "dd, d, HH, H, mm, ss and punctuation, for example `d MMM yyyy`",
                    pattern, unknown)));
}

std::string format_day(LocalDate date, const Locale& locale)
{
    const CalendarWords& words = *locale.calendar;
    const unsigned day = static_cast<unsigned>(date.day());
    return fmt::format("{}{}", day,
                       day == 1 && !words.first_mark.empty() ? words.first_mark : words.day_mark);
}

std::string format_day_and_month(LocalDate date, const Locale& locale)
{
    const CalendarWords& words = *locale.calendar;
    return fmt::format("{}{}{}", format_day(date, locale), words.short_link,
                       words.short_months[static_cast<unsigned>(date.month()) - 1]);
}

std::string format_short_date(LocalDate date, const Locale& locale)
{
    return fmt::format("{}{}{}", format_day_and_month(date, locale), locale.calendar->short_link,
                       static_cast<int>(date.year()));
}

std::string format_month(LocalDate date, const Locale& locale)
{
    const CalendarWords& words = *locale.calendar;
    return fmt::format("{}{}{}", words.months[static_cast<unsigned>(date.month()) - 1], words.long_link,
                       static_cast<int>(date.year()));
}

std::string format_date_time(Instant local, DateDetail detail, std::string_view pattern, const Locale& locale)
{
    Moment moment = split_moment(local);
    std::string out;
    if (!pattern.empty() && pattern.size() <= kMaximumPatternBytes &&
        apply_date_pattern(out, pattern, moment, locale).empty())
        return out;
    out =
        format_short_date(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(local)), locale);
    if (detail == DateDetail::minute)
        out += fmt::format(", {:02}:{:02}", moment.hour, moment.minute);
    return out;
}

CellFormat cell_format(std::string_view pattern, const Locale& locale)
{
    auto parsed = parse_number_pattern(pattern);
    return {parsed ? *std::move(parsed) : NumberPattern{.natural = true, .grouped = true},
            std::string(pattern), &locale};
}

std::string format_cell(const ColumnData& column, std::size_t row, const CellFormat& format,
                        const UtcOffset& utc_offset)
{
    if (column.is_null(row))
        return {};
    const Locale& locale = *format.locale;
    switch (column.type) {
    case ColumnType::text:
        return std::string(column.text(row));
    case ColumnType::boolean:
        return std::string(column.integer(row) != 0 ? locale.yes : locale.no);
    case ColumnType::date:
    case ColumnType::timestamp:
        return format_instant_cell(column, row, format.date_pattern, locale, utc_offset);
    case ColumnType::real:
        return format_number(column.real(row), format.number, locale);
    case ColumnType::integer:
    case ColumnType::decimal:
        break;
    }
    const int scale = column.type == ColumnType::decimal ? column.scale : 0;
    return format_exact(column.integer(row), scale, format.number, locale);
}

std::string format_cell(const ColumnData& column, std::size_t row, std::string_view pattern,
                        std::string_view locale, const UtcOffset& utc_offset)
{
    return format_cell(column, row, cell_format(pattern, find_locale(locale)), utc_offset);
}

std::string aligned_pattern(const ColumnData& column)
{
    int decimals = 0;
    switch (column.type) {
    case ColumnType::integer:
        return "0,0";
    case ColumnType::decimal:
        decimals = std::min(column.scale, 10);
        break;
    case ColumnType::real:
        for (std::size_t row = 0; row < column.rows; ++row) {
            double value = column.real(row);
            if (column.is_null(row) || !std::isfinite(value) || decimals >= 7)
                continue;
            std::string text = format_number(value, "", "en-US");
            auto point = text.find('.');
            if (point != std::string::npos && text.find('e') == std::string::npos)
                decimals = std::max(decimals, static_cast<int>(text.size() - point - 1));
        }
        break;
    default:
        return {};
    }
    return decimals == 0 ? "0,0" : "0,0." + std::string(static_cast<std::size_t>(decimals), '0');
}

} // namespace presstime

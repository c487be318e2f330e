// Hand-written digits: exporting a million rows spends most of its time here, and std::to_chars is the floor.
#include "model/cell_text.hpp"

#include <charconv>
#include <cmath>
#include <cstring>

namespace presstime {
namespace {

constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

char* write_literal(char* out, const char* text)
{
    std::size_t length = std::strlen(text);
    std::memcpy(out, text, length);
    return out + length;
}

char* write_padded(char* out, std::uint64_t value, int digits)
{
    for (int at = digits - 1; at >= 0; --at) {
        out[at] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
    return out + digits;
}

std::int64_t floor_divide(std::int64_t value, std::int64_t by)
{
    std::int64_t quotient = value / by;
    return quotient - ((value % by != 0) && ((value < 0) != (by < 0)));
}

struct CivilDate {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

// Howard Hinnant's days-to-civil on 64 bits: std::chrono::year ends at 32767, databases do not.
CivilDate civil_from_days(std::int64_t days)
{
    days += 719'468;
    std::int64_t era = floor_divide(days, 146'097);
    auto day_of_era = static_cast<unsigned>(days - era * 146'097);
    unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned month_from_march = (5 * day_of_year + 2) / 153;
    unsigned day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    unsigned month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

} // namespace

char* write_integer(char* out, std::int64_t value)
{
    return std::to_chars(out, out + kMaxCellText, value).ptr;
}

char* write_real(char* out, double value)
{
    if (std::isnan(value))
        return write_literal(out, "NaN");
    if (std::isinf(value))
        return write_literal(out, value > 0 ? "Infinity" : "-Infinity");
    double magnitude = std::fabs(value);
    if (magnitude < 9007199254740992.0 && value == std::trunc(value)) {
        if (std::signbit(value))
            *out++ = '-';
        return write_integer(out, static_cast<std::int64_t>(magnitude));
    }
    bool plain = magnitude >= 1e-5 && magnitude < 1e17;
    return plain ? std::to_chars(out, out + kMaxCellText, value, std::chars_format::fixed).ptr
                 : std::to_chars(out, out + kMaxCellText, value, std::chars_format::scientific).ptr;
}

char* write_decimal(char* out, std::int64_t unscaled, int scale)
{
    if (scale <= 0)
        return write_integer(out, unscaled);
    auto magnitude = static_cast<std::uint64_t>(unscaled);
    if (unscaled < 0) {
        *out++ = '-';
        magnitude = 0 - magnitude;
    }
    std::uint64_t unit = 1;
    for (int digit = 0; digit < scale; ++digit)
        unit *= 10;
    out = std::to_chars(out, out + kMaxCellText, magnitude / unit).ptr;
    *out++ = '.';
    return write_padded(out, magnitude % unit, scale);
}

char* write_date(char* out, std::int64_t days)
{
    CivilDate date = civil_from_days(days);
    if (date.year >= 0 && date.year <= 9999) {
        out = write_padded(out, static_cast<std::uint64_t>(date.year), 4);
    } else {
        *out++ = date.year < 0 ? '-' : '+';
        auto magnitude = static_cast<std::uint64_t>(date.year < 0 ? -date.year : date.year);
        out = magnitude <= 9999 ? write_padded(out, magnitude, 4)
                                : std::to_chars(out, out + kMaxCellText, magnitude).ptr;
    }
    *out++ = '-';
    out = write_padded(out, date.month, 2);
    *out++ = '-';
    return write_padded(out, date.day, 2);
}

char* write_timestamp(char* out, std::int64_t micros)
{
    std::int64_t days = floor_divide(micros, kMicrosPerDay);
    auto of_day = static_cast<std::uint64_t>(micros - days * kMicrosPerDay);
    std::uint64_t seconds = of_day / 1'000'000;
    std::uint64_t fraction = of_day % 1'000'000;
    out = write_date(out, days);
    *out++ = 'T';
    out = write_padded(out, seconds / 3600, 2);
    *out++ = ':';
    out = write_padded(out, seconds / 60 % 60, 2);
    *out++ = ':';
    out = write_padded(out, seconds % 60, 2);
    if (fraction != 0) {
        *out++ = '.';
        out = write_padded(out, fraction, 6);
        while (out[-1] == '0')
            --out;
    }
    *out++ = 'Z';
    return out;
}

} // namespace presstime

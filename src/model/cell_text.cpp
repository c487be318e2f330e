// Hand-written digits: exporting a million rows spends most of its time here, and std::to_chars is the floor.
#include "model/cell_text.hpp"

#include <array>
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

constexpr std::array<char, 200> kPairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t value = 0; value < 100; ++value) {
        pairs[2 * value] = static_cast<char>('0' + value / 10);
        pairs[2 * value + 1] = static_cast<char>('0' + value % 10);
    }
    return pairs;
}();

constexpr std::array<std::uint64_t, 19> kPowersOfTen = [] {
    std::array<std::uint64_t, 19> powers{};
    std::uint64_t power = 1;
    for (std::uint64_t& each : powers) {
        each = power;
        power *= 10;
    }
    return powers;
}();

char* write_pair(char* out, std::uint64_t value)
{
    std::memcpy(out, kPairs.data() + 2 * value, 2);
    return out + 2;
}

char* write_padded(char* out, std::uint64_t value, int digits)
{
    int at = digits;
    for (; at >= 2; at -= 2) {
        write_pair(out + at - 2, value % 100);
        value /= 100;
    }
    if (at == 1)
        *out = static_cast<char>('0' + value % 10);
    return out + digits;
}

// `magnitude` / 10^scale with its point.
char* write_scaled(char* out, std::uint64_t magnitude, int scale)
{
    std::uint64_t unit = kPowersOfTen[static_cast<std::size_t>(scale)];
    out = std::to_chars(out, out + kMaxCellText, magnitude / unit).ptr;
    *out++ = '.';
    return write_padded(out, magnitude % unit, scale);
}

// Most fractions of real data have few digits. Such a double is the quotient of two integers that doubles
// hold exactly, and below 15 digits no other decimal of that length reads back as it: the shortest text is
// found without the general algorithm. Null when there is none of at most 4 fractional digits.
char* write_short_fraction(char* out, double magnitude)
{
    constexpr double kMaxDigits = 1e15;
    for (int scale = 1; scale <= 4; ++scale) {
        auto unit = static_cast<double>(kPowersOfTen[static_cast<std::size_t>(scale)]);
        double scaled = std::nearbyint(magnitude * unit);
        if (scaled >= kMaxDigits)
            return nullptr;
        if (scaled / unit == magnitude)
            return write_scaled(out, static_cast<std::uint64_t>(scaled), scale);
    }
    return nullptr;
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
    char* digits = value < 0 ? out + 1 : out;
    if (char* end = write_short_fraction(digits, magnitude)) {
        if (value < 0)
            *out = '-';
        return end;
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
    return write_scaled(out, magnitude, scale);
}

char* write_date(char* out, std::int64_t days)
{
    CivilDate date = civil_from_days(days);
    if (date.year >= 0 && date.year <= 9999) {
        out = write_pair(out, static_cast<std::uint64_t>(date.year) / 100);
        out = write_pair(out, static_cast<std::uint64_t>(date.year) % 100);
    } else {
        *out++ = date.year < 0 ? '-' : '+';
        auto magnitude = static_cast<std::uint64_t>(date.year < 0 ? -date.year : date.year);
        out = magnitude <= 9999 ? write_padded(out, magnitude, 4)
                                : std::to_chars(out, out + kMaxCellText, magnitude).ptr;
    }
    *out++ = '-';
    out = write_pair(out, date.month);
    *out++ = '-';
    return write_pair(out, date.day);
}

char* write_timestamp(char* out, std::int64_t micros)
{
    std::int64_t days = floor_divide(micros, kMicrosPerDay);
    std::int64_t remainder = micros % kMicrosPerDay;
    auto of_day = static_cast<std::uint64_t>(remainder < 0 ? remainder + kMicrosPerDay : remainder);
    std::uint64_t seconds = of_day / 1'000'000;
    std::uint64_t fraction = of_day % 1'000'000;
    out = write_date(out, days);
    *out++ = 'T';
    out = write_pair(out, seconds / 3600);
    *out++ = ':';
    out = write_pair(out, seconds / 60 % 60);
    *out++ = ':';
    out = write_pair(out, seconds % 60);
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

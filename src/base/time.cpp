// Text forms of instants and dates (RFC 3339, RFC 5322). No zone other than a numeric offset is known here.
#include "base/time.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

namespace presstime {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hh_mm_ss;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr Instant kFirstWritable = sys_days{std::chrono::year{0} / 1 / 1};
constexpr Instant kEndOfWritable = sys_days{std::chrono::year{10'000} / 1 / 1};

// Reads fixed-width fields from the front of a text; after the first mismatch `ok` stays false.
struct FieldReader {
    std::string_view rest;
    bool ok = true;

    int digits(std::size_t width)
    {
        if (!ok || rest.size() < width) {
            ok = false;
            return 0;
        }
        int value = 0;
        for (char c : rest.substr(0, width)) {
            if (c < '0' || c > '9') {
                ok = false;
                return 0;
            }
            value = value * 10 + (c - '0');
        }
        rest.remove_prefix(width);
        return value;
    }
    bool take(std::string_view any_of)
    {
        if (!ok || rest.empty() || any_of.find(rest.front()) == std::string_view::npos)
            return false;
        rest.remove_prefix(1);
        return true;
    }
    void expect(std::string_view any_of)
    {
        if (!take(any_of))
            ok = false;
    }
};

LocalDate read_date(FieldReader& reader)
{
    int year = reader.digits(4);
    reader.expect("-");
    int month = reader.digits(2);
    reader.expect("-");
    int day = reader.digits(2);
    return LocalDate{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                     std::chrono::day{static_cast<unsigned>(day)}};
}

// Digits beyond the sixth are cut off, not rounded.
Microseconds read_fraction(FieldReader& reader)
{
    std::int64_t micros = 0;
    std::int64_t unit = 100000;
    do {
        micros += reader.digits(1) * unit;
        unit /= 10;
    } while (reader.ok && !reader.rest.empty() && reader.rest.front() >= '0' && reader.rest.front() <= '9');
    return Microseconds{micros};
}

minutes read_offset(FieldReader& reader)
{
    if (reader.take("Zz"))
        return minutes{0};
    int sign = reader.take("-") ? -1 : 1;
    if (sign > 0)
        reader.expect("+");
    int hour = reader.digits(2);
    reader.expect(":");
    int minute = reader.digits(2);
    if (hour > 23 || minute > 59)
        reader.ok = false;
    return minutes{sign * (hour * 60 + minute)};
}

std::string shown(std::string_view text)
{
    return repair_utf8(clip_utf8(text, 64));
}

constexpr std::string_view kDayNames[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view kMonthNames[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

} // namespace

std::string format_rfc3339(Instant instant)
{
    sys_days day = floor<days>(instant);
    hh_mm_ss time{instant - day};
    std::string text = format_date(year_month_day{day});
    text += fmt::format("T{:02}:{:02}:{:02}", time.hours().count(), time.minutes().count(),
                        time.seconds().count());
    if (time.subseconds().count() != 0) {
        text += fmt::format(".{:06}", time.subseconds().count());
        text.erase(text.find_last_not_of('0') + 1);
    }
    text += 'Z';
    return text;
}

Result<Instant> parse_rfc3339(std::string_view text)
{
    FieldReader reader{text};
    LocalDate date = read_date(reader);
    reader.expect("Tt ");
    int hour = reader.digits(2);
    reader.expect(":");
    int minute = reader.digits(2);
    reader.expect(":");
    int second = reader.digits(2);
    Microseconds fraction = reader.take(".") ? read_fraction(reader) : Microseconds{0};
    minutes offset = read_offset(reader);
    bool is_time =
        reader.ok && reader.rest.empty() && date.ok() && hour <= 23 && minute <= 59 && second <= 59;
    Instant instant{};
    if (is_time)
        instant = sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + fraction - offset;
    // An offset can lead out of the years that have four digits: written down, such a time is not read again.
    if (!is_time || instant < kFirstWritable || instant >= kEndOfWritable)
        return fail(Error::invalid(
            "", fmt::format(
                    "\"{}\" is not a time; write it like 2025-03-09T07:30:00Z or 2025-03-09T09:30:00+02:00",
                    shown(text))));
    return instant;
}

std::string format_date(LocalDate date)
{
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Result<LocalDate> parse_date(std::string_view text)
{
    FieldReader reader{text};
    LocalDate date = read_date(reader);
    if (!reader.ok || !reader.rest.empty() || !date.ok())
        return fail(
            Error::invalid("", fmt::format("\"{}\" is not a date; write it like 2025-03-09", shown(text))));
    return date;
}

std::string format_rfc5322(Instant instant)
{
    sys_days day = floor<days>(instant);
    year_month_day date{day};
    hh_mm_ss time{floor<seconds>(instant) - day};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       kDayNames[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                       kMonthNames[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

} // namespace presstime

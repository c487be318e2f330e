// Calendar arithmetic for axes. Local wall time is treated as if it were UTC; a tick of the local calendar
// goes back to UTC through the offset in force at it.
#include "chart/calendar_ticks.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

namespace presstime {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

std::int64_t floor_divide(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

std::chrono::year_month_day date_of(std::int64_t micros)
{
    return std::chrono::year_month_day(std::chrono::sys_days(std::chrono::days(floor_divide(micros, kDay))));
}

std::int64_t micros_of(int year, unsigned month)
{
    auto first = std::chrono::year(year) / std::chrono::month(month) / 1;
    return std::chrono::sys_days(first).time_since_epoch().count() * kDay;
}

std::int64_t offset_at(std::int64_t utc, const UtcOffset& utc_offset)
{
    return utc_offset ? utc_offset(from_micros(utc)).count() * kSecond : 0;
}

std::int64_t to_local(double position, const UtcOffset& utc_offset)
{
    auto utc = static_cast<std::int64_t>(std::llround(position));
    return utc + offset_at(utc, utc_offset);
}

std::int64_t to_utc(std::int64_t local, const UtcOffset& utc_offset)
{
    std::int64_t guess = local - offset_at(local, utc_offset);
    return local - offset_at(guess, utc_offset);
}

std::int64_t fixed_length(CalendarUnit unit)
{
    switch (unit) {
    case CalendarUnit::second:
        return kSecond;
    case CalendarUnit::minute:
        return kMinute;
    case CalendarUnit::hour:
        return kHour;
    default:
        return kDay;
    }
}

std::int64_t local_ordinal(std::int64_t local, CalendarUnit unit)
{
    auto date = date_of(local);
    int year = static_cast<int>(date.year());
    if (unit == CalendarUnit::year)
        return year;
    if (unit == CalendarUnit::month)
        return std::int64_t{year} * 12 + static_cast<unsigned>(date.month()) - 1;
    return floor_divide(local, fixed_length(unit));
}

std::int64_t local_position(std::int64_t ordinal, CalendarUnit unit)
{
    if (unit == CalendarUnit::year)
        return micros_of(static_cast<int>(ordinal), 1);
    if (unit == CalendarUnit::month)
        return micros_of(static_cast<int>(floor_divide(ordinal, 12)),
                         static_cast<unsigned>(ordinal - floor_divide(ordinal, 12) * 12) + 1);
    return ordinal * fixed_length(unit);
}

CalendarLabel label_local(std::int64_t local, CalendarUnit unit, const Locale& locale)
{
    auto text = [&](std::string_view pattern) {
        return format_date_time(from_micros(local), DateDetail::day, pattern, locale);
    };
    switch (unit) {
    case CalendarUnit::second:
        return {text("HH:mm:ss"), text("")};
    case CalendarUnit::minute:
    case CalendarUnit::hour:
        return {text("HH:mm"), text("")};
    case CalendarUnit::day:
        return {text("d"), text("MMM yyyy")};
    case CalendarUnit::month:
        return {text("MMM"), text("yyyy")};
    case CalendarUnit::year:
        break;
    }
    return {text("yyyy"), ""};
}

// Mondays for weeks: 1970-01-01 was a Thursday, so day 4 was a Monday.
std::int64_t first_multiple(std::int64_t ordinal, CalendarStep step)
{
    std::int64_t shift = step.unit == CalendarUnit::day && step.count % 7 == 0 ? 4 : 0;
    std::int64_t multiple = floor_divide(ordinal - shift, step.count) * step.count + shift;
    return multiple < ordinal ? multiple + step.count : multiple;
}

} // namespace

const std::vector<CalendarStep>& calendar_steps()
{
    using enum CalendarUnit;
    static const std::vector<CalendarStep> kSteps = {
        {second, 1},  {second, 5}, {second, 15}, {second, 30}, {minute, 1}, {minute, 5}, {minute, 15},
        {minute, 30}, {hour, 1},   {hour, 3},    {hour, 6},    {hour, 12},  {day, 1},    {day, 2},
        {day, 7},     {day, 14},   {month, 1},   {month, 3},   {month, 6},  {year, 1},   {year, 2},
        {year, 5},    {year, 10},  {year, 20},   {year, 50},   {year, 100}, {year, 500}, {year, 1000}};
    return kSteps;
}

double approximate_micros(CalendarStep step)
{
    double unit = step.unit == CalendarUnit::year    ? 365.2425 * static_cast<double>(kDay)
                  : step.unit == CalendarUnit::month ? 30.44 * static_cast<double>(kDay)
                                                     : static_cast<double>(fixed_length(step.unit));
    return unit * step.count;
}

std::vector<double> calendar_ticks(double from, double to, CalendarStep step, std::size_t most,
                                   const UtcOffset& utc_offset)
{
    std::vector<double> ticks;
    std::int64_t local_from = to_local(from, utc_offset);
    std::int64_t ordinal = local_ordinal(local_from, step.unit);
    if (local_position(ordinal, step.unit) < local_from)
        ++ordinal;
    for (ordinal = first_multiple(ordinal, step);; ordinal += step.count) {
        auto position = static_cast<double>(to_utc(local_position(ordinal, step.unit), utc_offset));
        if (position > to)
            return ticks;
        if (ticks.size() >= most)
            return {};
        if (position >= from)
            ticks.push_back(position);
    }
}

std::vector<std::size_t> first_of_each_step(const std::vector<double>& positions, CalendarStep step,
                                            const UtcOffset& utc_offset)
{
    std::vector<std::size_t> firsts;
    std::int64_t before = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
        std::int64_t local = to_local(positions[i], utc_offset);
        std::int64_t next = first_multiple(local_ordinal(local, step.unit) + 1, step);
        bool begins = i > 0 || local_position(next - step.count, step.unit) == local;
        if (begins && (i == 0 || next != before))
            firsts.push_back(i);
        before = next;
    }
    return firsts;
}

CalendarUnit unit_of_positions(const std::vector<double>& positions, const UtcOffset& utc_offset)
{
    // One instant does not tell a month from a day.
    bool single =
        std::adjacent_find(positions.begin(), positions.end(), std::not_equal_to<>()) == positions.end();
    auto unit = single ? CalendarUnit::day : CalendarUnit::year;
    for (double position : positions) {
        if (unit == CalendarUnit::second)
            break;
        std::int64_t local = to_local(position, utc_offset);
        while (unit != CalendarUnit::second && local_position(local_ordinal(local, unit), unit) != local)
            unit = static_cast<CalendarUnit>(static_cast<int>(unit) - 1);
    }
    return unit;
}

CalendarLabel label_position(double position, CalendarUnit unit, std::string_view pattern,
                             const Locale& locale, const UtcOffset& utc_offset)
{
    std::int64_t local = to_local(position, utc_offset);
    if (pattern.empty())
        return label_local(local, unit, locale);
    return {format_date_time(from_micros(local), DateDetail::minute, pattern, locale), ""};
}

std::int64_t ordinal_of(double position, CalendarUnit unit, const UtcOffset& utc_offset)
{
    return local_ordinal(to_local(position, utc_offset), unit);
}

double position_of(std::int64_t ordinal, CalendarUnit unit, const UtcOffset& utc_offset)
{
    return static_cast<double>(to_utc(local_position(ordinal, unit), utc_offset));
}

} // namespace presstime

#include "calendar/local_time.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace presstime {

namespace {

constexpr std::int64_t kDay_s = 86400;

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

std::int64_t floor_seconds(Instant instant)
{
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

Instant from_seconds(std::int64_t seconds)
{
    return Instant{std::chrono::seconds{seconds}};
}

std::int64_t second_of_day(std::int64_t wall_s)
{
    std::int64_t rest = wall_s % kDay_s;
    return rest < 0 ? rest + kDay_s : rest;
}

std::string_view month_name(LocalDate date)
{
    return kMonths[static_cast<unsigned>(date.month()) - 1];
}

} // namespace

std::int64_t wall_seconds(Instant instant, const Zone& zone)
{
    std::int64_t utc_s = floor_seconds(instant);
    return utc_s + zone.span_at(utc_s).offset_s;
}

std::chrono::seconds utc_offset_at(Instant instant, const Zone& zone)
{
    return std::chrono::seconds(zone.span_at(floor_seconds(instant)).offset_s);
}

LocalDate date_of_wall(std::int64_t wall_s)
{
    return LocalDate{
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{std::chrono::seconds{wall_s}})};
}

LocalDate local_date(Instant instant, const Zone& zone)
{
    return date_of_wall(wall_seconds(instant, zone));
}

Instant start_of_day(LocalDate date, const Zone& zone)
{
    std::int64_t midnight_s = std::chrono::sys_days{date}.time_since_epoch().count() * kDay_s;
    return from_seconds(zone.resolve(midnight_s).first_s);
}

LocalDate monday_of(LocalDate date)
{
    std::chrono::sys_days day{date};
    return LocalDate{day - (std::chrono::weekday{day} - std::chrono::Monday)};
}

LocalDate first_of_month(LocalDate date)
{
    return date.year() / date.month() / std::chrono::day{1};
}

Instant start_of_unit(Instant instant, std::int64_t unit_s, const Zone& zone)
{
    std::int64_t utc_s = floor_seconds(instant);
    const Zone::Span& span = zone.span_at(utc_s);
    std::int64_t into_unit_s = second_of_day(utc_s + span.offset_s) % unit_s;
    return from_seconds(std::max(utc_s - into_unit_s, span.begin_s));
}

std::string format_local(Instant instant, const Zone& zone)
{
    std::int64_t utc_s = floor_seconds(instant);
    std::int32_t offset_s = zone.span_at(utc_s).offset_s;
    std::int64_t second = second_of_day(utc_s + offset_s);
    std::int32_t offset_minutes = std::abs(offset_s) / 60;
    return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}[{}]", format_date(date_of_wall(utc_s + offset_s)),
                       second / 3600, second / 60 % 60, second % 60, offset_s < 0 ? '-' : '+',
                       offset_minutes / 60, offset_minutes % 60, zone.name());
}

std::string format_local_short(Instant instant, const Zone& zone)
{
    std::int64_t utc_s = floor_seconds(instant);
    const Zone::Span& span = zone.span_at(utc_s);
    LocalDate date = date_of_wall(utc_s + span.offset_s);
    return fmt::format("{} {} {}, {} {}", static_cast<unsigned>(date.day()), month_name(date).substr(0, 3),
                       static_cast<int>(date.year()), format_wall_time(utc_s + span.offset_s),
                       span.abbreviation);
}

std::string format_long_date(LocalDate date)
{
    return fmt::format("{} {} {}", static_cast<unsigned>(date.day()), month_name(date),
                       static_cast<int>(date.year()));
}

std::string format_wall_time(std::int64_t wall_s)
{
    std::int64_t second = second_of_day(wall_s);
    std::string text = fmt::format("{:02}:{:02}", second / 3600, second / 60 % 60);
    if (second % 60 != 0)
        text += fmt::format(":{:02}", second % 60);
    return text;
}

} // namespace presstime

#include "calendar/wall_rule.hpp"

#include <algorithm>
#include <bit>

namespace presstime {

namespace {

constexpr int kMinutesPerDay = 1440;
constexpr int kMaxMonthsAhead = 1200;

constexpr std::int64_t floor_div(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

// Howard Hinnant's civil-from-days algorithms, in 64 bits.
struct Civil {
    std::int64_t year;
    unsigned month;
    unsigned day;
};

constexpr Civil civil_from_days(std::int64_t days)
{
    days += 719468;
    const std::int64_t era = floor_div(days, 146097);
    const auto day_of_era = static_cast<unsigned>(days - era * 146097);
    const unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const unsigned shifted_month = (5 * day_of_year + 2) / 153;
    const unsigned day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

constexpr unsigned month_length(std::int64_t year, unsigned month)
{
    if (month == 2)
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

constexpr unsigned weekday_of(std::int64_t day)
{
    // 1970-01-01 was a Thursday.
    return static_cast<unsigned>(((day + 4) % 7 + 7) % 7);
}

std::array<std::uint32_t, 7> spread_weekdays(std::uint8_t days_of_week)
{
    std::array<std::uint32_t, 7> spread{};
    for (unsigned first = 0; first < 7; ++first)
        for (unsigned day = 1; day <= 31; ++day)
            if ((days_of_week >> ((first + day - 1) % 7) & 1) != 0)
                spread[first] |= std::uint32_t{1} << day;
    return spread;
}

} // namespace

WallRule WallRule::every_minute()
{
    WallRule rule;
    rule.minutes_ = ~std::uint64_t{0} >> 4;
    rule.hours_ = 0xFFFFFF;
    return rule;
}

WallRule WallRule::hourly(int minute)
{
    WallRule rule = every_minute();
    rule.minutes_ = std::uint64_t{1} << minute;
    return rule;
}

WallRule WallRule::daily(int hour, int minute)
{
    WallRule rule = hourly(minute);
    rule.hours_ = std::uint32_t{1} << hour;
    return rule;
}

WallRule WallRule::weekly(int day_of_week, int hour, int minute)
{
    WallRule rule = daily(hour, minute);
    rule.weekday_days_ = spread_weekdays(static_cast<std::uint8_t>(1 << day_of_week));
    rule.day_rule_ = DayRule::both_fields;
    return rule;
}

WallRule WallRule::monthly(int day_of_month, int hour, int minute)
{
    WallRule rule = daily(hour, minute);
    rule.days_of_month_ = std::uint32_t{1} << day_of_month;
    rule.weekday_days_ = spread_weekdays(0x7F);
    rule.day_rule_ = DayRule::both_fields;
    return rule;
}

WallRule WallRule::monthly_clamped(int day_of_month, int hour, int minute)
{
    WallRule rule = daily(hour, minute);
    rule.clamped_day_ = static_cast<unsigned>(day_of_month);
    rule.day_rule_ = DayRule::clamped;
    return rule;
}

WallRule WallRule::from_cron(const CronExpression& cron)
{
    WallRule rule;
    rule.minutes_ = cron.minutes;
    rule.hours_ = cron.hours;
    rule.days_of_month_ = cron.days_of_month;
    rule.months_ = cron.months;
    rule.weekday_days_ = spread_weekdays(cron.days_of_week);
    bool every_day = std::popcount(cron.days_of_month) == 31 && cron.days_of_week == 0x7F &&
                     std::popcount(cron.months) == 12;
    if (!every_day)
        rule.day_rule_ = cron.either_day_field() ? DayRule::either_field : DayRule::both_fields;
    return rule;
}

std::uint32_t WallRule::days_of(unsigned month, unsigned length, unsigned first_weekday) const
{
    if ((months_ >> month & 1) == 0)
        return 0;
    const auto existing = static_cast<std::uint32_t>((std::uint64_t{2} << length) - 2);
    switch (day_rule_) {
    case DayRule::every_day:
        return existing;
    case DayRule::both_fields:
        return existing & days_of_month_ & weekday_days_[first_weekday];
    case DayRule::either_field:
        return existing & (days_of_month_ | weekday_days_[first_weekday]);
    case DayRule::clamped:
        return std::uint32_t{1} << std::min(clamped_day_, length);
    }
    return 0;
}

std::optional<std::int64_t> WallRule::next_day(std::int64_t day) const
{
    if (day_rule_ == DayRule::every_day)
        return day;
    Civil date = civil_from_days(day);
    std::int64_t before_first = day - date.day; // the day before the first of the month
    std::uint32_t passed = (std::uint32_t{1} << date.day) - 1;
    for (int i = 0; i < kMaxMonthsAhead; ++i) {
        const unsigned length = month_length(date.year, date.month);
        const std::uint32_t days = days_of(date.month, length, weekday_of(before_first + 1)) & ~passed;
        if (days != 0)
            return before_first + std::countr_zero(days);
        passed = 0;
        before_first += length;
        date.year += date.month == 12 ? 1 : 0;
        date.month = date.month % 12 + 1;
    }
    return std::nullopt;
}

int WallRule::next_minute(int minute_of_day) const
{
    const int hour = minute_of_day / 60;
    if ((hours_ >> hour & 1) != 0) {
        const std::uint64_t rest = minutes_ >> (minute_of_day % 60);
        if (rest != 0)
            return minute_of_day + std::countr_zero(rest);
    }
    const std::uint32_t later = hours_ & ~((std::uint32_t{2} << hour) - 1);
    return later == 0 ? -1 : std::countr_zero(later) * 60 + std::countr_zero(minutes_);
}

std::optional<std::int64_t> WallRule::next_at_or_after(std::int64_t wall_s) const
{
    const std::int64_t minute = floor_div(wall_s + 59, 60);
    const std::int64_t day = floor_div(minute, kMinutesPerDay);
    std::optional<std::int64_t> found_day = next_day(day);
    if (!found_day)
        return std::nullopt;
    int found_minute = next_minute(*found_day == day ? static_cast<int>(minute - day * kMinutesPerDay) : 0);
    if (found_minute < 0) {
        found_day = next_day(day + 1);
        if (!found_day)
            return std::nullopt;
        found_minute = next_minute(0);
    }
    return (*found_day * kMinutesPerDay + found_minute) * 60;
}

bool WallRule::matches(std::int64_t wall_s) const
{
    return wall_s % 60 == 0 && next_at_or_after(wall_s) == wall_s;
}

} // namespace presstime

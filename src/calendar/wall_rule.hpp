// A schedule as a pattern over wall times, with no zone: which minutes of which dates. All kinds with a clock
// become one of these; what a matching wall time means as an instant is decided by Recurrence.
#pragma once

#include "calendar/cron.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace presstime {

class WallRule {
public:
    static WallRule every_minute();
    static WallRule hourly(int minute);
    static WallRule daily(int hour, int minute);
    static WallRule weekly(int day_of_week, int hour, int minute);
    // A month without the day has none.
    static WallRule monthly(int day_of_month, int hour, int minute);
    // A month without the day takes its last day; with 31 that is always the last day.
    static WallRule monthly_clamped(int day_of_month, int hour, int minute);
    static WallRule from_cron(const CronExpression& cron);

    // Wall times are seconds as if the zone were UTC; matches
    // are whole minutes. Nothing within 100 years: nothing.
    std::optional<std::int64_t> next_at_or_after(std::int64_t wall_s) const;
    bool matches(std::int64_t wall_s) const;

private:
    enum class DayRule { every_day, both_fields, either_field, clamped };

    WallRule() = default;
    // Bits 1-31: the matching days of a month that has `length` days and begins on `first_weekday`.
    std::uint32_t days_of(unsigned month, unsigned length, unsigned first_weekday) const;
    std::optional<std::int64_t> next_day(std::int64_t day) const;
    // The next minute of the day, or -1.
    int next_minute(int minute_of_day) const;

    std::uint64_t minutes_ = 0;
    std::uint32_t hours_ = 0;
    std::uint32_t days_of_month_ = ~std::uint32_t{0};
    std::uint16_t months_ = 0xFFFF;
    // By the weekday a month begins on, the days of the month that are allowed weekdays.
    std::array<std::uint32_t, 7> weekday_days_{};
    DayRule day_rule_ = DayRule::every_day;
    unsigned clamped_day_ = 31;
};

} // namespace presstime

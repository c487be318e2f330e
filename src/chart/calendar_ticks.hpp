// The calendar as an axis: which instants bear a label and what it says. Positions are microseconds since
// 1970 in UTC, as doubles; labels are wall time through the given offset.
#pragma once

#include "platform/text/number_format.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime {

enum class CalendarUnit { second, minute, hour, day, month, year };

struct CalendarStep {
    CalendarUnit unit = CalendarUnit::day;
    int count = 1;
};

struct CalendarLabel {
    std::string primary; // "Jan", "14", "09:00"
    std::string group; // what several share: "2026", "Jan 2026", "14 Jan 2026"; written once under the first
};

// From one second to 1,000 years, finest first.
const std::vector<CalendarStep>& calendar_steps();
// The usual length, to estimate how many ticks a step makes.
double approximate_micros(CalendarStep step);

// Positions of the ticks within [from, to], at most `most` (else none).
std::vector<double> calendar_ticks(double from, double to, CalendarStep step, std::size_t most,
                                   const UtcOffset& utc_offset);

// The coarsest unit of which every position is a beginning.
CalendarUnit unit_of_positions(const std::vector<double>& positions, const UtcOffset& utc_offset);
// Indices of the positions (ascending) that are the first of
// their step; the first position only when it begins one.
std::vector<std::size_t> first_of_each_step(const std::vector<double>& positions, CalendarStep step,
                                            const UtcOffset& utc_offset);
// A date pattern of the user's ("MMM yyyy") makes the whole label; empty = by the unit.
CalendarLabel label_position(double position, CalendarUnit unit, std::string_view pattern,
                             const Locale& locale, const UtcOffset& utc_offset);
// Running number of the unit in wall time (months since year 0, days since 1970 ...), and back to a position.
std::int64_t ordinal_of(double position, CalendarUnit unit, const UtcOffset& utc_offset);
double position_of(std::int64_t ordinal, CalendarUnit unit, const UtcOffset& utc_offset);

} // namespace presstime

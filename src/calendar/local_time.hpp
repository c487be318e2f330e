// Instants as people in a zone see them: wall time, dates,
// the starts of days, weeks and months, and their text.
#pragma once

#include "base/time.hpp"
#include "calendar/zone.hpp"

#include <chrono>

namespace presstime {

// Whole seconds of wall time, counted as if the zone were UTC.
std::int64_t wall_seconds(Instant instant, const Zone& zone);
std::chrono::seconds utc_offset_at(Instant instant, const Zone& zone);
LocalDate local_date(Instant instant, const Zone& zone);

// The first instant of a local date: the first midnight
// if there are two, the end of the jump if there is none.
Instant start_of_day(LocalDate date, const Zone& zone);
// Weeks start on Monday (ISO 8601).
LocalDate monday_of(LocalDate date);
LocalDate first_of_month(LocalDate date);
// The start of the wall-clock unit (60 = minute, 3600 = hour) an instant lies in. A unit that a change of the
// clocks cuts in two counts as two.
Instant start_of_unit(Instant instant, std::int64_t unit_s, const Zone& zone);

// "2026-04-21T09:00:00-04:00[America/New_York]" (RFC 9557).
std::string format_local(Instant instant, const Zone& zone);
// "21 Nov 2026, 09:00 CET"; seconds only when there are any.
std::string format_local_short(Instant instant, const Zone& zone);
// "9 March 2025".
std::string format_long_date(LocalDate date);
// "02:30" or "02:30:15" of a wall time.
std::string format_wall_time(std::int64_t wall_s);
LocalDate date_of_wall(std::int64_t wall_s);

} // namespace presstime

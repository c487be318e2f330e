// When a report is due: the rule as people state it (wall time and IANA zone), never only an instant.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace presstime {

enum class ScheduleKind { minutely, hourly, daily, weekly, monthly, cron, once, trigger };
enum class MonthEnd { skip, clamp, last };
enum class DstGap { shift, skip };
enum class DstOverlap { first, last, both };
enum class Misfire { latest, all, none };
enum class Overlap { queue_one, skip, allow };

struct Schedule {
    ScheduleKind kind = ScheduleKind::daily;
    int minute = 0;       // 0-59; hourly, daily, weekly, monthly
    int hour = 0;         // 0-23; daily, weekly, monthly
    int day_of_week = 0;  // 0 = Sunday .. 6; weekly
    int day_of_month = 1; // 1-31; monthly
    MonthEnd month_end = MonthEnd::skip;
    std::string cron;                   // five fields; cron
    std::optional<Instant> at;          // once
    std::string timezone = "UTC";       // IANA name as given
    std::optional<LocalDate> starts_on; // first local date, inclusive
    std::optional<LocalDate> ends_on;   // last local date, inclusive
    DstGap dst_gap = DstGap::shift;
    DstOverlap dst_overlap = DstOverlap::first;
    Misfire misfire = Misfire::latest;
    std::chrono::seconds misfire_grace{300};
    int misfire_cap = 100;
    Overlap overlap = Overlap::queue_one;

    bool operator==(const Schedule&) const = default;
};

// Half-open [start, end) in UTC: what a run reports about.
struct Period {
    Instant start;
    Instant end;

    bool operator==(const Period&) const = default;
};

} // namespace presstime

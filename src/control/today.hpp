// A day at one look: what was due, what went out, what comes, how punctual the last thirty days were, and
// what waits for a person. Only of what the caller may read.
#pragma once

#include "control/attention.hpp"
#include "control/environment.hpp"
#include "control/run_list.hpp"
#include "store/run_counts.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace presstime::control {

struct DayCounts {
    store::RunCounts ended; // `late` is of those sent
    std::int64_t running = 0;
    std::int64_t queued = 0;
    std::int64_t late_and_open = 0;
    std::int64_t upcoming = 0;
};

// A quarter of an hour in which something was due. A run stands in one of these.
struct DayBucket {
    Instant from{};
    std::int64_t sent = 0; // without those that were late
    std::int64_t late = 0;
    std::int64_t failed = 0;  // or partial
    std::int64_t running = 0; // or queued
    std::int64_t skipped = 0; // or cancelled
    std::int64_t upcoming = 0;
};
inline constexpr std::chrono::minutes kBucketLength{15};

struct UpcomingRun {
    std::int64_t report_id = 0;
    std::string report_name;
    std::string dashboard_id;
    std::string dashboard_name;
    Instant at{};
    std::string timezone;
    std::vector<std::string> formats;
};

struct PunctualDay {
    LocalDate date{}; // of UTC
    store::RunCounts counts;
};

struct Today {
    LocalDate date{};
    std::string timezone;
    Instant from{};
    Instant to{};
    Instant now{};
    DayCounts counts;
    std::vector<DayBucket> buckets; // only those with something in them
    std::vector<RunRow> runs;       // kMaxDayRuns at most: what needs a look, then the newest
    RowTotal runs_total;
    std::vector<UpcomingRun> upcoming; // the next kMaxUpcoming of the day
    std::int64_t upcoming_total = 0;
    std::vector<PunctualDay> on_time; // the last thirty days, today among them, those with something due
    AttentionList attention;
};
inline constexpr int kMaxDayRuns = 200;
inline constexpr int kMaxUpcoming = 50;

class TodayPage {
public:
    // `disk` must outlive this.
    TodayPage(Environment environment, const DiskUse& disk)
        : environment_(std::move(environment)), disk_(disk)
    {
    }

    // `date` "" = the day it is in that zone; `timezone` "" = UTC. Errors are `invalid` with their name.
    Result<Today> show(const Principal& principal, const std::string& date, const std::string& timezone);

private:
    Environment environment_;
    const DiskUse& disk_;
};

} // namespace presstime::control

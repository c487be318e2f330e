// Puts the day together from sums, indexes and the few runs that are open; nothing here grows with the
// history.
#include "control/today.hpp"

#include "base/text.hpp"
#include "calendar/local_time.hpp"
#include "control/access.hpp"
#include "control/day_sums.hpp"
#include "control/upcoming.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::control {
namespace {

// So many open runs are placed on the time line one by one.
constexpr int kPlacedRuns = 1'000;
constexpr int kPunctualDays = 30;

struct Day {
    LocalDate date{};
    const Zone* zone = nullptr;
    Instant from{};
    Instant to{};
};

Result<Day> day_of(const std::string& date, const std::string& timezone, Instant now)
{
    Day day;
    day.zone = TRY(find_zone(timezone.empty() ? "UTC" : timezone));
    day.date = local_date(now, *day.zone);
    if (!date.empty()) {
        const Result<LocalDate> given = parse_date(date);
        if (!given)
            return fail(Error::invalid("date", "date must be a day such as 2026-03-09"));
        day.date = *given;
    }
    day.from = start_of_day(day.date, *day.zone);
    day.to = start_of_day(LocalDate(std::chrono::sys_days(day.date) + std::chrono::days(1)), *day.zone);
    return day;
}

RunWish wish_of(const Day& day, std::vector<RunStatus> statuses = {})
{
    RunWish wish;
    wish.from = day.from;
    wish.to = day.to;
    wish.statuses = std::move(statuses);
    wish.leave_out_tests = true;
    return wish;
}

using Buckets = std::map<Instant, DayBucket>;

DayBucket& bucket_at(Buckets& buckets, Instant at)
{
    DayBucket& bucket = buckets[bucket_of(at)];
    bucket.from = bucket_of(at);
    return bucket;
}

Result<> add_ended(const Reading& reading, const Day& day, Today& today, Buckets& buckets)
{
    const auto sums = TRY(sum_runs(reading, store::CountSpan::quarter_hour, day.from, day.to));
    for (const auto& [begins_at, counts] : sums) {
        today.counts.ended += counts;
        DayBucket& bucket = bucket_at(buckets, begins_at);
        bucket.sent += counts.sent - counts.late;
        bucket.late += counts.late;
        bucket.failed += counts.failed + counts.partial;
        bucket.skipped += counts.skipped + counts.cancelled;
    }
    return {};
}

Result<> add_open(const Reading& reading, const Day& day, Today& today, Buckets& buckets)
{
    for (const RunStatus status : {RunStatus::running, RunStatus::queued}) {
        const RunWalk walk = TRY(RunWalk::plan(reading, wish_of(day, {status})));
        (status == RunStatus::running ? today.counts.running : today.counts.queued) =
            TRY(walk.count(reading.session)).counted;
        for (const store::RunLine& line : TRY(walk.read(reading.session, {}, kPlacedRuns))) {
            ++bucket_at(buckets, line.nominal_at).running;
            today.counts.late_and_open += seconds_late(line, today.now) > 0 ? 1 : 0;
            today.counts.ended.due += is_by_clock(line.cause) ? 1 : 0;
        }
    }
    return {};
}

Result<> add_upcoming(const Reading& reading, const Day& day, Today& today, Buckets& buckets)
{
    // What is due and not yet taken up counts too: it lies a moment behind, on the day of now.
    const Instant from = today.now >= day.to ? day.to : day.from;
    Upcoming upcoming = TRY(find_upcoming(reading, from, day.to));
    for (const auto& [begins_at, count] : upcoming.buckets)
        bucket_at(buckets, begins_at).upcoming += count;
    today.counts.upcoming = upcoming.total;
    today.upcoming_total = upcoming.total;
    today.upcoming = std::move(upcoming.first);
    return {};
}

// Failed, partial, late, under way, and then the newest of the rest.
Result<> add_runs(const Reading& reading, const Day& day, Today& today)
{
    std::vector<RunWish> wishes;
    for (const RunStatus status :
         {RunStatus::failed, RunStatus::partial, RunStatus::running, RunStatus::queued})
        wishes.push_back(wish_of(day, {status}));
    RunWish late = wish_of(day);
    late.late = true;
    wishes.insert(wishes.begin() + 2, late);
    wishes.push_back(wish_of(day));
    std::vector<store::RunLine> lines;
    std::set<std::int64_t> shown;
    for (const RunWish& wish : wishes) {
        const auto room = static_cast<std::size_t>(kMaxDayRuns) - lines.size();
        if (room == 0)
            break;
        const RunWalk walk = TRY(RunWalk::plan(reading, wish));
        // Of the last wish, so many may be shown already as there are lines.
        for (store::RunLine& line : TRY(walk.read(reading.session, {}, kMaxDayRuns)))
            if (lines.size() < static_cast<std::size_t>(kMaxDayRuns) && shown.insert(line.id).second)
                lines.push_back(std::move(line));
    }
    const RunWalk all = TRY(RunWalk::plan(reading, wish_of(day)));
    today.runs_total = TRY(all.count(reading.session));
    today.runs_total.counted = std::max(today.runs_total.counted, static_cast<std::int64_t>(lines.size()));
    today.runs = TRY(run_rows(reading.session, std::move(lines), today.now));
    return {};
}

Result<> add_on_time(const Reading& reading, Today& today)
{
    const auto last = std::chrono::floor<std::chrono::days>(today.now);
    const auto sums = TRY(sum_runs(reading, store::CountSpan::day,
                                   last - std::chrono::days(kPunctualDays - 1), last + std::chrono::days(1)));
    for (const auto& [begins_at, counts] : sums)
        if (counts.due > 0)
            today.on_time.push_back({LocalDate(std::chrono::floor<std::chrono::days>(begins_at)), counts});
    return {};
}

} // namespace

Result<Today> TodayPage::show(const Principal& principal, const std::string& date,
                              const std::string& timezone)
{
    const Instant now = environment_.clock.now();
    const Day day = TRY(day_of(date, timezone, now));
    Today today;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        today =
            Today{.date = day.date, .timezone = day.zone->name(), .from = day.from, .to = day.to, .now = now};
        const std::set<std::string> hidden = TRY(hidden_dashboards(session, principal));
        const Reading reading{session, principal, hidden};
        Buckets buckets;
        TRY(add_ended(reading, day, today, buckets));
        TRY(add_open(reading, day, today, buckets));
        TRY(add_upcoming(reading, day, today, buckets));
        for (const auto& [begins_at, bucket] : buckets)
            today.buckets.push_back(bucket);
        TRY(add_runs(reading, day, today));
        TRY(add_on_time(reading, today));
        today.attention = TRY(find_attention(reading, disk_, now));
        return {};
    }));
    return today;
}

} // namespace presstime::control

// What must hold for every schedule in every zone, checked against an oracle
// of its own: brute force over minutes of wall time with the date library's
// own conversion, and a cron matcher that shares no code with ours.
#include "calendar/occurrences.hpp"

#include <date/tz.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <vector>

namespace presstime {
namespace {

using std::chrono::seconds;

// A random set of values of one cron field.
struct Field {
    std::set<unsigned> values;
    bool star = false;

    bool has(unsigned value) const { return star || values.contains(value); }
    std::string text() const
    {
        if (star)
            return "*";
        std::string list;
        for (unsigned value : values)
            list += (list.empty() ? "" : ",") + std::to_string(value);
        return list;
    }
};

struct RandomSchedule {
    Field minute, hour, day, month, weekday;
    DstGap gap = DstGap::shift;
    DstOverlap overlap = DstOverlap::first;

    bool matches(date::local_seconds wall) const
    {
        auto midnight = date::floor<date::days>(wall);
        date::year_month_day date{midnight};
        date::hh_mm_ss time{wall - midnight};
        bool day_ok = day.has(static_cast<unsigned>(date.day()));
        bool weekday_ok = weekday.has(date::weekday{midnight}.c_encoding());
        bool date_ok = day.star || weekday.star ? day_ok && weekday_ok : day_ok || weekday_ok;
        return date_ok && month.has(static_cast<unsigned>(date.month())) &&
               hour.has(static_cast<unsigned>(time.hours().count())) &&
               minute.has(static_cast<unsigned>(time.minutes().count()));
    }
    Schedule schedule(const std::string& zone) const
    {
        Schedule schedule;
        schedule.kind = ScheduleKind::cron;
        schedule.cron = fmt::format("{} {} {} {} {}", minute.text(), hour.text(), day.text(), month.text(),
                                    weekday.text());
        schedule.timezone = zone;
        schedule.dst_gap = gap;
        schedule.dst_overlap = overlap;
        return schedule;
    }
};

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}
    unsigned below(unsigned bound) { return static_cast<unsigned>(engine_() % bound); }
    Field field(unsigned low, unsigned high, unsigned star_of_ten, unsigned most_values)
    {
        Field field;
        field.star = below(10) < star_of_ten;
        for (unsigned i = 0; i <= below(most_values); ++i)
            field.values.insert(low + below(high - low + 1));
        return field;
    }
    RandomSchedule schedule()
    {
        RandomSchedule schedule;
        schedule.minute = field(0, 59, 1, 5);
        // Changes happen at night: half of the schedules have their hours there.
        schedule.hour = below(2) == 0 ? field(0, 3, 1, 3) : field(0, 23, 3, 5);
        schedule.day = field(1, 31, 7, 20);
        schedule.month = field(1, 12, 9, 12);
        schedule.weekday = field(0, 6, 7, 5);
        schedule.gap = below(4) == 0 ? DstGap::skip : DstGap::shift;
        schedule.overlap =
            std::array{DstOverlap::first, DstOverlap::first, DstOverlap::last, DstOverlap::both}[below(4)];
        return schedule;
    }

private:
    std::mt19937 engine_;
};

unsigned chosen_seed()
{
    if (const char* given = std::getenv("PRESSTIME_TEST_SEED"))
        return static_cast<unsigned>(std::strtoul(given, nullptr, 10));
    return std::random_device{}();
}

// The instants in (from, until) by brute force.
std::set<std::int64_t> oracle(const RandomSchedule& schedule, const date::time_zone& zone,
                              std::int64_t from_s, std::int64_t until_s)
{
    std::set<std::int64_t> instants;
    constexpr std::int64_t kMargin_s = 2 * 86400;
    for (std::int64_t wall_s = (from_s - kMargin_s) / 60 * 60; wall_s < until_s + kMargin_s; wall_s += 60) {
        date::local_seconds wall{seconds{wall_s}};
        if (!schedule.matches(wall))
            continue;
        date::local_info info = zone.get_info(wall);
        std::int64_t first = wall_s - info.first.offset.count();
        std::int64_t second = wall_s - info.second.offset.count();
        if (info.result == date::local_info::unique) {
            instants.insert(first);
        } else if (info.result == date::local_info::ambiguous) {
            bool all = schedule.hour.star || schedule.overlap == DstOverlap::both;
            if (all || schedule.overlap == DstOverlap::first)
                instants.insert(first);
            if (all || schedule.overlap == DstOverlap::last)
                instants.insert(second);
        } else if (!schedule.hour.star && schedule.gap == DstGap::shift) {
            instants.insert(first);
        }
    }
    instants.erase(instants.begin(), instants.upper_bound(from_s));
    instants.erase(instants.lower_bound(until_s), instants.end());
    return instants;
}

std::set<std::int64_t> iterate(const Recurrence& recurrence, std::int64_t from_s, std::int64_t until_s)
{
    std::set<std::int64_t> instants;
    Instant instant{seconds{from_s}};
    for (;;) {
        auto next = recurrence.next(instant);
        if (!next || *next >= Instant{seconds{until_s}})
            return instants;
        EXPECT_GT(*next, instant);
        EXPECT_EQ(recurrence.previous(*next + Microseconds{1}), *next);
        bool fresh = instants.insert(to_micros(*next) / 1'000'000).second;
        EXPECT_TRUE(fresh) << "the same instant twice";
        instant = *next;
    }
}

std::vector<std::int64_t> changes_since_1970(const date::time_zone& zone)
{
    std::vector<std::int64_t> changes;
    date::sys_seconds at{};
    const date::sys_seconds end{seconds{2114380800}}; // 2037, the last year that zone files list
    while (at < end) {
        at = zone.get_info(at).end;
        if (at < end)
            changes.push_back(at.time_since_epoch().count());
    }
    return changes;
}

TEST(PolicyProperties, AgreeWithTheOracleAroundClockChangesOfAllZones)
{
    unsigned seed = chosen_seed();
    std::cout << "PRESSTIME_TEST_SEED=" << seed << "\n";
    Random random(seed);
    std::size_t compared = 0;
    for (const std::string& name : zone_names()) {
        const date::time_zone& zone = *date::locate_zone(name);
        std::vector<std::int64_t> changes = changes_since_1970(zone);
        if (changes.empty())
            changes.push_back(1'700'000'000);
        for (int i = 0; i < 3; ++i) {
            std::int64_t middle_s = changes[random.below(static_cast<unsigned>(changes.size()))];
            std::int64_t from_s = middle_s - 86400 - random.below(86400);
            std::int64_t until_s = middle_s + 2 * 86400;
            RandomSchedule schedule = random.schedule();
            auto recurrence = Recurrence::compile(schedule.schedule(name));
            ASSERT_TRUE(recurrence.has_value()) << recurrence.error().message;
            auto expected = oracle(schedule, zone, from_s, until_s);
            compared += expected.size();
            ASSERT_EQ(iterate(*recurrence, from_s, until_s), expected)
                << "seed " << seed << ", " << name << ", " << schedule.schedule(name).cron << ", gap "
                << static_cast<int>(schedule.gap) << ", overlap " << static_cast<int>(schedule.overlap)
                << ", from " << from_s;
        }
    }
    EXPECT_GT(compared, 1000u);
}

TEST(PolicyProperties, EverySecondBetweenTwoRunsHasTheSameNext)
{
    for (const char* zone : {"America/New_York", "Europe/Athens", "Australia/Lord_Howe", "America/Santiago",
                             "Antarctica/Troll", "Pacific/Apia", "Africa/Casablanca", "Asia/Gaza"}) {
        const date::time_zone& known = *date::locate_zone(zone);
        std::vector<std::int64_t> changes = changes_since_1970(known);
        for (const char* text : {"30 0,1,2 * * *", "*/20 * * * *", "15 23 * * *"}) {
            Schedule schedule;
            schedule.kind = ScheduleKind::cron;
            schedule.cron = text;
            schedule.timezone = zone;
            auto recurrence = Recurrence::compile(schedule).value();
            std::int64_t change_s = changes[changes.size() / 2];
            std::int64_t s = change_s - 8 * 3600;
            std::optional<Instant> expected = recurrence.next(Instant{seconds{s}});
            for (; s < change_s + 8 * 3600; ++s) {
                Instant now{seconds{s}};
                if (now == expected)
                    expected = recurrence.next(now);
                ASSERT_EQ(recurrence.next(now), expected) << zone << " " << text << " at " << s;
            }
        }
    }
}

TEST(PolicyProperties, ARestartAnywhereGoesOnTheSame)
{
    unsigned seed = chosen_seed();
    std::cout << "PRESSTIME_TEST_SEED=" << seed << "\n";
    Random random(seed);
    for (int i = 0; i < 300; ++i) {
        const std::string& zone = zone_names()[random.below(static_cast<unsigned>(zone_names().size()))];
        auto recurrence = Recurrence::compile(random.schedule().schedule(zone)).value();
        std::int64_t from_s = random.below(2'000'000'000);
        std::int64_t until_s = from_s + 40 * 86400;
        std::set<std::int64_t> whole = iterate(recurrence, from_s, until_s);
        std::int64_t restart_s = from_s + random.below(40 * 86400);
        std::set<std::int64_t> rest = iterate(recurrence, restart_s, until_s);
        ASSERT_EQ(rest, std::set<std::int64_t>(whole.upper_bound(restart_s), whole.end()))
            << zone << " seed " << seed;
    }
}

// How many dates a zone's calendar shows in a year, by walking its clock.
int existing_dates(const date::time_zone& zone, int year)
{
    std::set<date::local_days> dates;
    date::sys_seconds at = date::sys_days{date::year{year - 1} / 12 / 30};
    for (int quarter = 0; quarter < 370 * 96; ++quarter, at += std::chrono::minutes{15}) {
        auto day = date::floor<date::days>(zone.to_local(at));
        if (date::year_month_day{day}.year() == date::year{year})
            dates.insert(day);
    }
    return static_cast<int>(dates.size());
}

int runs_in_local_year(const std::string& zone_name, int hour, int year)
{
    Schedule schedule;
    schedule.hour = hour;
    schedule.minute = 30;
    schedule.timezone = zone_name;
    schedule.starts_on = LocalDate{std::chrono::year{year} / 1 / 1};
    schedule.ends_on = LocalDate{std::chrono::year{year} / 12 / 31};
    auto recurrence = Recurrence::compile(schedule).value();
    int runs = 0;
    std::optional<Instant> instant = Instant::min();
    while ((instant = recurrence.next(*instant)))
        ++runs;
    return runs;
}

TEST(PolicyProperties, ADailyReportRunsOncePerExistingLocalDate)
{
    struct Year {
        const char* zone;
        int year;
        int dates;
    };
    // Samoa had no 30 December 2011, Kwajalein no 21 August 1993, the Line Islands no 31 December 1994.
    for (Year row : {Year{"Pacific/Apia", 2011, 364}, Year{"Pacific/Kwajalein", 1993, 364},
                     Year{"Pacific/Kiritimati", 1994, 364}, Year{"America/New_York", 2024, 366},
                     Year{"America/Sao_Paulo", 2018, 365}, Year{"Asia/Hebron", 2022, 365},
                     Year{"Africa/Cairo", 2025, 365}, Year{"Australia/Lord_Howe", 2026, 365}}) {
        ASSERT_EQ(existing_dates(*date::locate_zone(row.zone), row.year), row.dates) << row.zone;
        for (int hour : {0, 2, 12, 23})
            EXPECT_EQ(runs_in_local_year(row.zone, hour, row.year), row.dates) << row.zone << " at " << hour;
    }
}

TEST(PolicyProperties, ADailyReportRuns365TimesInEveryZone)
{
    for (const std::string& zone : zone_names())
        EXPECT_EQ(runs_in_local_year(zone, 2, 2025), 365) << zone;
}

} // namespace
} // namespace presstime

#include "calendar/period.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

Instant at(std::string_view text)
{
    return parse_rfc3339(text).value();
}

std::string period(ScheduleKind kind, std::string zone, std::string_view nominal, std::string cron = "")
{
    Schedule schedule;
    schedule.kind = kind;
    schedule.timezone = std::move(zone);
    schedule.cron = std::move(cron);
    schedule.at = at(nominal);
    auto recurrence = Recurrence::compile(schedule);
    EXPECT_TRUE(recurrence.has_value());
    Period found = period_of(schedule, *recurrence, at(nominal));
    return format_rfc3339(found.start) + " " + format_rfc3339(found.end);
}

TEST(Periods, DailyIsThePreviousLocalDayHoweverLong)
{
    EXPECT_EQ(period(ScheduleKind::daily, "Europe/Zurich", "2026-11-21T08:00:00Z"),
              "2026-11-19T23:00:00Z 2026-11-20T23:00:00Z");
    EXPECT_EQ(period(ScheduleKind::daily, "America/New_York", "2025-03-10T13:00:00Z"),
              "2025-03-09T05:00:00Z 2025-03-10T04:00:00Z");
    EXPECT_EQ(period(ScheduleKind::daily, "America/New_York", "2025-11-03T14:00:00Z"),
              "2025-11-02T04:00:00Z 2025-11-03T05:00:00Z");
}

TEST(Periods, ADateThatNeverWasIsNotAPeriod)
{
    // After 29 December 2011 Samoa went on with the 31st.
    EXPECT_EQ(period(ScheduleKind::daily, "Pacific/Apia", "2011-12-30T22:00:00Z"),
              "2011-12-29T10:00:00Z 2011-12-30T10:00:00Z");
}

TEST(Periods, WeeklyIsTheWeekFromMondayBefore)
{
    for (std::string_view nominal : {"2026-11-16T09:00:00Z", "2026-11-18T00:00:00Z", "2026-11-22T23:59:59Z"})
        EXPECT_EQ(period(ScheduleKind::weekly, "UTC", nominal), "2026-11-09T00:00:00Z 2026-11-16T00:00:00Z");
}

TEST(Periods, MonthlyIsThePreviousMonth)
{
    EXPECT_EQ(period(ScheduleKind::monthly, "America/New_York", "2026-01-31T14:00:00Z"),
              "2025-12-01T05:00:00Z 2026-01-01T05:00:00Z");
    EXPECT_EQ(period(ScheduleKind::monthly, "America/New_York", "2026-04-01T13:00:00Z"),
              "2026-03-01T05:00:00Z 2026-04-01T04:00:00Z");
}

TEST(Periods, HourlyAndMinutelyAreThePreviousUnitOfTheClock)
{
    EXPECT_EQ(period(ScheduleKind::hourly, "Asia/Kathmandu", "2026-11-21T08:30:00Z"),
              "2026-11-21T07:15:00Z 2026-11-21T08:15:00Z");
    EXPECT_EQ(period(ScheduleKind::minutely, "UTC", "2026-11-21T08:30:45Z"),
              "2026-11-21T08:29:00Z 2026-11-21T08:30:00Z");
}

TEST(Periods, HoursTileTheDayThroughEveryChange)
{
    for (const char* zone : {"America/New_York", "Australia/Lord_Howe", "Antarctica/Troll"})
        for (std::string_view begin : {"2026-03-28T00:00:00Z", "2026-04-04T00:00:00Z", "2026-10-03T00:00:00Z",
                                       "2026-10-25T00:00:00Z", "2026-11-01T00:00:00Z"}) {
            Schedule schedule;
            schedule.kind = ScheduleKind::hourly;
            schedule.timezone = zone;
            auto recurrence = Recurrence::compile(schedule).value();
            Instant nominal = at(begin) + std::chrono::minutes(7);
            Period last = period_of(schedule, recurrence, nominal);
            for (int i = 0; i < 48 * 4; ++i) {
                nominal += std::chrono::minutes(15);
                Period next = period_of(schedule, recurrence, nominal);
                EXPECT_LT(next.start, next.end);
                EXPECT_TRUE(next == last || next.start == last.end) << zone << " " << format_rfc3339(nominal);
                last = next;
            }
        }
}

TEST(Periods, AnHourThatTheClocksCutInTwoCountsAsTwo)
{
    // At 15:00Z Lord Howe goes from 02:00 back to 01:30: a whole hour of one o'clock, then half of one.
    EXPECT_EQ(period(ScheduleKind::hourly, "Australia/Lord_Howe", "2026-04-04T15:15:00Z"),
              "2026-04-04T14:00:00Z 2026-04-04T15:00:00Z");
    EXPECT_EQ(period(ScheduleKind::hourly, "Australia/Lord_Howe", "2026-04-04T15:45:00Z"),
              "2026-04-04T15:00:00Z 2026-04-04T15:30:00Z");
}

TEST(Periods, CronIsFromThePreviousOccurrence)
{
    EXPECT_EQ(period(ScheduleKind::cron, "UTC", "2026-11-23T09:00:00Z", "0 9 * * MON-FRI"),
              "2026-11-20T09:00:00Z 2026-11-23T09:00:00Z");
    EXPECT_EQ(period(ScheduleKind::cron, "UTC", "2026-11-23T10:00:00Z", "0 9 * * MON-FRI"),
              "2026-11-23T09:00:00Z 2026-11-23T10:00:00Z");
}

TEST(Periods, TheFirstCronRunLooksBeforeItsStart)
{
    Schedule schedule;
    schedule.kind = ScheduleKind::cron;
    schedule.cron = "0 9 * * MON";
    schedule.starts_on = parse_date("2026-11-23").value();
    auto recurrence = Recurrence::compile(schedule).value();
    EXPECT_EQ(period_of(schedule, recurrence, at("2026-11-23T09:00:00Z")).start, at("2026-11-16T09:00:00Z"));
}

TEST(Periods, OnceAndTriggerTakeTheDayBefore)
{
    for (ScheduleKind kind : {ScheduleKind::once, ScheduleKind::trigger})
        EXPECT_EQ(period(kind, "Europe/Zurich", "2026-07-02T08:15:00Z"),
                  "2026-06-30T22:00:00Z 2026-07-01T22:00:00Z");
    EXPECT_EQ(period(ScheduleKind::cron, "UTC", "2026-07-02T08:15:00Z", "0 0 30 2 *"),
              "2026-07-01T00:00:00Z 2026-07-02T00:00:00Z");
}

} // namespace
} // namespace presstime

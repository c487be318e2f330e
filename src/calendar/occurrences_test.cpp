#include "calendar/occurrences.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <vector>

namespace presstime {
namespace {

Instant at(std::string_view text)
{
    return parse_rfc3339(text).value();
}

Schedule daily(int hour, int minute, std::string zone)
{
    Schedule schedule;
    schedule.kind = ScheduleKind::daily;
    schedule.hour = hour;
    schedule.minute = minute;
    schedule.timezone = std::move(zone);
    return schedule;
}

Schedule of_kind(ScheduleKind kind, std::string zone)
{
    Schedule schedule = daily(9, 0, std::move(zone));
    schedule.kind = kind;
    return schedule;
}

Schedule cron(std::string text, std::string zone)
{
    Schedule schedule = of_kind(ScheduleKind::cron, std::move(zone));
    schedule.cron = std::move(text);
    return schedule;
}

using Texts = std::vector<std::string>;

Texts next_of(const Schedule& schedule, std::string_view after, std::size_t count)
{
    auto recurrence = Recurrence::compile(schedule);
    EXPECT_TRUE(recurrence.has_value()) << recurrence.error().message;
    Texts texts;
    std::optional<Instant> instant = at(after);
    while (texts.size() < count && (instant = recurrence->next(*instant)))
        texts.push_back(format_rfc3339(*instant));
    return texts;
}

std::string field_of_refusal(const Schedule& schedule)
{
    auto result = validate_schedule(schedule);
    return result.has_value() ? "accepted" : result.error().field;
}

TEST(DailySchedule, KeepsItsWallTimeOverTheYear)
{
    EXPECT_EQ(next_of(daily(9, 0, "Europe/Zurich"), "2026-03-27T12:00:00Z", 3),
              (Texts{"2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"}));
}

TEST(DailySchedule, ItsOwnInstantIsNotAfterItself)
{
    EXPECT_EQ(next_of(daily(9, 0, "UTC"), "2026-01-01T09:00:00Z", 1), (Texts{"2026-01-02T09:00:00Z"}));
    EXPECT_EQ(next_of(daily(9, 0, "UTC"), "2026-01-01T08:59:59.999999Z", 1), (Texts{"2026-01-01T09:00:00Z"}));
    EXPECT_EQ(next_of(daily(9, 0, "UTC"), "2026-01-01T09:00:00.000001Z", 1), (Texts{"2026-01-02T09:00:00Z"}));
}

TEST(WeeklySchedule, MovesWithDaylightSaving)
{
    Schedule schedule = of_kind(ScheduleKind::weekly, "America/New_York");
    schedule.day_of_week = 1;
    EXPECT_EQ(next_of(schedule, "2026-03-01T00:00:00Z", 3),
              (Texts{"2026-03-02T14:00:00Z", "2026-03-09T13:00:00Z", "2026-03-16T13:00:00Z"}));
}

TEST(WeeklySchedule, CountsSundayAsZero)
{
    Schedule schedule = of_kind(ScheduleKind::weekly, "UTC");
    schedule.day_of_week = 0;
    EXPECT_EQ(next_of(schedule, "2026-11-21T00:00:00Z", 1), (Texts{"2026-11-22T09:00:00Z"}));
    schedule.day_of_week = 6;
    EXPECT_EQ(next_of(schedule, "2026-11-21T00:00:00Z", 1), (Texts{"2026-11-21T09:00:00Z"}));
}

TEST(MonthlySchedule, SkipsClampsOrTakesTheLastDay)
{
    Schedule schedule = of_kind(ScheduleKind::monthly, "UTC");
    schedule.day_of_month = 30;
    EXPECT_EQ(next_of(schedule, "2023-12-31T00:00:00Z", 3),
              (Texts{"2024-01-30T09:00:00Z", "2024-03-30T09:00:00Z", "2024-04-30T09:00:00Z"}));
    schedule.month_end = MonthEnd::clamp;
    EXPECT_EQ(next_of(schedule, "2023-12-31T00:00:00Z", 3),
              (Texts{"2024-01-30T09:00:00Z", "2024-02-29T09:00:00Z", "2024-03-30T09:00:00Z"}));
    schedule.month_end = MonthEnd::last;
    EXPECT_EQ(next_of(schedule, "2023-12-31T12:00:00Z", 4),
              (Texts{"2024-01-31T09:00:00Z", "2024-02-29T09:00:00Z", "2024-03-31T09:00:00Z",
                     "2024-04-30T09:00:00Z"}));
}

TEST(MonthlySchedule, TheTwentyNinthOfFebruaryWaitsForLeapYearsOnlyInCron)
{
    EXPECT_EQ(next_of(cron("0 9 29 2 *", "UTC"), "2096-03-01T00:00:00Z", 1), (Texts{"2104-02-29T09:00:00Z"}));
}

TEST(HourlySchedule, RunsAtEveryRealHourOfALongDay)
{
    Schedule schedule = of_kind(ScheduleKind::hourly, "America/New_York");
    schedule.minute = 30;
    EXPECT_EQ(next_of(schedule, "2025-11-02T05:00:00Z", 3),
              (Texts{"2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z", "2025-11-02T07:30:00Z"}));
    EXPECT_EQ(next_of(schedule, "2025-03-09T06:00:00Z", 3),
              (Texts{"2025-03-09T06:30:00Z", "2025-03-09T07:30:00Z", "2025-03-09T08:30:00Z"}));
}

TEST(HourlySchedule, FollowsHalfHourZones)
{
    Schedule schedule = of_kind(ScheduleKind::hourly, "Asia/Kathmandu");
    EXPECT_EQ(next_of(schedule, "2025-01-01T00:00:00Z", 2),
              (Texts{"2025-01-01T00:15:00Z", "2025-01-01T01:15:00Z"}));
}

TEST(MinutelySchedule, IsNeverSilentThroughAnOverlap)
{
    auto recurrence = Recurrence::compile(of_kind(ScheduleKind::minutely, "America/New_York")).value();
    Instant instant = at("2025-11-02T04:00:00Z");
    for (int i = 0; i < 300; ++i) {
        auto next = recurrence.next(instant);
        ASSERT_TRUE(next.has_value());
        EXPECT_EQ(*next - instant, std::chrono::minutes(1));
        instant = *next;
    }
}

TEST(DstGap, SkipDropsTheDay)
{
    Schedule schedule = daily(2, 30, "America/New_York");
    schedule.dst_gap = DstGap::skip;
    EXPECT_EQ(next_of(schedule, "2025-03-08T08:00:00Z", 2),
              (Texts{"2025-03-10T06:30:00Z", "2025-03-11T06:30:00Z"}));
}

TEST(DstOverlap, LastTakesTheSecondOne)
{
    Schedule schedule = daily(1, 30, "America/New_York");
    schedule.dst_overlap = DstOverlap::last;
    EXPECT_EQ(next_of(schedule, "2025-11-01T12:00:00Z", 2),
              (Texts{"2025-11-02T06:30:00Z", "2025-11-03T06:30:00Z"}));
}

TEST(DstOverlap, BothRunsTwice)
{
    Schedule schedule = daily(1, 30, "America/New_York");
    schedule.dst_overlap = DstOverlap::both;
    EXPECT_EQ(next_of(schedule, "2025-11-01T12:00:00Z", 3),
              (Texts{"2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z", "2025-11-03T06:30:00Z"}));
}

TEST(DstOverlap, BothKeepsTheOrderOfSeveralTimes)
{
    Schedule schedule = cron("10,50 1 * * *", "America/New_York");
    schedule.dst_overlap = DstOverlap::both;
    EXPECT_EQ(next_of(schedule, "2025-11-02T04:00:00Z", 4),
              (Texts{"2025-11-02T05:10:00Z", "2025-11-02T05:50:00Z", "2025-11-02T06:10:00Z",
                     "2025-11-02T06:50:00Z"}));
}

TEST(DstOverlap, FirstIsARuleAboutInstantsAlsoAfterARestartBetweenTheTwo)
{
    EXPECT_EQ(next_of(daily(1, 30, "America/New_York"), "2025-11-02T05:45:00Z", 1),
              (Texts{"2025-11-03T06:30:00Z"}));
}

TEST(Bounds, StartAndEndAreLocalDatesIncluded)
{
    Schedule schedule = daily(0, 0, "Pacific/Kiritimati");
    schedule.starts_on = parse_date("2026-01-02").value();
    schedule.ends_on = parse_date("2026-01-03").value();
    EXPECT_EQ(next_of(schedule, "2020-01-01T00:00:00Z", 9),
              (Texts{"2026-01-01T10:00:00Z", "2026-01-02T10:00:00Z"}));
    auto recurrence = Recurrence::compile(schedule).value();
    EXPECT_EQ(recurrence.previous(at("2027-01-01T00:00:00Z")), at("2026-01-02T10:00:00Z"));
    EXPECT_EQ(recurrence.previous(at("2026-01-01T10:00:00Z")), std::nullopt);
    EXPECT_EQ(recurrence.previous(at("2026-01-01T10:00:00Z"), DateBounds::ignore),
              at("2025-12-31T10:00:00Z"));
}

TEST(OnceSchedule, RunsAtItsInstantAndNeverAgain)
{
    Schedule schedule = of_kind(ScheduleKind::once, "UTC");
    schedule.at = at("2026-05-01T10:20:30Z");
    EXPECT_EQ(next_of(schedule, "2026-01-01T00:00:00Z", 5), (Texts{"2026-05-01T10:20:30Z"}));
    EXPECT_EQ(next_of(schedule, "2026-05-01T10:20:30Z", 5), Texts{});
    auto recurrence = Recurrence::compile(schedule).value();
    EXPECT_EQ(recurrence.previous(at("2026-05-01T10:20:30Z")), std::nullopt);
    EXPECT_EQ(recurrence.previous(at("2026-05-02T00:00:00Z")), schedule.at);
}

TEST(TriggerSchedule, HasNoClock)
{
    EXPECT_EQ(next_of(of_kind(ScheduleKind::trigger, "UTC"), "2026-01-01T00:00:00Z", 1), Texts{});
    EXPECT_EQ(field_of_refusal(of_kind(ScheduleKind::trigger, "UTC")), "accepted");
}

TEST(CronSchedule, EitherDayFieldIsEnoughWhenBothNameDays)
{
    EXPECT_EQ(next_of(cron("0 9 13 * FRI", "UTC"), "2026-11-01T00:00:00Z", 3),
              (Texts{"2026-11-06T09:00:00Z", "2026-11-13T09:00:00Z", "2026-11-20T09:00:00Z"}));
}

TEST(CronSchedule, AFieldThatBeginsWithAStarDoesNotWidenTheOther)
{
    EXPECT_EQ(next_of(cron("0 9 */10 * SUN", "UTC"), "2026-01-01T00:00:00Z", 2),
              (Texts{"2026-01-11T09:00:00Z", "2026-02-01T09:00:00Z"}));
}

TEST(FarFuture, DaylightSavingGoesOnAfterTheLastListedChange)
{
    EXPECT_EQ(next_of(daily(9, 0, "America/New_York"), "2060-07-01T00:00:00Z", 1),
              (Texts{"2060-07-01T13:00:00Z"}));
    EXPECT_EQ(next_of(daily(9, 0, "America/New_York"), "2060-12-01T00:00:00Z", 1),
              (Texts{"2060-12-01T14:00:00Z"}));
}

TEST(FarFuture, TheEndsOfTimeAnswerNothing)
{
    auto recurrence = Recurrence::compile(daily(9, 0, "Europe/Berlin")).value();
    EXPECT_EQ(recurrence.next(Instant::max()), std::nullopt);
    EXPECT_EQ(recurrence.next(Instant::min()), std::nullopt);
    EXPECT_TRUE(recurrence.previous(Instant::max()).has_value());
    EXPECT_EQ(recurrence.previous(Instant::min()), std::nullopt);
}

TEST(Previous, IsTheOneBeforeNext)
{
    auto recurrence = Recurrence::compile(daily(2, 30, "America/New_York")).value();
    EXPECT_EQ(recurrence.previous(at("2025-03-09T07:30:00Z")), at("2025-03-08T07:30:00Z"));
    EXPECT_EQ(recurrence.previous(at("2025-03-09T07:30:00.000001Z")), at("2025-03-09T07:30:00Z"));
    auto rare = Recurrence::compile(cron("0 0 29 2 *", "UTC")).value();
    EXPECT_EQ(rare.previous(at("2026-11-21T00:00:00Z")), at("2024-02-29T00:00:00Z"));
    EXPECT_EQ(Recurrence::compile(cron("0 0 30 2 *", "UTC"))->previous(at("2026-11-21T00:00:00Z")),
              std::nullopt);
}

TEST(Validation, NamesTheFieldThatIsWrong)
{
    EXPECT_EQ(field_of_refusal(daily(9, 0, "Europe/Berlin")), "accepted");
    EXPECT_EQ(field_of_refusal(daily(24, 0, "UTC")), "hour");
    EXPECT_EQ(field_of_refusal(daily(-1, 0, "UTC")), "hour");
    EXPECT_EQ(field_of_refusal(daily(9, 60, "UTC")), "minute");
    EXPECT_EQ(field_of_refusal(daily(9, 0, "Mars/Olympus")), "timezone");
    EXPECT_EQ(field_of_refusal(cron("0 0 30 2 *", "UTC")), "cron");
    EXPECT_EQ(field_of_refusal(cron("61 0 * * *", "UTC")), "cron");
    EXPECT_EQ(field_of_refusal(of_kind(ScheduleKind::once, "UTC")), "at");
    Schedule schedule = of_kind(ScheduleKind::weekly, "UTC");
    schedule.day_of_week = 7;
    EXPECT_EQ(field_of_refusal(schedule), "day_of_week");
    schedule = of_kind(ScheduleKind::monthly, "UTC");
    schedule.day_of_month = 32;
    EXPECT_EQ(field_of_refusal(schedule), "day_of_month");
    schedule = daily(9, 0, "UTC");
    schedule.starts_on = parse_date("2026-01-02").value();
    schedule.ends_on = parse_date("2026-01-01").value();
    EXPECT_EQ(field_of_refusal(schedule), "ends_on");
    schedule = daily(9, 0, "UTC");
    schedule.misfire_grace = std::chrono::seconds(-1);
    EXPECT_EQ(field_of_refusal(schedule), "misfire_grace");
    schedule = daily(9, 0, "UTC");
    schedule.misfire_cap = 0;
    EXPECT_EQ(field_of_refusal(schedule), "misfire_cap");
}

TEST(Validation, SaysWhatAWrongHourMayBe)
{
    EXPECT_EQ(validate_schedule(daily(24, 0, "UTC")).error().message, "hour is 24; it must be from 0 to 23");
}

TEST(HostTimeZone, ChangesNothing)
{
    Schedule schedule = cron("30 2 * * *", "America/New_York");
    Texts expected = next_of(schedule, "2025-03-08T08:00:00Z", 5);
    const char* before = std::getenv("TZ");
    std::string kept = before ? before : "";
    for (const char* zone : {"Asia/Tokyo", "America/Los_Angeles", "Pacific/Apia", "UTC", "nonsense"}) {
        ::setenv("TZ", zone, 1);
        ::tzset();
        EXPECT_EQ(next_of(schedule, "2025-03-08T08:00:00Z", 5), expected) << zone;
    }
    before ? ::setenv("TZ", kept.c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
}

} // namespace
} // namespace presstime

// Every kind of schedule has its sentence; what has none stays as it was written.
#include "calendar/schedule_text.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

Schedule at_nine(ScheduleKind kind)
{
    Schedule schedule;
    schedule.kind = kind;
    schedule.hour = 9;
    schedule.timezone = "Europe/Berlin";
    return schedule;
}

TEST(ScheduleText, SaysEveryKindInWords)
{
    EXPECT_EQ(schedule_text(at_nine(ScheduleKind::minutely)), "Every minute (Europe/Berlin)");
    EXPECT_EQ(schedule_text(at_nine(ScheduleKind::hourly)), "Every hour (Europe/Berlin)");
    EXPECT_EQ(schedule_text(at_nine(ScheduleKind::daily)), "Every day at 09:00 (Europe/Berlin)");
    Schedule hourly = at_nine(ScheduleKind::hourly);
    hourly.minute = 1;
    EXPECT_EQ(schedule_text(hourly), "Every hour at 1 minute past (Europe/Berlin)");
    hourly.minute = 15;
    EXPECT_EQ(schedule_text(hourly), "Every hour at 15 minutes past (Europe/Berlin)");
    Schedule weekly = at_nine(ScheduleKind::weekly);
    weekly.day_of_week = 1;
    EXPECT_EQ(schedule_text(weekly), "Every Monday at 09:00 (Europe/Berlin)");
    weekly.day_of_week = 0;
    EXPECT_EQ(schedule_text(weekly), "Every Sunday at 09:00 (Europe/Berlin)");
    EXPECT_EQ(schedule_text(at_nine(ScheduleKind::trigger)), "Only when triggered");
    Schedule once = at_nine(ScheduleKind::once);
    once.at = *parse_rfc3339("2026-11-21T08:30:00Z");
    EXPECT_EQ(schedule_text(once), "Once on 21 November 2026 at 09:30 (Europe/Berlin)");
}

TEST(ScheduleText, SaysWhatBecomesOfShortMonths)
{
    Schedule monthly = at_nine(ScheduleKind::monthly);
    EXPECT_EQ(schedule_text(monthly), "On the 1st of every month at 09:00 (Europe/Berlin)");
    monthly.day_of_month = 22;
    monthly.month_end = MonthEnd::clamp; // every month has a 22nd
    EXPECT_EQ(schedule_text(monthly), "On the 22nd of every month at 09:00 (Europe/Berlin)");
    monthly.day_of_month = 31;
    EXPECT_EQ(schedule_text(monthly),
              "On the 31st of every month, or its last day, at 09:00 (Europe/Berlin)");
    monthly.month_end = MonthEnd::skip;
    EXPECT_EQ(schedule_text(monthly), "On the 31st of every month that has one at 09:00 (Europe/Berlin)");
    monthly.month_end = MonthEnd::last;
    EXPECT_EQ(schedule_text(monthly), "On the last day of every month at 09:00 (Europe/Berlin)");
}

TEST(ScheduleText, NamesItsBounds)
{
    Schedule daily = at_nine(ScheduleKind::daily);
    daily.starts_on = *parse_date("2026-03-01");
    daily.ends_on = *parse_date("2026-06-30");
    EXPECT_EQ(schedule_text(daily),
              "Every day at 09:00, from 1 March 2026, until 30 June 2026 (Europe/Berlin)");
}

struct CronWords {
    const char* cron;
    const char* text;
};

class CronText : public testing::TestWithParam<CronWords> {};

TEST_P(CronText, IsASentenceWhereThereIsOne)
{
    Schedule schedule;
    schedule.kind = ScheduleKind::cron;
    schedule.cron = GetParam().cron;
    EXPECT_EQ(schedule_text(schedule), std::string(GetParam().text) + " (UTC)");
}

INSTANTIATE_TEST_SUITE_P(
    ScheduleText, CronText,
    testing::Values(
        CronWords{"* * * * *", "Every minute"}, CronWords{"*/15 * * * *", "Every 15 minutes"},
        CronWords{"0,30 * * * *", "Every 30 minutes"}, CronWords{"5 * * * *", "Every hour at 5 minutes past"},
        CronWords{"0 */2 * * *", "Every 2 hours"}, CronWords{"0 9 * * *", "Every day at 09:00"},
        CronWords{"30 9,17 * * *", "Every day at 09:30 and 17:30"},
        CronWords{"0 9 * * 1-5", "Every weekday at 09:00"}, CronWords{"0 9 * * 7", "Every Sunday at 09:00"},
        CronWords{"0 9 * * 0,6", "Every Saturday and Sunday at 09:00"},
        CronWords{"0 9 * * mon,wed,fri", "Every Monday, Wednesday and Friday at 09:00"},
        CronWords{"0 6 1,15 * *", "On the 1st and 15th of every month at 06:00"},
        CronWords{"0 6 1 1,4,7,10 *", "On the 1st of January, April, July and October at 06:00"},
        // No plain sentence: the days of both fields, a walk that does not go round, too many to name, only
        // some minutes of some hours.
        CronWords{"0 9 1 * 1", "Cron 0 9 1 * 1"}, CronWords{"0 9 1-31 * 1", "Cron 0 9 1-31 * 1"},
        CronWords{"*/7 * * * *", "Cron */7 * * * *"}, CronWords{"0 9 * * 1-6", "Cron 0 9 * * 1-6"},
        CronWords{"*/15 9-17 * * 1-5", "Cron */15 9-17 * * 1-5"}, CronWords{"0 9 * 6 *", "Cron 0 9 * 6 *"}));

} // namespace
} // namespace presstime

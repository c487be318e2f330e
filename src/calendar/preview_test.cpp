#include "calendar/preview.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

Instant at(std::string_view text)
{
    return parse_rfc3339(text).value();
}

Schedule cron(std::string text, std::string zone)
{
    Schedule schedule;
    schedule.kind = ScheduleKind::cron;
    schedule.cron = std::move(text);
    schedule.timezone = std::move(zone);
    return schedule;
}

std::vector<PreviewItem> preview_of(const Schedule& schedule, std::string_view after, std::size_t count)
{
    return preview(Recurrence::compile(schedule).value(), at(after), count);
}

TEST(Preview, ShowsUtcAndLocalTimeAndNoNoteOnAnOrdinaryDay)
{
    auto items = preview_of(cron("0 9 * * 1", "America/New_York"), "2026-04-15T00:00:00Z", 2);
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[0].at, at("2026-04-20T13:00:00Z"));
    EXPECT_EQ(items[0].local, "2026-04-20T09:00:00-04:00[America/New_York]");
    EXPECT_EQ(items[0].local_short, "20 Apr 2026, 09:00 EDT");
    EXPECT_EQ(items[0].note, "");
    EXPECT_TRUE(items[0].runs);
}

TEST(Preview, SaysWhereAGapMovesARun)
{
    auto items = preview_of(cron("30 2 * * *", "America/New_York"), "2025-03-08T08:00:00Z", 2);
    EXPECT_EQ(items[0].note,
              "02:30 does not exist on 9 March 2025 in America/New_York (clocks go from 02:00 to 03:00); "
              "runs at 03:30 EDT");
    EXPECT_EQ(items[1].note, "");
}

TEST(Preview, ListsWhatAGapDrops)
{
    Schedule schedule = cron("30 2 * * *", "America/New_York");
    schedule.dst_gap = DstGap::skip;
    auto items = preview_of(schedule, "2025-03-08T08:00:00Z", 1);
    ASSERT_EQ(items.size(), 2u);
    EXPECT_FALSE(items[0].runs);
    EXPECT_EQ(items[0].note,
              "02:30 does not exist on 9 March 2025 in America/New_York (clocks go from 02:00 to 03:00); "
              "does not run");
    EXPECT_EQ(items[1].at, at("2025-03-10T06:30:00Z"));
}

TEST(Preview, ListsWhatAGapDropsOfEveryHour)
{
    auto items = preview_of(cron("*/15 * * * *", "Europe/Berlin"), "2026-03-29T00:50:00Z", 1);
    ASSERT_EQ(items.size(), 2u);
    EXPECT_EQ(items[0].note,
              "02:00 to 02:45 do not exist on 29 March 2026 in Europe/Berlin (clocks go from 02:00 to "
              "03:00); nothing runs then");
    EXPECT_EQ(items[1].at, at("2026-03-29T01:00:00Z"));
    EXPECT_EQ(items[1].note, "");
}

TEST(Preview, SaysWhichOfTwoRuns)
{
    Schedule schedule = cron("30 1 * * *", "America/New_York");
    auto items = preview_of(schedule, "2025-11-01T12:00:00Z", 1);
    EXPECT_EQ(items[0].note,
              "01:30 happens twice on 2 November 2025 in America/New_York (clocks go from 02:00 back to "
              "01:00); runs at the first, 01:30 EDT");
    schedule.dst_overlap = DstOverlap::last;
    items = preview_of(schedule, "2025-11-01T12:00:00Z", 1);
    EXPECT_TRUE(items[0].note.ends_with("; runs at the second, 01:30 EST")) << items[0].note;
    schedule.dst_overlap = DstOverlap::both;
    items = preview_of(schedule, "2025-11-01T12:00:00Z", 2);
    EXPECT_TRUE(items[0].note.ends_with("; runs at both, this is the first, 01:30 EDT")) << items[0].note;
    EXPECT_TRUE(items[1].note.ends_with("; runs at both, this is the second, 01:30 EST")) << items[1].note;
}

TEST(Preview, NamesTheDatesWhenAWholeDayIsLost)
{
    auto items = preview_of(cron("0 12 30 12 *", "Pacific/Apia"), "2011-12-28T00:00:00Z", 1);
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].at, at("2011-12-30T22:00:00Z"));
    EXPECT_EQ(items[0].note,
              "12:00 does not exist on 30 December 2011 in Pacific/Apia (clocks go from 30 December 2011 "
              "00:00 to 31 December 2011 00:00); runs at 12:00 UTC+14");
}

TEST(Preview, OnceAndTriggerNeedNoNote)
{
    Schedule schedule;
    schedule.kind = ScheduleKind::once;
    schedule.timezone = "America/New_York";
    schedule.at = at("2025-11-02T05:30:00Z");
    auto items = preview_of(schedule, "2025-01-01T00:00:00Z", 5);
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].note, "");
    schedule.kind = ScheduleKind::trigger;
    EXPECT_TRUE(preview_of(schedule, "2025-01-01T00:00:00Z", 5).empty());
}

} // namespace
} // namespace presstime

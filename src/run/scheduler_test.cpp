#include "run/scheduler.hpp"

#include "run/test_world.hpp"

using namespace presstime;
using namespace presstime::run;

namespace {

class SchedulerTest : public ::testing::Test {
protected:
    Scheduler::Pass pass()
    {
        const Result<Scheduler::Pass> done = scheduler.run_once();
        EXPECT_TRUE(done.has_value()) << done.error().message;
        return done.value_or(Scheduler::Pass{});
    }

    World world;
    int woken = 0;
    Scheduler scheduler{*world.database, world.clock, [this] { ++woken; }, {}};
};

} // namespace

TEST_F(SchedulerTest, LeavesAReportAloneUntilItIsDue)
{
    const Report report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    EXPECT_EQ(pass().reports, 0);
    EXPECT_TRUE(world.runs_of(report).empty());
    EXPECT_EQ(woken, 0);
}

TEST_F(SchedulerTest, InsertsTheRunAndAdvancesInOneStep)
{
    const Report report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:00.2Z"));
    EXPECT_EQ(pass().queued, 1);
    EXPECT_EQ(woken, 1);
    const auto runs = world.runs_of(report);
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(format_rfc3339(runs[0].nominal_at), "2026-03-02T09:00:00Z");
    EXPECT_EQ(runs[0].cause, RunCause::schedule);
    EXPECT_EQ(format_rfc3339(runs[0].period.start), "2026-03-01T00:00:00Z");
    EXPECT_EQ(format_rfc3339(runs[0].period.end), "2026-03-02T00:00:00Z");
    EXPECT_EQ(format_rfc3339(*world.reload(report).next_run_at), "2026-03-03T09:00:00Z");
    EXPECT_EQ(pass().reports, 0) << "the same instant must not be due twice";
}

TEST_F(SchedulerTest, AClockThatStepsBackRunsNothingTwice)
{
    const Report report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
    EXPECT_EQ(pass().queued, 1);
    world.clock.set(*parse_rfc3339("2026-03-02T06:00:00Z"));
    EXPECT_EQ(pass().reports, 0);
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
    EXPECT_EQ(pass().reports, 0);
    EXPECT_EQ(world.runs_of(report).size(), 1U);
}

TEST_F(SchedulerTest, AfterThreeDaysDownTheLatestRunsAndTheOthersAreARowWithTheReason)
{
    const Report report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-05T12:00:00Z"));
    const Scheduler::Pass done = pass();
    EXPECT_EQ(done.queued, 1);
    EXPECT_EQ(done.skipped, 1);
    const auto runs = world.runs_of(report);
    ASSERT_EQ(runs.size(), 2U);
    const presstime::Run& late = runs[0].status == RunStatus::queued ? runs[0] : runs[1];
    const presstime::Run& skipped = runs[0].status == RunStatus::skipped ? runs[0] : runs[1];
    EXPECT_EQ(late.cause, RunCause::catch_up);
    EXPECT_EQ(format_rfc3339(late.nominal_at), "2026-03-05T09:00:00Z");
    EXPECT_EQ(format_rfc3339(late.period.start), "2026-03-04T00:00:00Z")
        << "a late run carries its own period";
    EXPECT_EQ(skipped.skipped_count, 3);
    EXPECT_EQ(format_rfc3339(skipped.nominal_at), "2026-03-02T09:00:00Z");
    EXPECT_EQ(format_rfc3339(*skipped.skipped_to), "2026-03-04T09:00:00Z");
    EXPECT_FALSE(skipped.reason.empty());
    EXPECT_EQ(format_rfc3339(*world.reload(report).next_run_at), "2026-03-06T09:00:00Z");
}

TEST_F(SchedulerTest, MisfireAllOwesEveryMissedRunWithItsOwnPeriod)
{
    Report wanted = World::daily_report();
    wanted.schedule.misfire = Misfire::all;
    const Report report = world.add(wanted, "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-05T12:00:00Z"));
    EXPECT_EQ(pass().queued, 4);
    for (const presstime::Run& run : world.runs_of(report))
        EXPECT_EQ(run.nominal_at - run.period.end, std::chrono::hours(9));
}

TEST_F(SchedulerTest, QueueOneRecordsWhatItDoesNotQueue)
{
    Report wanted = World::daily_report();
    wanted.schedule.kind = ScheduleKind::minutely;
    const Report report = world.add(wanted, "2026-03-02T09:00:00Z");
    for (const char* now : {"2026-03-02T09:00:01Z", "2026-03-02T09:01:01Z", "2026-03-02T09:02:01Z"}) {
        world.clock.set(*parse_rfc3339(now));
        pass();
    }
    const auto runs = world.runs_of(report);
    ASSERT_EQ(runs.size(), 3U);
    EXPECT_EQ(runs[2].status, RunStatus::queued);
    EXPECT_EQ(runs[1].status, RunStatus::skipped);
    EXPECT_EQ(runs[0].status, RunStatus::skipped);
    EXPECT_NE(runs[0].reason.find("overlap"), std::string::npos);
}

TEST_F(SchedulerTest, OverlapAllowQueuesAll)
{
    Report wanted = World::daily_report();
    wanted.schedule.kind = ScheduleKind::minutely;
    wanted.schedule.overlap = Overlap::allow;
    const Report report = world.add(wanted, "2026-03-02T09:00:00Z");
    for (const char* now : {"2026-03-02T09:00:01Z", "2026-03-02T09:01:01Z"}) {
        world.clock.set(*parse_rfc3339(now));
        pass();
    }
    for (const presstime::Run& run : world.runs_of(report))
        EXPECT_EQ(run.status, RunStatus::queued);
}

TEST_F(SchedulerTest, TwoSchedulersMakeOneRun)
{
    const Report report = world.add(World::daily_report(), "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
    Scheduler other{*world.database, world.clock, [] {}, {}};
    std::thread first([&] { pass(); });
    std::thread second([&] { EXPECT_TRUE(other.run_once().has_value()); });
    first.join();
    second.join();
    EXPECT_EQ(world.runs_of(report).size(), 1U);
}

TEST_F(SchedulerTest, ARuleThatNoLongerCompilesStopsWithItsReason)
{
    Report wanted = World::daily_report();
    wanted.schedule.timezone = "Atlantis/Poseidonis";
    const Report report = world.add(wanted, "2026-03-02T09:00:00Z");
    world.clock.set(*parse_rfc3339("2026-03-02T09:00:01Z"));
    EXPECT_EQ(pass().skipped, 1);
    EXPECT_NE(world.runs_of(report).at(0).reason.find("Atlantis"), std::string::npos);
    EXPECT_FALSE(world.reload(report).next_run_at.has_value());
}

#include "calendar/misfire.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

Instant at(std::string_view text)
{
    return parse_rfc3339(text).value();
}

Schedule every_minute(Misfire policy)
{
    Schedule schedule;
    schedule.kind = ScheduleKind::minutely;
    schedule.misfire = policy;
    return schedule;
}

Schedule daily_at_nine(Misfire policy)
{
    Schedule schedule;
    schedule.kind = ScheduleKind::daily;
    schedule.hour = 9;
    schedule.misfire = policy;
    return schedule;
}

DueDecision decide(const Schedule& schedule, std::string_view first_due, std::string_view now,
                   std::size_t max_instants = kMaxInstantsPerDecision)
{
    return decide_due(schedule, Recurrence::compile(schedule).value(), at(first_due), at(now), max_instants);
}

TEST(Misfire, LateWithinTheGraceIsNotMissed)
{
    for (Misfire policy : {Misfire::latest, Misfire::all, Misfire::none}) {
        auto decision = decide(daily_at_nine(policy), "2026-11-20T09:00:00Z", "2026-11-20T09:05:00Z");
        EXPECT_EQ(decision.runs, (std::vector<DueRun>{{at("2026-11-20T09:00:00Z"), RunCause::schedule}}));
        EXPECT_FALSE(decision.skipped.has_value());
        EXPECT_EQ(decision.next_run_at, at("2026-11-21T09:00:00Z"));
    }
}

TEST(Misfire, NothingIsDueBeforeItsTime)
{
    auto decision =
        decide(daily_at_nine(Misfire::latest), "2026-11-20T09:00:00Z", "2026-11-20T08:59:59.999999Z");
    EXPECT_TRUE(decision.runs.empty());
    EXPECT_EQ(decision.next_run_at, at("2026-11-20T09:00:00Z"));
}

TEST(Misfire, LatestCatchesUpOnTheNewestAndSkipsTheRest)
{
    auto decision = decide(daily_at_nine(Misfire::latest), "2026-11-17T09:00:00Z", "2026-11-20T12:00:00Z");
    EXPECT_EQ(decision.runs, (std::vector<DueRun>{{at("2026-11-20T09:00:00Z"), RunCause::catch_up}}));
    ASSERT_TRUE(decision.skipped.has_value());
    EXPECT_EQ(decision.skipped->from, at("2026-11-17T09:00:00Z"));
    EXPECT_EQ(decision.skipped->to, at("2026-11-19T09:00:00Z"));
    EXPECT_EQ(decision.skipped->count, 3);
    EXPECT_EQ(decision.skipped->reason,
              "missed by more than 5 minutes; the misfire policy \"latest\" runs only the newest instant");
    EXPECT_EQ(decision.next_run_at, at("2026-11-21T09:00:00Z"));
}

TEST(Misfire, LatestAloneIsCaughtUpWithoutASkip)
{
    auto decision =
        decide(daily_at_nine(Misfire::latest), "2026-11-20T09:00:00Z", "2026-11-20T09:05:00.000001Z");
    EXPECT_EQ(decision.runs, (std::vector<DueRun>{{at("2026-11-20T09:00:00Z"), RunCause::catch_up}}));
    EXPECT_FALSE(decision.skipped.has_value());
}

TEST(Misfire, AnInstantWithinTheGraceStandsForTheMissedOnes)
{
    Schedule schedule = every_minute(Misfire::latest);
    schedule.misfire_grace = std::chrono::seconds(90);
    auto decision = decide(schedule, "2026-11-20T09:00:00Z", "2026-11-20T10:00:10Z");
    EXPECT_EQ(decision.runs, (std::vector<DueRun>{{at("2026-11-20T09:59:00Z"), RunCause::schedule},
                                                  {at("2026-11-20T10:00:00Z"), RunCause::schedule}}));
    EXPECT_EQ(decision.skipped->count, 59);
    EXPECT_EQ(decision.skipped->to, at("2026-11-20T09:58:00Z"));
    EXPECT_EQ(decision.next_run_at, at("2026-11-20T10:01:00Z"));
}

TEST(Misfire, AllRunsTheNewestUpToTheCap)
{
    Schedule schedule = every_minute(Misfire::all);
    schedule.misfire_grace = std::chrono::seconds(30);
    schedule.misfire_cap = 3;
    auto decision = decide(schedule, "2026-11-20T09:00:00Z", "2026-11-20T09:10:10Z");
    EXPECT_EQ(decision.runs, (std::vector<DueRun>{{at("2026-11-20T09:07:00Z"), RunCause::catch_up},
                                                  {at("2026-11-20T09:08:00Z"), RunCause::catch_up},
                                                  {at("2026-11-20T09:09:00Z"), RunCause::catch_up},
                                                  {at("2026-11-20T09:10:00Z"), RunCause::schedule}}));
    EXPECT_EQ(decision.skipped->count, 7);
    EXPECT_EQ(decision.skipped->reason,
              "missed by more than 30 seconds; the misfire policy \"all\" catches up on at most 3");
}

TEST(Misfire, NoneSkipsEverythingMissed)
{
    auto decision = decide(daily_at_nine(Misfire::none), "2026-11-17T09:00:00Z", "2026-11-20T12:00:00Z");
    EXPECT_TRUE(decision.runs.empty());
    EXPECT_EQ(decision.skipped->count, 4);
    EXPECT_EQ(decision.skipped->to, at("2026-11-20T09:00:00Z"));
    EXPECT_EQ(decision.next_run_at, at("2026-11-21T09:00:00Z"));
}

TEST(Misfire, TheReasonSpeaksOfTheGraceInItsOwnUnit)
{
    Schedule schedule = daily_at_nine(Misfire::none);
    for (auto [grace_s, text] :
         {std::pair{0, "0 seconds"}, {1, "1 second"}, {60, "1 minute"}, {7200, "2 hours"}}) {
        schedule.misfire_grace = std::chrono::seconds(grace_s);
        auto decision = decide(schedule, "2026-11-17T09:00:00Z", "2026-11-18T08:00:00Z");
        EXPECT_TRUE(decision.skipped->reason.starts_with(std::string("missed by more than ") + text + ";"))
            << decision.skipped->reason;
    }
}

TEST(Misfire, TheLastInstantLeavesNothingDue)
{
    Schedule schedule = daily_at_nine(Misfire::latest);
    schedule.ends_on = parse_date("2026-11-20").value();
    auto decision = decide(schedule, "2026-11-20T09:00:00Z", "2026-11-20T09:00:01Z");
    EXPECT_EQ(decision.runs.size(), 1u);
    EXPECT_EQ(decision.next_run_at, std::nullopt);
    schedule.kind = ScheduleKind::once;
    schedule.at = at("2026-11-20T09:00:00Z");
    decision = decide(schedule, "2026-11-20T09:00:00Z", "2026-11-20T20:00:00Z");
    EXPECT_EQ(decision.runs, (std::vector<DueRun>{{at("2026-11-20T09:00:00Z"), RunCause::catch_up}}));
    EXPECT_EQ(decision.next_run_at, std::nullopt);
}

// Whatever the bound of one call, going on from where it
// stopped ends with the same runs and every instant counted.
TEST(Misfire, BoundedCallsAddUpToOneUnboundedCall)
{
    for (Misfire policy : {Misfire::latest, Misfire::all, Misfire::none})
        for (std::size_t bound : {1u, 7u, 100u, 481u, 482u, 5000u}) {
            Schedule schedule = every_minute(policy);
            schedule.misfire_cap = 4;
            const std::string_view now = "2026-11-20T17:05:30Z";
            auto whole = decide(schedule, "2026-11-20T09:00:00Z", now);
            std::vector<DueRun> runs;
            std::int64_t skipped = 0;
            std::optional<Instant> due = at("2026-11-20T09:00:00Z");
            for (int call = 0; due && *due <= at(now); ++call) {
                ASSERT_LT(call, 1000) << "no end with bound " << bound;
                auto part = decide_due(schedule, Recurrence::compile(schedule).value(), *due, at(now), bound);
                runs.insert(runs.end(), part.runs.begin(), part.runs.end());
                skipped += part.skipped ? part.skipped->count : 0;
                due = part.next_run_at;
            }
            EXPECT_EQ(runs, whole.runs) << bound;
            EXPECT_EQ(skipped, whole.skipped->count) << bound;
            EXPECT_EQ(due, whole.next_run_at) << bound;
            EXPECT_EQ(static_cast<std::int64_t>(runs.size()) + skipped, 486) << bound;
        }
}

} // namespace
} // namespace presstime

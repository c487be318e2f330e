#include "cli/schedule_command.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <sstream>
#include <vector>

namespace presstime::cli {
namespace {

struct Outcome {
    int status;
    std::string out;
    std::string err;
};

Outcome run(std::initializer_list<std::string_view> words)
{
    std::vector<std::string_view> arguments(words);
    std::ostringstream out;
    std::ostringstream err;
    int status = run_command({schedule_next_command()}, arguments, out, err);
    return {status, out.str(), err.str()};
}

TEST(ScheduleNext, PrintsOneUtcInstantALineAlone)
{
    auto outcome = run({"schedule", "next", "--cron", "30 2 * * *", "--zone", "America/New_York", "--after",
                        "2025-03-08T08:00:00Z", "--count", "3"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out, "2025-03-09T07:30:00Z\n2025-03-10T06:30:00Z\n2025-03-11T06:30:00Z\n");
    EXPECT_EQ(outcome.err, "");
}

TEST(ScheduleNext, TakesEveryKindByItsFields)
{
    EXPECT_EQ(run({"schedule", "next", "--kind=daily", "--hour=9", "--zone=Europe/Zurich",
                   "--after=2026-01-01T00:00:00Z", "--count=1"})
                  .out,
              "2026-01-01T08:00:00Z\n");
    EXPECT_EQ(run({"schedule", "next", "--kind", "weekly", "--day-of-week", "1", "--hour", "9", "--minute",
                   "30", "--after", "2026-11-21T00:00:00Z", "--count", "1"})
                  .out,
              "2026-11-23T09:30:00Z\n");
    EXPECT_EQ(run({"schedule", "next", "--kind", "monthly", "--day-of-month", "31", "--month-end", "clamp",
                   "--after", "2026-02-01T00:00:00Z", "--count", "1"})
                  .out,
              "2026-02-28T00:00:00Z\n");
    EXPECT_EQ(run({"schedule", "next", "--kind", "once", "--at", "2026-05-01T12:00:00+02:00", "--after",
                   "2026-01-01T00:00:00Z"})
                  .out,
              "2026-05-01T10:00:00Z\n");
    EXPECT_EQ(run({"schedule", "next", "--kind", "daily", "--starts-on", "2026-02-01", "--ends-on",
                   "2026-02-02", "--after", "2026-01-01T00:00:00Z"})
                  .out,
              "2026-02-01T00:00:00Z\n2026-02-02T00:00:00Z\n");
    EXPECT_EQ(run({"schedule", "next", "--kind", "daily", "--hour", "1", "--minute", "30", "--dst-overlap",
                   "both", "--zone", "America/New_York", "--after", "2025-11-02T00:00:00Z", "--count", "2"})
                  .out,
              "2025-11-02T05:30:00Z\n2025-11-02T06:30:00Z\n");
}

TEST(ScheduleNext, ExplainsTheClockChange)
{
    auto outcome = run({"schedule", "next", "--cron", "30 2 * * *", "--zone", "America/New_York", "--after",
                        "2025-03-08T08:00:00Z", "--count", "2", "--explain"});
    EXPECT_EQ(outcome.out,
              "2025-03-09T07:30:00Z\t2025-03-09T03:30:00-04:00[America/New_York]\t02:30 does not exist on "
              "9 March 2025 in America/New_York (clocks go from 02:00 to 03:00); runs at 03:30 EDT\n"
              "2025-03-10T06:30:00Z\t2025-03-10T02:30:00-04:00[America/New_York]\n");
    outcome = run({"schedule", "next", "--cron", "30 2 * * *", "--zone", "America/New_York", "--after",
                   "2025-03-08T08:00:00Z", "--count", "1", "--explain", "--dst-gap", "skip"});
    EXPECT_TRUE(outcome.out.starts_with("-\t-\t02:30 does not exist")) << outcome.out;
}

TEST(ScheduleNext, ACronThatNeverRunsPrintsNothingAndSaysSo)
{
    auto outcome = run({"schedule", "next", "--cron", "0 0 30 2 *", "--after", "2024-01-31T00:00:00Z"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "presstime: this schedule does not run after 2024-01-31T00:00:00Z\n");
}

TEST(ScheduleNext, RefusalsNameTheFlagAndTheMend)
{
    auto message = [](std::initializer_list<std::string_view> words) {
        Outcome outcome = run(words);
        EXPECT_EQ(outcome.status, 2);
        EXPECT_EQ(outcome.out, "");
        std::string lead = "presstime: ";
        EXPECT_TRUE(outcome.err.starts_with(lead)) << outcome.err;
        return outcome.err.substr(lead.size());
    };
    EXPECT_EQ(message({"schedule", "next", "--kind", "daily", "--zone", "America/NewYork"}),
              "--zone: unknown time zone \"America/NewYork\"; did you mean America/New_York?\n");
    EXPECT_EQ(message({"schedule", "next", "--kind", "daily", "--hour", "24"}),
              "--hour: \"24\" is not a whole number from 0 to 23\n");
    EXPECT_EQ(message({"schedule", "next", "--kind", "dayly"}),
              "--kind: \"dayly\" is not one of minutely, hourly, daily, weekly, "
              "monthly, cron, once, trigger\n");
    EXPECT_EQ(message({"schedule", "next", "--cron", "61 * * * *"}),
              "--cron: the minute field of the cron expression: 61 is out of range; use 0-59\n");
    EXPECT_EQ(message({"schedule", "next", "--cronn", "x"}), "unknown flag --cronn; did you mean --cron?\n");
    EXPECT_EQ(message({"schedule", "next", "--cron"}), "--cron needs a value; write --cron EXPR\n");
    EXPECT_EQ(message({"schedule", "next", "--kind", "daily", "--explain=yes"}),
              "--explain takes no value but true or false\n");
    EXPECT_EQ(message({"schedule", "next", "--kind", "daily", "--cron", "* * * * *"}),
              "--cron: goes with --kind cron only; drop one of them\n");
    EXPECT_EQ(message({"schedule", "next", "--cron", "* * * * *", "--kind", "daily"}),
              "--cron: goes with --kind cron only; drop one of them\n");
    EXPECT_EQ(message({"schedule", "next", "--zone", "UTC"}),
              "--cron: say when: give --cron EXPR or --kind KIND; see --help\n");
    EXPECT_EQ(message({"schedule", "next", "--kind", "once"}),
              "--at: a schedule that runs once needs \"at\", the time it runs at\n");
    for (std::string_view count : {"0", "10001", "-1", "many", ""})
        EXPECT_TRUE(
            message({"schedule", "next", "--kind", "daily", "--count", count}).starts_with("--count: "))
            << count;
    EXPECT_TRUE(message({"schedule", "next", "--kind", "daily", "--after", "yesterday"})
                    .starts_with("--after: \"yesterday\" is not"));
}

TEST(ScheduleNext, HelpGoesToStandardOutput)
{
    for (auto outcome : {run({"schedule", "next", "-h"}), run({"schedule", "next", "--help"})}) {
        EXPECT_EQ(outcome.status, 0);
        EXPECT_NE(outcome.out.find("--dst-overlap CHOICE"), std::string::npos);
    }
    EXPECT_NE(run({"schedule", "--help"}).out.find("schedule next"), std::string::npos);
    auto outcome = run({"schedule"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(run({"schedule", "later"}).status, 2);
}

TEST(ScheduleNext, AnOutputThatCannotBeWrittenIsAFailure)
{
    std::ostringstream out;
    std::ostringstream err;
    out.setstate(std::ios::badbit);
    std::vector<std::string_view> arguments = {"schedule", "next", "--kind", "daily"};
    EXPECT_EQ(run_command({schedule_next_command()}, arguments, out, err), 1);
}

} // namespace
} // namespace presstime::cli

// The small parts of base that have one or two behaviours each.
#include "base/clock.hpp"
#include "base/deadline.hpp"
#include "base/fail_point.hpp"
#include "base/guarded.hpp"
#include "base/id.hpp"
#include "base/log.hpp"
#include "base/poke.hpp"
#include "base/result.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

namespace presstime {
namespace {

Result<int> half(int value)
{
    if (value % 2 != 0)
        return fail(Error::invalid("value", "value must be even"));
    return value / 2;
}

Result<int> quarter(int value)
{
    int once = TRY(half(value));
    return TRY(half(once));
}

TEST(Try, UnwrapsOrReturnsTheError)
{
    EXPECT_EQ(quarter(8).value(), 2);
    auto broken = quarter(6);
    ASSERT_FALSE(broken.has_value());
    EXPECT_EQ(broken.error().field, "value");
    EXPECT_EQ(to_string(broken.error().kind), "invalid");
}

TEST(Clocks, TheManualClockMovesOnlyWhenTold)
{
    ManualClock clock(from_micros(1000));
    EXPECT_EQ(to_micros(clock.now()), 1000);
    clock.advance(Microseconds{5});
    EXPECT_EQ(to_micros(clock.now()), 1005);
    clock.set(from_micros(7));
    EXPECT_EQ(to_micros(clock.now()), 7);
}

TEST(Clocks, TheSystemClockIsPastTheYearThisWasWritten)
{
    EXPECT_GT(SystemClock().now(), parse_rfc3339("2026-01-01T00:00:00Z").value());
}

TEST(Deadlines, ACancelledOneHasNoTimeLeft)
{
    CancelToken token;
    Deadline deadline = Deadline::after(std::chrono::hours(1)).with_cancel(token);
    EXPECT_FALSE(deadline.expired());
    EXPECT_LE(deadline.sooner(std::chrono::minutes(1)).remaining(), std::chrono::minutes(1));
    token.cancel();
    EXPECT_TRUE(deadline.expired());
    EXPECT_EQ(deadline.remaining().count(), 0);
}

TEST(Poke, IsKeptUntilSomebodyWaits)
{
    Poke poke;
    poke.poke();
    poke.poke();
    EXPECT_TRUE(poke.wait_for(std::chrono::seconds(0)));
    EXPECT_FALSE(poke.wait_for(std::chrono::seconds(0)));
}

TEST(Poke, WakesAWaiter)
{
    Poke poke;
    bool woken = false;
    std::thread waiter([&] { woken = poke.wait_for(std::chrono::seconds(30)); });
    poke.poke();
    waiter.join();
    EXPECT_TRUE(woken);
}

TEST(Guarded, GivesTheValueUnderItsLock)
{
    Guarded<int> counter(0);
    std::thread other([&] {
        for (int i = 0; i < 1000; ++i)
            counter.with([](int& value) { ++value; });
    });
    for (int i = 0; i < 1000; ++i)
        counter.with([](int& value) { ++value; });
    other.join();
    EXPECT_EQ(counter.with([](int& value) { return value; }), 2000);
}

TEST(Uuids, AreVersionSevenUniqueAndSortedByTime)
{
    Instant now = parse_rfc3339("2026-04-21T13:00:00Z").value();
    std::string uuid = make_uuid(now);
    ASSERT_EQ(uuid.size(), 36u);
    for (std::size_t position : {8, 13, 18, 23})
        EXPECT_EQ(uuid[position], '-');
    EXPECT_EQ(uuid[14], '7');
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
    EXPECT_LT(uuid, make_uuid(now + std::chrono::milliseconds(1)));
    std::set<std::string> seen;
    for (int i = 0; i < 10000; ++i)
        seen.insert(make_uuid(now));
    EXPECT_EQ(seen.size(), 10000u);
}

TEST(RandomText, HasTheLengthAndTheAlphabet)
{
    EXPECT_EQ(make_random_text(0), "");
    std::string text = make_random_text(5000);
    EXPECT_EQ(text.size(), 5000u);
    EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos);
    EXPECT_EQ(std::set<char>(text.begin(), text.end()).size(), 36u);
    EXPECT_NE(make_random_text(32), make_random_text(32));
}

TEST(Log, WritesOneEscapedLine)
{
    testing::internal::CaptureStderr();
    log_info("run.finished", {{"run_id", 512},
                              {"name", "a\"b\\\nc\x01\xFF"},
                              {"complete", true},
                              {"seconds", 0.5},
                              {"ratio", std::numeric_limits<double>::infinity()}});
    std::string line = testing::internal::GetCapturedStderr();
    EXPECT_EQ(line.substr(0, 10), "{\"time\":\"2");
    EXPECT_NE(line.find("\"level\":\"info\",\"event\":\"run.finished\",\"run_id\":512,"
                        "\"name\":\"a\\\"b\\\\\\nc\\u0001\xEF\xBF\xBD\",\"complete\":true,\"seconds\":0.5,"
                        "\"ratio\":null}\n"),
              std::string::npos)
        << line;
    EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
}

TEST(Log, WritesAnErrorWithItsContext)
{
    testing::internal::CaptureStderr();
    log_error("db.open", Error::retry("the data file is busy").with_context("errno 11"), {{"path", "x.db"}});
    std::string line = testing::internal::GetCapturedStderr();
    EXPECT_NE(line.find("\"kind\":\"retry\",\"message\":\"the data file is busy\",\"context\":\"errno "
                        "11\",\"path\":\"x.db\"}"),
              std::string::npos)
        << line;
}

TEST(Log, KeepsSilentBelowItsLevel)
{
    LogLevel level = LogLevel::info;
    ASSERT_TRUE(parse_log_level("warn", level));
    EXPECT_FALSE(parse_log_level("loud", level));
    set_log_level(level);
    testing::internal::CaptureStderr();
    log_info("quiet");
    log_warn("heard");
    std::string lines = testing::internal::GetCapturedStderr();
    set_log_level(LogLevel::info);
    EXPECT_EQ(lines.find("quiet"), std::string::npos);
    EXPECT_NE(lines.find("heard"), std::string::npos);
}

TEST(FailPointDeathTest, KillsAtTheNamedPassingOnly)
{
    EXPECT_EXIT(
        {
            ::setenv("PRESSTIME_FAIL_POINT", "run.results_stored:3", 1);
            fail_point("run.results_stored");
            fail_point("run.other");
            fail_point("run.results_stored");
            std::fputs("still alive", stderr);
            fail_point("run.results_stored");
            std::exit(0);
        },
        testing::KilledBySignal(SIGKILL), "still alive");
}

TEST(FailPointDeathTest, DoesNothingWithoutTheSetting)
{
    EXPECT_EXIT(
        {
            ::unsetenv("PRESSTIME_FAIL_POINT");
            fail_point("run.results_stored");
            std::exit(7);
        },
        testing::ExitedWithCode(7), "");
}

} // namespace
} // namespace presstime

// How long a guesser waits, that tries at once do not slip by, and that the memory of it is bounded.
#include "control/log_in_throttle.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace presstime::control {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const Instant kStart = from_micros(1'790'000'000'000'000);

TEST(LogInThrottle, DoublesTheWaitUpToAQuarterOfAnHour)
{
    LogInThrottle throttle;
    Instant now = kStart;
    for (int i = 0; i < LogInThrottle::kFreeFailuresOfAccount; ++i)
        EXPECT_FALSE(throttle.begin("a", fmt::format("p{}", i), now)) << i;
    for (int expected : {5, 10, 20, 40, 80, 160, 320, 640, 900, 900}) {
        const auto wait = throttle.begin("a", "p", now);
        ASSERT_TRUE(wait);
        EXPECT_EQ(wait->count(), expected);
        EXPECT_TRUE(throttle.begin("a", "p", now + *wait - Microseconds(1)));
        now += *wait;
        EXPECT_FALSE(throttle.begin("a", fmt::format("q{}", expected), now));
    }
    now += hours(1) + seconds(1);
    EXPECT_FALSE(throttle.begin("a", "p", now));
    EXPECT_FALSE(throttle.begin("a", "p", now)) << "an hour later it starts anew";
}

TEST(LogInThrottle, CountsTriesAtOnceBeforeTheyAreMade)
{
    LogInThrottle throttle;
    std::atomic<int> through{0};
    std::vector<std::thread> guessers;
    guessers.reserve(16);
    for (int i = 0; i < 16; ++i)
        guessers.emplace_back([&] { through += throttle.begin("a", "p", kStart) ? 0 : 1; });
    for (std::thread& guesser : guessers)
        guesser.join();
    EXPECT_EQ(through, LogInThrottle::kFreeFailuresOfAccount);
}

TEST(LogInThrottle, ForgivesTheRightPasswordAndWhatCouldNotBeTried)
{
    LogInThrottle throttle;
    for (int i = 0; i < 100; ++i) {
        ASSERT_FALSE(throttle.begin("a", "p", kStart)) << i;
        throttle.succeeded("a", "p");
    }
    for (int i = 0; i < 100; ++i) {
        ASSERT_FALSE(throttle.begin("b", "p", kStart)) << i;
        throttle.take_back("b", "p");
    }
    for (int i = 0; i < LogInThrottle::kFreeFailuresOfPeer; ++i) {
        ASSERT_FALSE(throttle.begin(fmt::format("victim{}", i), "guesser", kStart));
        if (throttle.begin("own", "guesser", kStart))
            break;
        throttle.succeeded("own", "guesser");
    }
    EXPECT_TRUE(throttle.begin("own", "guesser", kStart)) << "an account of one's own wipes nothing out";
}

TEST(LogInThrottle, KeepsTheWorstWhenItsMemoryIsFull)
{
    LogInThrottle throttle;
    for (int i = 0; i < LogInThrottle::kFreeFailuresOfAccount; ++i)
        throttle.begin("victim", "p0", kStart);
    for (std::size_t i = 0; i < LogInThrottle::kMaxEntries; ++i)
        throttle.begin(fmt::format("a{}", i), fmt::format("p{}", i % 500), kStart + seconds(1));
    EXPECT_TRUE(throttle.begin("victim", "elsewhere", kStart + seconds(2)))
        << "a flood of names does not make it forget";
}

TEST(LogInThrottle, CarriesItsWaitInTheError)
{
    EXPECT_EQ(retry_after_of(too_many_tries(seconds(40))), seconds(40));
    EXPECT_FALSE(retry_after_of(Error::conflict("x")));
    EXPECT_FALSE(retry_after_of(Error{ErrorKind::too_many, "x", {}, "retry after s: many"}));
}

} // namespace
} // namespace presstime::control

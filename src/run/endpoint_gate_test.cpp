// The gate before one webhook: transitions of the breaker, the window, the rate limit.
#include "run/endpoint_gate.hpp"

#include <gtest/gtest.h>

namespace presstime::run {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

class Gate : public testing::Test {
protected:
    Instant now = from_micros(1'700'000'000'000'000);
    GateLimits limits{.window = 16};
    EndpointGate gate{now};

    int take_all()
    {
        const int allowed = gate.allowance(limits, now);
        gate.begin(allowed, now);
        return allowed;
    }
    void fail_times(int times)
    {
        for (int i = 0; i < times; ++i) {
            gate.begin(1, now);
            gate.failed(now, std::nullopt);
        }
    }
};

TEST_F(Gate, OpensSlowlyUpToTheCap)
{
    std::vector<int> rounds;
    for (int round = 0; round < 7; ++round) {
        const int begun = take_all();
        rounds.push_back(begun);
        for (int i = 0; i < begun; ++i)
            gate.succeeded();
    }
    EXPECT_EQ(rounds, (std::vector{1, 2, 4, 8, 16, 16, 16}));
}

TEST_F(Gate, HalvesItsWindowWhenATryFails)
{
    for (int i = 0; i < 15; ++i) {
        gate.begin(1, now);
        gate.succeeded();
    }
    EXPECT_EQ(gate.allowance(limits, now), 16);
    fail_times(1);
    EXPECT_EQ(gate.allowance(limits, now), 8);
    EXPECT_TRUE(gate.is_suspect());
}

TEST_F(Gate, OpensItsBreakerAfterFiveFailuresInARowAndSendsOneProbe)
{
    fail_times(4);
    EXPECT_EQ(gate.state(now), BreakerState::closed);
    fail_times(1);
    EXPECT_EQ(gate.state(now), BreakerState::open);
    EXPECT_EQ(gate.allowance(limits, now), 0);
    EXPECT_EQ(gate.opens_at(limits, now), now + seconds(30));
    now += seconds(30);
    EXPECT_EQ(gate.state(now), BreakerState::half_open);
    EXPECT_EQ(take_all(), 1);
    EXPECT_EQ(take_all(), 0) << "one probe at a time";
    gate.succeeded();
    EXPECT_EQ(gate.state(now), BreakerState::closed);
    EXPECT_EQ(gate.allowance(limits, now), 1) << "what waited does not flood it";
}

TEST_F(Gate, WaitsTwiceAsLongAfterAFailedProbeUpToTenMinutes)
{
    fail_times(5);
    std::vector<std::int64_t> waits;
    for (int probe = 0; probe < 7; ++probe) {
        const Instant opens = *gate.opens_at(limits, now);
        waits.push_back(std::chrono::duration_cast<seconds>(opens - now).count());
        now = opens;
        fail_times(1);
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{30, 60, 120, 240, 480, 600, 600}));
}

TEST_F(Gate, ASuccessForgetsFailures)
{
    fail_times(4);
    gate.begin(1, now);
    gate.succeeded();
    fail_times(4);
    EXPECT_EQ(gate.state(now), BreakerState::closed);
}

TEST_F(Gate, HoldsEverythingBackWhileTheReceiverAskedForIt)
{
    gate.begin(1, now);
    gate.failed(now, now + minutes(2));
    EXPECT_EQ(gate.allowance(limits, now + seconds(119)), 0);
    EXPECT_EQ(gate.opens_at(limits, now), now + minutes(2));
    EXPECT_GT(gate.allowance(limits, now + minutes(2)), 0);
}

TEST_F(Gate, WhatSaysNothingAboutTheReceiverChangesNothing)
{
    gate.begin(1, now);
    gate.returned();
    EXPECT_EQ(gate.allowance(limits, now), 1);
    EXPECT_FALSE(gate.is_suspect());
}

TEST_F(Gate, AClockSetBackKeepsNothingShut)
{
    fail_times(5);
    gate.begin(1, now);
    gate.failed(now, now + minutes(5));
    now -= std::chrono::hours(24);
    EXPECT_EQ(gate.state(now), BreakerState::half_open);
    EXPECT_EQ(gate.allowance(limits, now), 1);
}

// Ten minutes at several limits, polled every 37 ms: within 5 % of what the limit says.
TEST_F(Gate, KeepsItsRateWithinFivePercent)
{
    for (const int per_minute : {6, 60, 1'000, 6'000}) {
        limits = {.window = 100'000, .rate_per_minute = per_minute};
        gate = EndpointGate(now);
        for (int i = 0; i < 100'000; ++i) {
            gate.begin(1, now);
            gate.succeeded();
        }
        int sent = 0;
        const Instant end = now + minutes(10);
        for (; now < end; now += milliseconds(37)) {
            const int begun = take_all();
            sent += begun;
            for (int i = 0; i < begun; ++i)
                gate.succeeded();
        }
        EXPECT_NEAR(sent, per_minute * 10, std::max(1.0, per_minute * 10 * 0.05)) << per_minute;
    }
}

} // namespace
} // namespace presstime::run

// What each answer of a receiver means, and when an endpoint is switched off.
#include "stage/event_settle.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

namespace presstime::stage {
namespace {

using http::EngineOutcome;
using http::PostFailure;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNow = from_micros(1'776'776'400'000'000); // 2026-04-21T13:00:00Z

Delivery delivery(int attempt = 1)
{
    Delivery made;
    made.id = 7;
    made.channel = "event";
    made.attempt = attempt;
    made.max_attempts = kEventMaxAttempts;
    made.first_try_done = attempt > 1;
    return made;
}

EngineOutcome answered(int status)
{
    EngineOutcome outcome;
    outcome.status = status;
    return outcome;
}

EngineOutcome failed(PostFailure failure)
{
    EngineOutcome outcome;
    outcome.failure = failure;
    outcome.error = Error::retry("the receiver did not answer in time");
    return outcome;
}

EventVerdict judge(const EngineOutcome& outcome, int attempt = 1)
{
    return judge_event_try(delivery(attempt), outcome, kNow, kNow);
}

TEST(EventSettle, Every2xxIsSuccessAndNothingElseIs)
{
    for (int status = 200; status < 300; ++status)
        EXPECT_EQ(judge(answered(status)).settlement.state, DeliveryState::accepted) << status;
    for (const int status : {100, 101, 300, 301, 302, 303, 304, 307, 308, 400, 401,
                             403, 404, 413, 422, 429, 500, 502, 503, 504, 599}) {
        const EventVerdict verdict = judge(answered(status));
        EXPECT_EQ(verdict.settlement.state, DeliveryState::retrying) << status;
        EXPECT_EQ(verdict.sign, EndpointSign::failing) << status;
        EXPECT_NE(verdict.attempt.error.find(fmt::format("{}", status)), std::string::npos) << status;
    }
}

TEST(EventSettle, A2xxWhoseBodyBrokeOffIsNoSuccess)
{
    EngineOutcome drip = failed(PostFailure::timeout);
    drip.status = 200;
    EXPECT_EQ(judge(drip).settlement.state, DeliveryState::retrying);
}

TEST(EventSettle, TheScheduleIsThatOfTheStandardAFifthMoreOrLess)
{
    const std::array<seconds, 9> schedule{seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                          hours(10),  hours(14),  hours(20),   hours(24)};
    for (int attempt = 1; attempt <= 9; ++attempt) {
        const EventVerdict verdict = judge(answered(500), attempt);
        ASSERT_EQ(verdict.settlement.state, DeliveryState::retrying);
        const double ratio = std::chrono::duration<double>(*verdict.settlement.next_attempt_at - kNow) /
                             std::chrono::duration<double>(schedule[static_cast<std::size_t>(attempt - 1)]);
        EXPECT_GE(ratio, 0.8) << attempt;
        EXPECT_LE(ratio, 1.2) << attempt;
        EXPECT_EQ(verdict.attempt.next_attempt_at, verdict.settlement.next_attempt_at);
    }
    const EventVerdict last = judge(answered(500), 10);
    EXPECT_EQ(last.settlement.state, DeliveryState::rejected);
    EXPECT_TRUE(last.exhausted);
}

TEST(EventSettle, TimeoutsAndThrottlesWaitAMinuteAtLeast)
{
    for (const EngineOutcome& outcome :
         {failed(PostFailure::timeout), answered(429), answered(502), answered(503), answered(504)})
        EXPECT_GE(*judge(outcome).settlement.next_attempt_at - kNow, seconds(60)) << outcome.status;
    EXPECT_LE(*judge(answered(500)).settlement.next_attempt_at - kNow, seconds(6));
    EXPECT_LE(*judge(failed(PostFailure::dns)).settlement.next_attempt_at - kNow, seconds(6));
}

TEST(EventSettle, RetryAfterIsHonouredWithinBounds)
{
    struct Case {
        int status;
        const char* header;
        seconds least;
        seconds most;
    };
    const Case cases[] = {
        {429, "120", seconds(120), seconds(120)},
        {503, "Tue, 21 Apr 2026 13:05:00 GMT", minutes(5), minutes(5)},
        {503, "Tue, 21 Apr 2020 13:05:00 GMT", seconds(60), seconds(60)}, // past
        {429, "1000000000", hours(10), hours(10)},
        {429, "1e9", seconds(60), seconds(60)},
        {429, "1.5", seconds(60), seconds(60)},
        {429, "-5", seconds(60), seconds(60)},
        {429, "soon", seconds(60), seconds(60)},
        {429, "120, 240", seconds(60), seconds(60)}, // given twice
        {500, "3600", seconds(4), seconds(6)},       // not a status that asks for patience
    };
    for (const Case& each : cases) {
        EngineOutcome outcome = answered(each.status);
        outcome.retry_after = each.header;
        const EventVerdict verdict = judge(outcome);
        EXPECT_GE(*verdict.settlement.next_attempt_at - kNow, each.least) << each.header;
        EXPECT_LE(*verdict.settlement.next_attempt_at - kNow, each.most) << each.header;
    }
    EngineOutcome patient = answered(429);
    patient.retry_after = "120";
    EXPECT_EQ(judge(patient).told_to_wait, kNow + seconds(120));
}

TEST(EventSettle, GoneEndsTheDeliveryAndTheEndpoint)
{
    const EventVerdict verdict = judge(answered(410));
    EXPECT_EQ(verdict.settlement.state, DeliveryState::rejected);
    EXPECT_FALSE(verdict.switch_off.empty());
}

TEST(EventSettle, TheReceiverMaySayWhatItWantsInAHeader)
{
    EngineOutcome outcome = answered(500);
    outcome.delivery_wish = " Abort-Message ";
    EXPECT_EQ(judge(outcome).settlement.state, DeliveryState::rejected);
    EXPECT_TRUE(judge(outcome).switch_off.empty());
    outcome.delivery_wish = "disable";
    EXPECT_FALSE(judge(outcome).switch_off.empty());
    outcome.delivery_wish = "please stop";
    EXPECT_EQ(judge(outcome).settlement.state, DeliveryState::retrying);
}

TEST(EventSettle, OurOwnFaultCountsAgainstNobody)
{
    EngineOutcome outcome = failed(PostFailure::dns);
    outcome.local_fault = true;
    const EventVerdict verdict = judge(outcome, 10);
    EXPECT_EQ(verdict.settlement.state, DeliveryState::retrying);
    EXPECT_FALSE(verdict.settlement.count_as_try);
    EXPECT_FALSE(verdict.recorded);
    EXPECT_FALSE(verdict.exhausted);
    EXPECT_EQ(verdict.sign, EndpointSign::unsaid);
}

TEST(EventSettle, AnAnswerIsStoredInert)
{
    EngineOutcome outcome = answered(500);
    outcome.response = std::string("<script>\x1b[2J\0\xff", 14) + std::string(100'000, 'x');
    const Attempt attempt = judge(outcome).attempt;
    EXPECT_EQ(attempt.response.find('\x1b'), std::string::npos);
    EXPECT_LE(attempt.response.size(), 16U * 1024);
}

TEST(EventSettle, AnInterruptedTryIsMadeAgainButNotForEver)
{
    Delivery cut = delivery(3);
    const store::Settlement again = settle_interrupted(cut, kNow);
    EXPECT_EQ(again.state, DeliveryState::retrying);
    EXPECT_EQ(again.next_attempt_at, kNow);
    EXPECT_FALSE(again.count_as_try);
    cut.unknown_count = kMaxInterruptions;
    EXPECT_EQ(settle_interrupted(cut, kNow).state, DeliveryState::rejected);
}

class Health : public testing::Test {
protected:
    // One more delivery used up at `now`; the webhook keeps what came of it.
    HealthChange exhaust(Instant now, int status = 500, bool others_reached = true)
    {
        EngineOutcome outcome = status == 0 ? failed(PostFailure::connect) : answered(status);
        const EventVerdict verdict = judge_event_try(delivery(10), outcome, now, now);
        return keep(judge_health(webhook, verdict, others_reached, now));
    }
    HealthChange succeed(Instant now)
    {
        return keep(judge_health(webhook, judge_event_try(delivery(1), answered(200), now, now), true, now));
    }
    HealthChange keep(HealthChange change)
    {
        webhook.failing_since = change.health.failing_since;
        webhook.last_exhausted_at = change.health.last_exhausted_at;
        webhook.exhausted = change.health.exhausted;
        return change;
    }
    Webhook webhook;
};

TEST_F(Health, ABurstOfFailuresNeverSwitchesOff)
{
    for (int i = 0; i < 1'000; ++i)
        EXPECT_TRUE(exhaust(kNow + minutes(i)).switch_off.empty());
}

TEST_F(Health, FiveDaysWithoutSuccessSwitchOff)
{
    EXPECT_TRUE(exhaust(kNow).tell_owner);
    EXPECT_FALSE(exhaust(kNow + hours(60)).tell_owner);
    EXPECT_TRUE(exhaust(kNow + hours(119)).switch_off.empty());
    EXPECT_FALSE(exhaust(kNow + hours(120)).switch_off.empty());
}

TEST_F(Health, ASuccessBetweenStartsAnew)
{
    exhaust(kNow);
    EXPECT_TRUE(succeed(kNow + hours(100)).changed);
    EXPECT_TRUE(exhaust(kNow + hours(121)).switch_off.empty());
    EXPECT_FALSE(succeed(kNow + hours(122)).health.failing_since.has_value());
}

TEST_F(Health, ANetworkThatReachesNobodyIsHeldAgainstNobody)
{
    EXPECT_FALSE(exhaust(kNow, 0, false).changed);
    EXPECT_FALSE(exhaust(kNow + hours(200), 0, false).changed);
    EXPECT_TRUE(exhaust(kNow + hours(201), 0, true).changed);
    EXPECT_TRUE(exhaust(kNow + hours(202), 503, false).changed) << "an answer was seen";
}

} // namespace
} // namespace presstime::stage

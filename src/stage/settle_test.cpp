#include "stage/settle.hpp"

#include <gtest/gtest.h>

using namespace presstime;
using namespace presstime::stage;

namespace {

const Instant kNow = from_micros(1'750'000'000'000'000);

Delivery mail(int attempt, int unknown_count = 0)
{
    Delivery delivery;
    delivery.id = 7;
    delivery.channel = "email";
    delivery.attempt = attempt;
    delivery.max_attempts = email_max_attempts();
    delivery.unknown_count = unknown_count;
    return delivery;
}

Delivery webhook(int attempt, int retries)
{
    Delivery delivery = mail(attempt);
    delivery.channel = "webhook";
    delivery.max_attempts = webhook_max_attempts(retries);
    return delivery;
}

Attempt outcome(AttemptOutcome what)
{
    Attempt attempt;
    attempt.outcome = what;
    attempt.error = "webhook returned 502";
    return attempt;
}

} // namespace

TEST(Settle, AcceptedAndRejectedAreFinal)
{
    EXPECT_EQ(settle(mail(1), outcome(AttemptOutcome::accepted), UnknownOutcome::resend, kNow).state,
              DeliveryState::accepted);
    EXPECT_EQ(settle(mail(1), outcome(AttemptOutcome::rejected), UnknownOutcome::resend, kNow).state,
              DeliveryState::rejected);
}

TEST(Settle, DeferredMailWaitsAMinuteGiveOrTakeAFifth)
{
    const auto settlement = settle(mail(1), outcome(AttemptOutcome::deferred), UnknownOutcome::resend, kNow);
    ASSERT_EQ(settlement.state, DeliveryState::retrying);
    EXPECT_GE(*settlement.next_attempt_at - kNow, std::chrono::seconds(48));
    EXPECT_LE(*settlement.next_attempt_at - kNow, std::chrono::seconds(72));
}

TEST(Settle, TheLastDeferredTryIsRejectedWithTheReason)
{
    const auto settlement =
        settle(mail(email_max_attempts()), outcome(AttemptOutcome::deferred), UnknownOutcome::resend, kNow);
    EXPECT_EQ(settlement.state, DeliveryState::rejected);
    EXPECT_EQ(settlement.reason, "webhook returned 502");
}

TEST(Settle, AWebhookHasOneTryUnlessRetriesAreAsked)
{
    EXPECT_EQ(settle(webhook(1, 0), outcome(AttemptOutcome::deferred), UnknownOutcome::resend, kNow).state,
              DeliveryState::rejected);
    EXPECT_EQ(settle(webhook(1, 3), outcome(AttemptOutcome::deferred), UnknownOutcome::resend, kNow).state,
              DeliveryState::retrying);
}

TEST(Settle, RetryAfterOnlyDelaysAndWithinADay)
{
    Attempt attempt = outcome(AttemptOutcome::deferred);
    attempt.retry_after_s = 3600;
    const auto hour = settle(webhook(1, 3), attempt, UnknownOutcome::resend, kNow);
    EXPECT_EQ(*hour.next_attempt_at - kNow, std::chrono::hours(1));
    attempt.retry_after_s = 10'000'000;
    const auto capped = settle(webhook(1, 3), attempt, UnknownOutcome::resend, kNow);
    EXPECT_EQ(*capped.next_attempt_at - kNow, std::chrono::hours(24));
}

TEST(Settle, UnknownMailIsSentAgainTwiceAndThenHeld)
{
    const auto unknown = outcome(AttemptOutcome::unknown);
    EXPECT_EQ(settle(mail(1, 0), unknown, UnknownOutcome::resend, kNow).state, DeliveryState::retrying);
    EXPECT_EQ(settle(mail(2, 1), unknown, UnknownOutcome::resend, kNow).state, DeliveryState::retrying);
    EXPECT_EQ(settle(mail(3, 2), unknown, UnknownOutcome::resend, kNow).state, DeliveryState::unknown);
    EXPECT_EQ(settle(mail(1, 0), unknown, UnknownOutcome::hold, kNow).state, DeliveryState::unknown);
}

TEST(Settle, AnAbandonedTryIsRepeatedOnlyWhenNothingLeft)
{
    Delivery delivery = webhook(1, 0);
    EXPECT_EQ(settle_abandoned(delivery, UnknownOutcome::resend, kNow).state, DeliveryState::pending);
    EXPECT_FALSE(settle_abandoned(delivery, UnknownOutcome::resend, kNow).count_as_try);
    delivery.payload_sent = true;
    EXPECT_EQ(settle_abandoned(delivery, UnknownOutcome::resend, kNow).state, DeliveryState::unknown);
}

TEST(RunEnd, FollowsTheFirstTries)
{
    EXPECT_EQ(decide_run_end({.total = 0}, "").status, RunStatus::success);
    EXPECT_EQ(decide_run_end({.total = 2, .accepted = 2, .accepted_at_first = 2}, "").status,
              RunStatus::success);
    EXPECT_EQ(
        decide_run_end({.total = 2, .accepted = 2, .accepted_at_first = 2}, "widget w_bar failed").status,
        RunStatus::partial);
    EXPECT_EQ(
        decide_run_end({.total = 2, .accepted = 1, .accepted_at_first = 1, .first_error = "550"}, "").status,
        RunStatus::partial);
    EXPECT_EQ(
        decide_run_end({.total = 2, .accepted = 2, .accepted_at_first = 1, .accepted_later = 1}, "").status,
        RunStatus::partial)
        << "a first try that failed is not forgotten because a later one worked";
    const RunEnd failed = decide_run_end({.total = 1, .first_error = "webhook returned 502"}, "");
    EXPECT_EQ(failed.status, RunStatus::failed);
    EXPECT_EQ(failed.error, "webhook returned 502");
}

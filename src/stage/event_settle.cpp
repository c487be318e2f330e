// 2xx alone is success. Everything else is tried again until the tries are used up, except what the receiver
// asked for: 410 and `webhook-delivery: disable` end the endpoint, `webhook-delivery: abort-message` ends the
// delivery.
#include "stage/event_settle.hpp"

#include "base/inert_text.hpp"
#include "base/text.hpp"
#include "platform/http/client.hpp"
#include "platform/http/retry_after.hpp"
#include "stage/settle.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::stage {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr seconds kLeastWaitAfterThrottle{60}; // after a timeout, 429, 502, 503 or 504
constexpr seconds kLongestRetryAfter = hours(10);
constexpr seconds kWaitAfterOwnFault{30};
constexpr auto kSustainedFailure = hours(24 * 5);
constexpr int kLeastExhausted = 2;

bool is_success(const http::EngineOutcome& outcome)
{
    return outcome.failure == http::PostFailure::none && outcome.status / 100 == 2;
}

bool is_throttle(const http::EngineOutcome& outcome)
{
    const int status = outcome.status;
    return outcome.failure == http::PostFailure::timeout || status == 429 || status == 502 || status == 503 ||
           status == 504;
}

std::string sentence(const http::EngineOutcome& outcome)
{
    if (outcome.failure != http::PostFailure::none && outcome.error)
        return outcome.status == 0
                   ? outcome.error->message
                   : fmt::format("the receiver answered {}, but {}", outcome.status, outcome.error->message);
    if (outcome.status / 100 == 3)
        return fmt::format("the receiver answered {}; redirects are not followed, give the final address",
                           outcome.status);
    if (outcome.status == 410)
        return "the receiver answered 410 Gone: it wants nothing more";
    return fmt::format("the receiver answered {}", outcome.status);
}

// Why a try is not counted.
std::string own_fault(const http::EngineOutcome& outcome)
{
    if (!outcome.local_fault)
        return "the server stopped during the try";
    return "not counted, this server is at fault: " +
           (outcome.error ? outcome.error->message : std::string("its network failed"));
}

Attempt attempt_of(const Delivery& delivery, const http::EngineOutcome& outcome, Instant started_at)
{
    Attempt attempt;
    attempt.delivery_id = delivery.id;
    attempt.n = delivery.attempt;
    attempt.cause = delivery.attempt > 1 ? DeliveryCause::retry : delivery.cause;
    attempt.started_at = started_at;
    attempt.latency_us = outcome.latency.count();
    attempt.status_code = outcome.status;
    attempt.response = inert_text(outcome.response, http::kResponseKeepLimit);
    attempt.peer = outcome.peer;
    attempt.bytes = outcome.bytes_sent;
    return attempt;
}

std::string_view wish_of(const http::EngineOutcome& outcome)
{
    return trim(outcome.delivery_wish);
}

// Why the receiver wants this endpoint switched off; empty when it does not.
std::string asked_to_switch_off(const http::EngineOutcome& outcome)
{
    if (outcome.status == 410)
        return "the receiver answered 410 Gone";
    if (equals_ignore_case_ascii(wish_of(outcome), "disable"))
        return "the receiver asked for it with the header webhook-delivery: disable";
    return {};
}

void finish(EventVerdict& verdict, DeliveryState state, std::string reason)
{
    verdict.settlement.state = state;
    verdict.settlement.reason = std::move(reason);
}

void try_later(EventVerdict& verdict, const Delivery& delivery, const http::EngineOutcome& outcome,
               Instant now)
{
    Microseconds wait = webhook_wait(delivery);
    if (is_throttle(outcome))
        wait = std::max<Microseconds>(wait, kLeastWaitAfterThrottle);
    if (outcome.status == 429 || outcome.status == 503) {
        const auto asked = http::parse_retry_after(outcome.retry_after, to_micros(now) / 1'000'000);
        verdict.attempt.retry_after_s = asked;
        if (asked) {
            const Microseconds bounded = std::min(seconds(*asked), kLongestRetryAfter);
            wait = std::max(wait, bounded);
            verdict.told_to_wait = now + bounded;
        }
    }
    verdict.settlement.state = DeliveryState::retrying;
    verdict.settlement.next_attempt_at = now + wait;
    verdict.settlement.reason = verdict.attempt.error;
}

} // namespace

EventVerdict judge_event_try(const Delivery& delivery, const http::EngineOutcome& outcome, Instant started_at,
                             Instant now)
{
    EventVerdict verdict;
    verdict.attempt = attempt_of(delivery, outcome, started_at);
    if (outcome.local_fault || outcome.failure == http::PostFailure::cancelled) {
        verdict.recorded = false;
        verdict.settlement = {.state =
                                  delivery.first_try_done ? DeliveryState::retrying : DeliveryState::pending,
                              .next_attempt_at = outcome.local_fault ? now + kWaitAfterOwnFault : now,
                              .reason = own_fault(outcome),
                              .count_as_try = false};
        return verdict;
    }
    if (is_success(outcome)) {
        verdict.sign = EndpointSign::well;
        verdict.attempt.outcome = AttemptOutcome::accepted;
        finish(verdict, DeliveryState::accepted, {});
        if (equals_ignore_case_ascii(wish_of(outcome), "disable"))
            verdict.switch_off = asked_to_switch_off(outcome);
        return verdict;
    }
    verdict.sign = EndpointSign::failing;
    verdict.attempt.error = sentence(outcome);
    verdict.attempt.outcome = AttemptOutcome::deferred;
    verdict.switch_off = asked_to_switch_off(outcome);
    const bool aborted = equals_ignore_case_ascii(wish_of(outcome), "abort-message");
    verdict.exhausted = delivery.attempt >= delivery.max_attempts;
    if (outcome.failure == http::PostFailure::bad_request || outcome.status == 410 || aborted ||
        verdict.exhausted) {
        verdict.attempt.outcome = AttemptOutcome::rejected;
        finish(verdict, DeliveryState::rejected, verdict.attempt.error);
    } else {
        try_later(verdict, delivery, outcome, now);
        verdict.attempt.next_attempt_at = verdict.settlement.next_attempt_at;
    }
    return verdict;
}

store::Settlement settle_interrupted(const Delivery& delivery, Instant now)
{
    if (delivery.unknown_count >= kMaxInterruptions)
        return {.state = DeliveryState::rejected,
                .next_attempt_at = std::nullopt,
                .reason = fmt::format("the server stopped during this try {} times; send it again by hand",
                                      delivery.unknown_count + 1)};
    return {.state = delivery.first_try_done ? DeliveryState::retrying : DeliveryState::pending,
            .next_attempt_at = now,
            .reason = "the server stopped during the try; it is sent again with the same webhook-id",
            .add_unknown = 1,
            .count_as_try = false};
}

HealthChange judge_health(const Webhook& webhook, const EventVerdict& verdict, bool others_reached,
                          Instant now)
{
    HealthChange change;
    change.health = {webhook.failing_since, webhook.last_exhausted_at, webhook.exhausted};
    if (verdict.sign == EndpointSign::well && webhook.failing_since) {
        change.health = {};
        change.changed = true;
        return change;
    }
    const bool its_own = verdict.attempt.status_code != 0 || others_reached;
    if (verdict.sign != EndpointSign::failing || !verdict.exhausted || !its_own ||
        verdict.attempt.cause == DeliveryCause::test)
        return change;
    change.changed = true;
    change.tell_owner = !webhook.failing_since;
    change.health.failing_since = webhook.failing_since.value_or(now);
    change.health.last_exhausted_at = now;
    ++change.health.exhausted;
    if (change.health.exhausted >= kLeastExhausted && now - *change.health.failing_since >= kSustainedFailure)
        change.switch_off =
            fmt::format("{} deliveries were used up in {} days without one success between",
                        change.health.exhausted, (now - *change.health.failing_since) / hours(24));
    return change;
}

} // namespace presstime::stage

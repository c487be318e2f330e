// See settle.hpp. Waits: mail after RFC 5321 section 4.5.4.1 in spirit but shorter at first (greylisting is
// normal), artifact webhooks on the event schedule.
#include "stage/settle.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace presstime::stage {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<seconds, 7> kEmailWaits{minutes(1), minutes(5), minutes(15), hours(1),
                                             hours(2),   hours(4),   hours(8)};
constexpr std::array<seconds, 9> kWebhookWaits{seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                               hours(10),  hours(14),  hours(20),   hours(24)};
constexpr seconds kLongestRetryAfter = hours(24);

std::uint64_t mix(std::uint64_t value) // SplitMix64's finaliser: spreads neighbouring ids
{
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31);
}

Microseconds jittered(seconds wait, const Delivery& delivery)
{
    const auto spread =
        mix(static_cast<std::uint64_t>(delivery.id) * 64 + delivery.attempt) % 4001; // 0..4000
    const double factor = 0.8 + static_cast<double>(spread) / 10'000.0;              // 0.8..1.2
    return std::chrono::duration_cast<Microseconds>(wait * factor);
}

bool is_webhook(const Delivery& delivery)
{
    return delivery.channel == "webhook";
}

seconds wait_after(const Delivery& delivery)
{
    const auto step = static_cast<std::size_t>(std::max(delivery.attempt - 1, 0));
    return is_webhook(delivery) ? kWebhookWaits[std::min(step, kWebhookWaits.size() - 1)]
                                : kEmailWaits[std::min(step, kEmailWaits.size() - 1)];
}

store::Settlement final_state(DeliveryState state, std::string reason)
{
    return {.state = state, .next_attempt_at = std::nullopt, .reason = std::move(reason)};
}

store::Settlement settle_unknown(const Delivery& delivery, UnknownOutcome on_unknown, Instant now)
{
    if (is_webhook(delivery)) {
        if (delivery.attempt < delivery.max_attempts)
            return {.state = DeliveryState::retrying,
                    .next_attempt_at = now + jittered(wait_after(delivery), delivery),
                    .reason = "the answer did not arrive; trying again with the same webhook-id",
                    .add_unknown = 1};
        return final_state(DeliveryState::unknown,
                           "the artifact was being sent when the connection was lost; it may have arrived");
    }
    if (on_unknown == UnknownOutcome::resend && delivery.unknown_count < kUnknownResends)
        return {.state = DeliveryState::retrying,
                .next_attempt_at = now,
                .reason =
                    "the server's answer after the message did not arrive; sending the same bytes again",
                .add_unknown = 1};
    return final_state(DeliveryState::unknown,
                       "the server's answer after the message did not arrive; it may have been delivered");
}

} // namespace

Microseconds webhook_wait(const Delivery& delivery)
{
    const auto step = static_cast<std::size_t>(std::max(delivery.attempt - 1, 0));
    return jittered(kWebhookWaits[std::min(step, kWebhookWaits.size() - 1)], delivery);
}

int email_max_attempts()
{
    return static_cast<int>(kEmailWaits.size()) + 1;
}

int webhook_max_attempts(int retries)
{
    return 1 + std::clamp(retries, 0, static_cast<int>(kWebhookWaits.size()));
}

store::Settlement settle(const Delivery& delivery, const Attempt& attempt, UnknownOutcome on_unknown,
                         Instant now)
{
    switch (attempt.outcome) {
    case AttemptOutcome::accepted:
        return final_state(DeliveryState::accepted, {});
    case AttemptOutcome::rejected:
        return final_state(DeliveryState::rejected, attempt.error);
    case AttemptOutcome::unknown:
        return settle_unknown(delivery, on_unknown, now);
    case AttemptOutcome::deferred:
        break;
    }
    if (delivery.attempt >= delivery.max_attempts)
        return final_state(DeliveryState::rejected, attempt.error);
    Microseconds wait = jittered(wait_after(delivery), delivery);
    if (attempt.retry_after_s) {
        const seconds asked = std::clamp(seconds(*attempt.retry_after_s), seconds(0), kLongestRetryAfter);
        wait = std::max(wait, std::chrono::duration_cast<Microseconds>(asked));
    }
    return {.state = DeliveryState::retrying, .next_attempt_at = now + wait, .reason = attempt.error};
}

store::Settlement settle_abandoned(const Delivery& delivery, UnknownOutcome on_unknown, Instant now)
{
    if (!delivery.payload_sent)
        return {.state = DeliveryState::pending,
                .next_attempt_at = now,
                .reason = "the sender stopped before anything was sent",
                .count_as_try = false};
    return settle_unknown(delivery, on_unknown, now);
}

RunEnd decide_run_end(const store::DeliveryTally& tally, const std::string& run_error)
{
    // What a later try repaired stays visible on the delivery;
    // the run tells of the first tries (rules, Runs 3).
    std::string delivery_error = tally.first_error;
    if (delivery_error.empty())
        delivery_error = tally.accepted_later > 0 ? "a recipient was reached only by a later try"
                                                  : "no recipient was reached";
    if (tally.total > 0 && tally.accepted_at_first == 0)
        return {RunStatus::failed, delivery_error};
    if (tally.accepted_at_first < tally.total)
        return {RunStatus::partial, run_error.empty() ? delivery_error : run_error};
    if (!run_error.empty())
        return {RunStatus::partial, run_error};
    return {RunStatus::success, {}};
}

} // namespace presstime::stage

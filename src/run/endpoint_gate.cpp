// The window grows by one a success (so it doubles each time it is filled) and halves a failure. The bucket
// of the rate limit holds one second's worth, so a minute never carries more than its limit and that second.
#include "run/endpoint_gate.hpp"

#include <algorithm>
#include <cmath>

namespace presstime::run {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr int kFailuresThatOpen = 5;
constexpr Microseconds kFirstWait = seconds(30);
constexpr Microseconds kLongestWait = minutes(10);
constexpr Microseconds kLongestToldWait = std::chrono::hours(10);
constexpr double kMicrosAMinute = 60e6;

double bucket_size(const GateLimits& limits)
{
    return std::max(1.0, limits.rate_per_minute / 60.0);
}

} // namespace

double EndpointGate::tokens_at(const GateLimits& limits, Instant now) const
{
    if (tokens_ < 0)
        return bucket_size(limits);
    const double passed = std::max<double>(0, static_cast<double>((now - refilled_at_).count()));
    return std::min(bucket_size(limits), tokens_ + passed * limits.rate_per_minute / kMicrosAMinute);
}

bool EndpointGate::told_to_wait(Instant now) const
{
    return told_to_wait_ && now < *told_to_wait_ && *told_to_wait_ - now <= kLongestToldWait;
}

BreakerState EndpointGate::state(Instant now) const
{
    if (!open_until_)
        return BreakerState::closed;
    // No wait is longer than the longest: what lies further ahead was noted before the clock was set back.
    const bool waits = now < *open_until_ && *open_until_ - now <= kLongestWait;
    return waits ? BreakerState::open : BreakerState::half_open;
}

int EndpointGate::allowance(const GateLimits& limits, Instant now)
{
    if (told_to_wait(now))
        return 0;
    const BreakerState breaker = state(now);
    if (breaker == BreakerState::open)
        return 0;
    if (breaker == BreakerState::half_open)
        return in_flight_ == 0 ? 1 : 0;
    int allowed = static_cast<int>(std::min<double>(window_, limits.window)) - in_flight_;
    if (limits.rate_per_minute > 0) {
        tokens_ = tokens_at(limits, now);
        refilled_at_ = now;
        allowed = std::min(allowed, static_cast<int>(std::floor(tokens_ + 1e-9)));
    }
    return std::max(allowed, 0);
}

void EndpointGate::begin(int tries, Instant now)
{
    in_flight_ += tries;
    if (tokens_ >= 0)
        tokens_ -= tries;
    refilled_at_ = std::max(refilled_at_, now);
}

void EndpointGate::succeeded()
{
    --in_flight_;
    failures_in_row_ = 0;
    told_to_wait_.reset();
    const bool was_open = open_until_.has_value();
    open_until_.reset();
    next_wait_ = {};
    window_ = was_open ? 1 : std::min(window_ + 1, 1e6);
}

void EndpointGate::failed(Instant now, std::optional<Instant> told_to_wait)
{
    --in_flight_;
    ++failures_in_row_;
    window_ = std::max(1.0, window_ / 2);
    if (told_to_wait)
        told_to_wait_ = std::max(told_to_wait_.value_or(*told_to_wait), *told_to_wait);
    const bool probe_failed = open_until_ && now >= *open_until_;
    if (probe_failed || (!open_until_ && failures_in_row_ >= kFailuresThatOpen)) {
        next_wait_ = next_wait_ == Microseconds{} ? kFirstWait : std::min(next_wait_ * 2, kLongestWait);
        open_until_ = now + next_wait_;
    }
}

void EndpointGate::returned()
{
    --in_flight_;
}

std::optional<Instant> EndpointGate::opens_at(const GateLimits& limits, Instant now) const
{
    std::optional<Instant> opens;
    if (told_to_wait(now))
        opens = *told_to_wait_;
    if (state(now) == BreakerState::open)
        opens = std::max(opens.value_or(*open_until_), *open_until_);
    if (!opens && limits.rate_per_minute > 0 && tokens_at(limits, now) < 1)
        opens = now + Microseconds(static_cast<std::int64_t>((1 - tokens_at(limits, now)) * kMicrosAMinute /
                                                             limits.rate_per_minute) +
                                   1);
    return opens;
}

} // namespace presstime::run

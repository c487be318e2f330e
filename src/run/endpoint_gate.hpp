// How many tries one webhook may have under way now: a window that opens with success and closes with
// failure, a breaker that lets one probe through after a while, and a rate limit. It decides on values alone
// and knows no clock; waiting behind it costs a delivery no attempt.
//
//   closed --(5 failures in a row)--> open --(wait over)--> half-open --(probe succeeds)--> closed, window 1
//                                      ^------------(probe fails: the wait doubles)------------'
#pragma once

#include "base/time.hpp"

#include <optional>

namespace presstime::run {

enum class BreakerState { closed, open, half_open };

struct GateLimits {
    int window = 16;         // tries at once at most
    int rate_per_minute = 0; // 0 = no limit
};

class EndpointGate {
public:
    explicit EndpointGate(Instant now) : refilled_at_(now) {}

    // How many more tries may begin at `now`.
    int allowance(const GateLimits& limits, Instant now);
    // That many begin.
    void begin(int tries, Instant now);
    // One ended. `told_to_wait`: the receiver asked for a pause until then, for all that goes to it.
    void succeeded();
    void failed(Instant now, std::optional<Instant> told_to_wait);
    // One ended that says nothing about the receiver: our own network failed, or the try was handed back.
    void returned();
    // After a pause sending begins with one try at a time.
    void ramp_up() { window_ = 1; }

    int in_flight() const { return in_flight_; }
    BreakerState state(Instant now) const;
    // Its last try failed: such endpoints together may hold only a share of all slots.
    bool is_suspect() const { return failures_in_row_ > 0; }
    // When a closed gate may open next; nothing when it is open for tries or waits for one under way.
    std::optional<Instant> opens_at(const GateLimits& limits, Instant now) const;

private:
    bool told_to_wait(Instant now) const;
    double tokens_at(const GateLimits& limits, Instant now) const;

    int in_flight_ = 0;
    double window_ = 1;
    int failures_in_row_ = 0;
    std::optional<Instant> open_until_; // set while the breaker is open or half-open
    Microseconds next_wait_{};          // of the breaker; 0 = closed since its last success
    std::optional<Instant> told_to_wait_;
    double tokens_ = -1; // -1 = never limited yet: a full bucket
    Instant refilled_at_;
};

} // namespace presstime::run

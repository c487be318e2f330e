// The injected source of time. Everything that asks what time it is holds a Clock&; tests hold a ManualClock.
#pragma once

#include "base/time.hpp"

#include <atomic>

namespace presstime {

class Clock {
public:
    virtual ~Clock() = default;
    // Wall time in UTC. Safe to call from any thread.
    virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
public:
    Instant now() const override;
};

// A clock that moves only when told to.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start) : micros_(to_micros(start)) {}
    Instant now() const override { return from_micros(micros_.load()); }
    void set(Instant instant) { micros_.store(to_micros(instant)); }
    void advance(Microseconds by) { micros_.fetch_add(by.count()); }

private:
    std::atomic<std::int64_t> micros_;
};

} // namespace presstime

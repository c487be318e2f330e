// A deadline is a value handed down: an absolute point on the monotonic clock, with an optional cancel flag.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>

namespace presstime {

class CancelToken {
public:
    CancelToken() : cancelled_(std::make_shared<std::atomic<bool>>(false)) {}
    void cancel() const { cancelled_->store(true, std::memory_order_relaxed); }
    bool cancelled() const { return cancelled_->load(std::memory_order_relaxed); }

private:
    std::shared_ptr<std::atomic<bool>> cancelled_;
};

class Deadline {
public:
    using SteadyClock = std::chrono::steady_clock;

    static Deadline after(SteadyClock::duration duration) { return Deadline(SteadyClock::now() + duration); }
    Deadline with_cancel(CancelToken token) const
    {
        Deadline copy = *this;
        copy.token_ = std::move(token);
        return copy;
    }
    // The earlier of this deadline and `duration` from now, with the same cancel token.
    Deadline sooner(SteadyClock::duration duration) const
    {
        Deadline copy = *this;
        copy.at_ = std::min(at_, SteadyClock::now() + duration);
        return copy;
    }
    bool cancelled() const { return token_.cancelled(); }
    bool expired() const { return cancelled() || SteadyClock::now() >= at_; }
    SteadyClock::duration remaining() const
    {
        return cancelled() ? SteadyClock::duration::zero()
                           : std::max(SteadyClock::duration::zero(), at_ - SteadyClock::now());
    }
    SteadyClock::time_point at() const { return at_; }

private:
    explicit Deadline(SteadyClock::time_point at) : at_(at) {}
    SteadyClock::time_point at_;
    CancelToken token_;
};

} // namespace presstime

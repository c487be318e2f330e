// Data that cannot be reached without its lock.
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

namespace presstime {

template <typename T>
class Guarded {
public:
    template <typename... Args>
    explicit Guarded(Args&&... args) : value_(std::forward<Args>(args)...)
    {
    }

    // Calls `use(T&)` with the lock held and returns what it returns. `use` must not take another lock.
    template <typename Use>
    decltype(auto) with(Use&& use)
    {
        std::lock_guard lock(mutex_);
        return std::forward<Use>(use)(value_);
    }
    template <typename Use>
    decltype(auto) with(Use&& use) const
    {
        std::lock_guard lock(mutex_);
        return std::forward<Use>(use)(value_);
    }

private:
    mutable std::mutex mutex_;
    T value_;
};

} // namespace presstime

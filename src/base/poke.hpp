// A hint that there is work: a sleeping loop waits on it, anyone may poke it. A poke given while nobody waits
// is kept for the next wait; many pokes are one.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace presstime {

class Poke {
public:
    void poke()
    {
        {
            std::lock_guard lock(mutex_);
            pending_ = true;
        }
        condition_.notify_all();
    }
    // Waits at most `duration`; true when poked. Clears the poke.
    bool wait_for(std::chrono::steady_clock::duration duration)
    {
        std::unique_lock lock(mutex_);
        bool poked = condition_.wait_for(lock, duration, [this] { return pending_; });
        pending_ = false;
        return poked;
    }

private:
    std::mutex mutex_;
    std::condition_variable condition_;
    bool pending_ = false;
};

} // namespace presstime

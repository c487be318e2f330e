// Small work that no caller waits for: noting that a key was used, writing a mail whose recipient may not
// exist. One thread, a bounded queue; what does not fit is left undone, so nothing that must happen belongs
// here.
#pragma once

#include "base/service.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace presstime::control {

class Errands final : public Service {
public:
    ~Errands() override { stop(); }

    std::string_view name() const override { return "errands"; }
    Result<> start() override;
    void stop() override; // does what waits, then ends

    // False, and nothing will happen, when 256 wait already. Safe from any thread.
    bool run_later(std::function<void()> errand);
    // Does what waits in the calling thread; returns how many. For tests, and for a process without the loop.
    int run_waiting();

private:
    void loop();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace presstime::control

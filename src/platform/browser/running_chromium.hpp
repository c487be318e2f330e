// One Chromium process with the thread that owns it: the thread starts it, reads its pipe, watches its memory
// and idleness, and ends it. (The kernel kills the process with that very thread.)
#pragma once

#include "platform/browser/browser.hpp"
#include "platform/browser/pipe_connection.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <thread>

namespace presstime::browser {

class RunningChromium {
public:
    // Waits until it answers. `give_up` when there is no usable program, `retry` when the deadline passes.
    static Result<std::shared_ptr<RunningChromium>> start(const BrowserConfig& config,
                                                          const Deadline& deadline);
    RunningChromium(const RunningChromium&) = delete;
    RunningChromium& operator=(const RunningChromium&) = delete;
    // Ends it and waits for that.
    ~RunningChromium();

    PipeConnection& connection() { return *connection_; }
    pid_t pid() const { return pid_; }
    // False once it has ended, or has made its number of pages: then another is needed.
    bool begin_page();
    void end_page();
    // Breaks off whatever is under way.
    void kill() { stopping_ = true; }
    // Processes killed so far because of the memory limit.
    int memory_kills() const { return memory_kills_; }

private:
    explicit RunningChromium(const BrowserConfig& config) : config_(config) {}
    void live(std::promise<Result<>> started);
    void watch_memory();
    bool retire_if_idle();

    const BrowserConfig& config_;
    std::unique_ptr<PipeConnection> connection_;
    std::atomic<pid_t> pid_{0};
    std::atomic<bool> retired_{false};
    std::atomic<bool> stopping_{false};
    std::atomic<bool> ended_{false};
    std::atomic<int> memory_kills_{0};
    std::atomic<int> pages_open_{0};
    std::atomic<int> pages_made_{0};
    std::atomic<std::int64_t> last_used_ns_{0};
    std::thread thread_;
};

} // namespace presstime::browser

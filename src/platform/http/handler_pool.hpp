// A bounded pool for request handlers: a fixed number of named threads and a queue that refuses rather than
// grows. It knows nothing of HTTP; jobs must not throw.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace presstime::http {

class HandlerPool {
public:
    using Job = std::function<void()>;

    HandlerPool(int threads, std::size_t queue_limit) : threads_wanted_(threads), queue_limit_(queue_limit) {}
    ~HandlerPool() { stop(); }
    HandlerPool(const HandlerPool&) = delete;
    HandlerPool& operator=(const HandlerPool&) = delete;

    void start();
    // False when every thread is busy and the queue is full, or the pool is stopped.
    bool try_submit(Job job);
    // Drops what is queued, waits for what runs. Safe to call twice.
    void stop();

private:
    void work();

    const int threads_wanted_;
    const std::size_t queue_limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    int idle_ = 0;
    bool stopped_ = true;
    std::vector<std::thread> threads_;
};

} // namespace presstime::http

// Interrupts queries whose deadline has passed or was cancelled, or under which the process grows too large,
// from one thread for the whole process: an engine that computes for minutes before its first row cannot look
// at a clock itself, and what it allocates outside its own limit it does not count.
#pragma once

#include "base/deadline.hpp"
#include "base/error.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

namespace presstime {

// How far the process may grow while a query runs. Far above what engines may use by their own limits: this
// stops what they do not count, before the system stops the process.
constexpr std::int64_t kMaxQueryGrowth = 2LL << 30;

// A deadline that remembers how long it was, for the message, and whether memory ran out. Copies share both.
class QueryTimer {
public:
    explicit QueryTimer(const Deadline& deadline, std::int64_t max_growth = kMaxQueryGrowth);
    const Deadline& deadline() const { return deadline_; }
    bool over() const { return deadline_.expired() || *too_large_; }
    // give_up "the query took longer than 30 s" or "the query was cancelled", retry "... more memory ...".
    Error error() const;
    // Given how much memory the process holds now.
    void note_memory(std::int64_t resident_bytes);

private:
    Deadline deadline_;
    Deadline::SteadyClock::duration allowed_;
    std::int64_t max_resident_;
    std::shared_ptr<std::atomic<bool>> too_large_ = std::make_shared<std::atomic<bool>>(false);
};

class Watchdog {
public:
    static Watchdog& shared();
    ~Watchdog();

    // While it lives, `interrupt` is called from the watchdog's thread, again and again once the timer is
    // over: an interrupt between two steps of an engine is lost. Never called after destruction.
    class Watch {
    public:
        Watch(QueryTimer timer, std::function<void()> interrupt);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

    private:
        std::uint64_t id_;
    };

private:
    struct Entry {
        QueryTimer timer;
        std::function<void()> interrupt;
    };

    Watchdog();
    void loop();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, Entry> entries_;
    std::uint64_t next_id_ = 0;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace presstime

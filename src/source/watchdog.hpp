// Interrupts queries whose deadline has passed or was cancelled, from one thread for the whole process: an
// engine that computes for minutes before its first row cannot look at a clock itself.
#pragma once

#include "base/deadline.hpp"
#include "base/error.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace presstime {

// A deadline that remembers how long it was, for the message.
class QueryTimer {
public:
    explicit QueryTimer(const Deadline& deadline) : deadline_(deadline), allowed_(deadline.remaining()) {}
    const Deadline& deadline() const { return deadline_; }
    bool over() const { return deadline_.expired(); }
    // give_up "the query took longer than 30 s" or "the query was cancelled".
    Error error() const;

private:
    Deadline deadline_;
    Deadline::SteadyClock::duration allowed_;
};

class Watchdog {
public:
    static Watchdog& shared();
    ~Watchdog();

    // While it lives, `interrupt` is called from the watchdog's thread, again and again once the deadline has
    // passed: an interrupt between two steps of an engine is lost. Never called after destruction.
    class Watch {
    public:
        Watch(Deadline deadline, std::function<void()> interrupt);
        ~Watch();
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

    private:
        std::uint64_t id_;
    };

private:
    struct Entry {
        Deadline deadline;
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

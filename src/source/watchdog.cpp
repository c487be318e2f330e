#include "source/watchdog.hpp"

#include <chrono>
#include <fmt/format.h>
#include <pthread.h>

namespace presstime {
namespace {

// How late an interrupt may come. A cancel flag has no way to wake the thread, so it looks this often, but
// only while a query runs.
constexpr std::chrono::milliseconds kLook{20};

} // namespace

Error QueryTimer::error() const
{
    if (deadline_.cancelled())
        return Error::give_up("the query was cancelled");
    auto millis = std::chrono::ceil<std::chrono::milliseconds>(allowed_).count();
    std::string limit =
        millis >= 1000 ? fmt::format("{} s", (millis + 500) / 1000) : fmt::format("{} ms", millis);
    return Error::give_up(
        fmt::format("the query took longer than {}; make it cheaper or raise its timeout", limit));
}

Watchdog& Watchdog::shared()
{
    static Watchdog watchdog;
    return watchdog;
}

Watchdog::Watchdog() : thread_([this] { loop(); })
{
    ::pthread_setname_np(thread_.native_handle(), "query-watchdog");
}

Watchdog::~Watchdog()
{
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Watchdog::loop()
{
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        if (entries_.empty())
            changed_.wait(lock, [this] { return stopping_ || !entries_.empty(); });
        else
            changed_.wait_for(lock, kLook, [this] { return stopping_; });
        for (auto& [id, entry] : entries_) {
            if (entry.deadline.expired())
                entry.interrupt();
        }
    }
}

Watchdog::Watch::Watch(Deadline deadline, std::function<void()> interrupt)
{
    Watchdog& watchdog = Watchdog::shared();
    std::lock_guard lock(watchdog.mutex_);
    id_ = watchdog.next_id_++;
    watchdog.entries_.emplace(id_, Entry{std::move(deadline), std::move(interrupt)});
    watchdog.changed_.notify_all();
}

Watchdog::Watch::~Watch()
{
    Watchdog& watchdog = Watchdog::shared();
    std::lock_guard lock(watchdog.mutex_);
    watchdog.entries_.erase(id_);
}

} // namespace presstime

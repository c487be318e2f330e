#include "source/watchdog.hpp"

#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <pthread.h>
#include <unistd.h>

namespace presstime {
namespace {

// How late an interrupt may come. A cancel flag has no way to wake the thread, so it looks this often, but
// only while a query runs.
constexpr std::chrono::milliseconds kLook{20};

std::int64_t resident_bytes()
{
    std::ifstream file("/proc/self/statm");
    std::int64_t total_pages = 0;
    std::int64_t resident_pages = 0;
    file >> total_pages >> resident_pages;
    return file ? resident_pages * ::sysconf(_SC_PAGESIZE) : 0;
}

} // namespace

QueryTimer::QueryTimer(const Deadline& deadline, std::int64_t max_growth)
    : deadline_(deadline), allowed_(deadline.remaining()), max_resident_(resident_bytes() + max_growth)
{
}

void QueryTimer::note_memory(std::int64_t resident_bytes)
{
    if (resident_bytes > max_resident_)
        *too_large_ = true;
}

Error QueryTimer::error() const
{
    if (*too_large_)
        return Error::retry("the query needs more memory than the server has for one; make it smaller");
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
        std::int64_t resident = entries_.empty() ? 0 : resident_bytes();
        for (auto& [id, entry] : entries_) {
            entry.timer.note_memory(resident);
            if (entry.timer.over())
                entry.interrupt();
        }
    }
}

Watchdog::Watch::Watch(QueryTimer timer, std::function<void()> interrupt)
{
    Watchdog& watchdog = Watchdog::shared();
    std::lock_guard lock(watchdog.mutex_);
    id_ = watchdog.next_id_++;
    watchdog.entries_.emplace(id_, Entry{std::move(timer), std::move(interrupt)});
    watchdog.changed_.notify_all();
}

Watchdog::Watch::~Watch()
{
    Watchdog& watchdog = Watchdog::shared();
    std::lock_guard lock(watchdog.mutex_);
    watchdog.entries_.erase(id_);
}

} // namespace presstime

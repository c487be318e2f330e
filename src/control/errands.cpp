// The loop takes one errand at a time, outside of the lock.
#include "control/errands.hpp"

#include "base/log.hpp"

#include <exception>

namespace presstime::control {
namespace {

constexpr std::size_t kMaxWaiting = 256;

void run(const std::function<void()>& errand)
{
    try {
        errand();
    } catch (const std::exception& unforeseen) {
        log(LogLevel::error, "errand.failed", {{"what", unforeseen.what()}});
    }
}

} // namespace

Result<> Errands::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

void Errands::stop()
{
    if (!thread_.joinable())
        return;
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
    run_waiting();
}

bool Errands::run_later(std::function<void()> errand)
{
    {
        std::lock_guard lock(mutex_);
        if (stopping_ || waiting_.size() >= kMaxWaiting)
            return false;
        waiting_.push_back(std::move(errand));
    }
    changed_.notify_one();
    return true;
}

int Errands::run_waiting()
{
    std::deque<std::function<void()>> taken;
    {
        std::lock_guard lock(mutex_);
        std::swap(taken, waiting_);
    }
    for (const auto& errand : taken)
        run(errand);
    return static_cast<int>(taken.size());
}

void Errands::loop()
{
    for (;;) {
        std::function<void()> errand;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_)
                return;
            errand = std::move(waiting_.front());
            waiting_.pop_front();
        }
        run(errand);
    }
}

} // namespace presstime::control

// Two queues, one for names that have been slow, and threads that outlive a stop() by at most one lookup.
#include "platform/http/resolver_pool.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_set>

namespace presstime::http {

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kSlow{1};
constexpr std::size_t kMostSlowNames = 4096;
// Another name that resolved this recently shows that our name servers work.
constexpr std::chrono::seconds kProofLasts{60};

struct Job {
    std::string host;
    ResolverPool::Done done;
};

struct WorkerThread {
    std::thread thread;
    bool busy = false;
};

} // namespace

struct ResolverPool::State {
    std::mutex mutex;
    std::condition_variable changed;
    Resolve resolve;
    std::size_t most_waiting = 0;
    std::deque<Job> quick;
    std::deque<Job> slow;
    std::unordered_set<std::string> slow_names;
    std::size_t slow_running = 0;
    std::size_t most_slow = 1;
    std::optional<SteadyClock::time_point> last_success;
    bool stopping = false;
    std::vector<WorkerThread> workers;

    bool can_run_slow() const { return !slow.empty() && slow_running < most_slow; }
    bool proven(SteadyClock::time_point now) const
    {
        return last_success && now - *last_success < kProofLasts;
    }
    void work(std::size_t index);
    LookupAnswer judge(const std::string& host, Result<std::vector<IpAddress>> addresses,
                       SteadyClock::duration took);
};

void ResolverPool::State::work(std::size_t index)
{
    std::unique_lock lock(mutex);
    while (true) {
        changed.wait(lock, [this] { return stopping || !quick.empty() || can_run_slow(); });
        if (stopping)
            return;
        bool is_slow = quick.empty();
        std::deque<Job>& queue = is_slow ? slow : quick;
        Job job = std::move(queue.front());
        queue.pop_front();
        slow_running += is_slow ? 1 : 0;
        workers[index].busy = true;
        lock.unlock();
        auto started = SteadyClock::now();
        auto addresses = resolve(job.host);
        auto took = SteadyClock::now() - started;
        lock.lock();
        slow_running -= is_slow ? 1 : 0;
        if (stopping)
            return;
        workers[index].busy = false;
        job.done(judge(job.host, std::move(addresses), took));
        changed.notify_one();
    }
}

LookupAnswer ResolverPool::State::judge(const std::string& host, Result<std::vector<IpAddress>> addresses,
                                        SteadyClock::duration took)
{
    auto now = SteadyClock::now();
    if (took < kSlow)
        slow_names.erase(host);
    else if (slow_names.size() < kMostSlowNames)
        slow_names.insert(host);
    bool answered = addresses || addresses.error().kind != ErrorKind::retry;
    if (answered)
        last_success = now;
    return {std::move(addresses), !answered && !proven(now)};
}

ResolverPool::ResolverPool(int threads, std::size_t most_waiting, Resolve resolve)
    : state_(std::make_shared<State>())
{
    auto count = static_cast<std::size_t>(std::max(1, threads));
    state_->resolve = std::move(resolve);
    state_->most_waiting = most_waiting;
    state_->most_slow = std::max<std::size_t>(1, count / 2);
    state_->workers.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        state_->workers[i].thread = std::thread([state = state_, i] { state->work(i); });
}

ResolverPool::~ResolverPool()
{
    stop();
}

bool ResolverPool::look_up(std::string host, Done done)
{
    std::lock_guard lock(state_->mutex);
    if (state_->stopping || state_->quick.size() + state_->slow.size() >= state_->most_waiting)
        return false;
    bool is_slow = state_->slow_names.contains(host);
    (is_slow ? state_->slow : state_->quick).push_back({std::move(host), std::move(done)});
    state_->changed.notify_one();
    return true;
}

bool ResolverPool::keeps_up() const
{
    std::lock_guard lock(state_->mutex);
    return state_->quick.empty() && state_->proven(SteadyClock::now());
}

void ResolverPool::stop()
{
    std::vector<std::thread> idle;
    {
        std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        state_->quick.clear();
        state_->slow.clear();
        for (WorkerThread& worker : state_->workers) {
            if (!worker.thread.joinable())
                continue;
            if (worker.busy)
                worker.thread.detach();
            else
                idle.push_back(std::move(worker.thread));
        }
    }
    state_->changed.notify_all();
    for (std::thread& thread : idle)
        thread.join();
}

} // namespace presstime::http

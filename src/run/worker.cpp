// One thread claims and keeps the leases, the others work.
// What working on a run means is the pipeline's business.
#include "run/worker.hpp"

#include "base/log.hpp"
#include "store/run_store.hpp"

namespace presstime::run {

Worker::Worker(db::Database& database, const Clock& clock, Pipeline& pipeline, WorkerConfig config)
    : database_(database), clock_(clock), pipeline_(pipeline), config_(std::move(config))
{
}

Result<> Worker::start()
{
    for (int i = 0; i < config_.threads; ++i)
        threads_.emplace_back([this] { work_loop(); });
    claimer_ = std::thread([this] { claim_loop(); });
    return {};
}

void Worker::stop()
{
    if (threads_.empty())
        return;
    stopping_ = true;
    poke_.poke();
    changed_.notify_all();
    claimer_.join();
    {
        std::unique_lock lock(mutex_);
        const bool drained = changed_.wait_for(lock, config_.drain, [this] { return working_ == 0; });
        if (!drained)
            stop_now_.cancel(); // interrupts queries; the runs are handed back
    }
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
    release_waiting();
}

Result<std::vector<Run>> Worker::claim(int limit, store::LostRuns lost)
{
    std::vector<Run> runs;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        runs = TRY(store::claim_runs(session, config_.worker_id, limit, now, now + config_.lease, lost));
        return {};
    }));
    return runs;
}

Result<int> Worker::run_once()
{
    const std::vector<Run> runs = TRY(claim(config_.claim_batch, store::LostRuns::as_others));
    for (const Run& run : runs)
        pipeline_.process(run, stop_now_);
    return static_cast<int>(runs.size());
}

void Worker::heartbeat()
{
    const Result<> kept = database_.write([&](db::Session& session) -> Result<> {
        TRY(store::extend_run_leases(session, config_.worker_id, clock_.now() + config_.lease));
        return {};
    });
    if (!kept)
        log_error("worker.heartbeat_failed", kept.error());
}

void Worker::claim_loop()
{
    using SteadyClock = std::chrono::steady_clock;
    const auto beat = config_.lease / 3;
    auto next_beat = SteadyClock::now() + beat;
    auto wait = std::chrono::milliseconds(0);
    bool alone = false; // what is held was lost by a worker that died
    for (;;) {
        poke_.wait_for(wait);
        wait = config_.poll;
        const bool stopping = stopping_;
        bool idle = true;
        int room = 0;
        {
            std::lock_guard lock(mutex_);
            idle = waiting_.empty() && working_ == 0;
            room = config_.claim_batch - static_cast<int>(waiting_.size());
        }
        if (!idle && (stopping || SteadyClock::now() >= next_beat)) {
            heartbeat();
            next_beat = SteadyClock::now() + beat;
        }
        if (stopping)
            return;
        // Half a batch of room at least: a claim per run would cost a commit per run.
        alone = alone && !idle;
        if (alone || room * 2 < config_.claim_batch)
            continue;
        Result<std::vector<Run>> runs = claim(room, idle ? store::LostRuns::alone : store::LostRuns::wait);
        if (!runs) {
            log_error("worker.claim_failed", runs.error());
            continue;
        }
        if (runs->empty())
            continue;
        if (idle)
            next_beat = SteadyClock::now() + beat;
        alone = idle && runs->front().attempt > 1 && runs->front().error.empty();
        std::lock_guard lock(mutex_);
        for (Run& run : *runs)
            waiting_.push_back(std::move(run));
        changed_.notify_all();
    }
}

void Worker::work_loop()
{
    for (;;) {
        Run run;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_)
                return;
            run = std::move(waiting_.front());
            waiting_.pop_front();
            ++working_;
        }
        pipeline_.process(run, stop_now_);
        {
            std::lock_guard lock(mutex_);
            --working_;
        }
        changed_.notify_all();
        poke_.poke(); // there is room, and a serial report's next run may be free
    }
}

void Worker::release_waiting()
{
    std::lock_guard lock(mutex_);
    if (waiting_.empty())
        return;
    const Result<> released = database_.write([&](db::Session& session) -> Result<> {
        for (const Run& run : waiting_)
            TRY(store::release_run(session, {run.id, run.attempt, run.worker_id}, clock_.now()));
        return {};
    });
    if (!released)
        log_error("worker.release_failed", released.error());
    waiting_.clear();
}

} // namespace presstime::run

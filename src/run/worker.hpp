// Claims queued runs in batches and works on them with a fixed number of threads; a heartbeat keeps the
// leases of what this worker holds. A worker that dies simply stops beating: its runs are claimed again when
// the lease ends, each alone, since one of them may be what ended it.
#pragma once

#include "base/clock.hpp"
#include "base/deadline.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "platform/db/database.hpp"
#include "run/pipeline.hpp"
#include "store/run_store.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace presstime::run {

struct WorkerConfig {
    std::string worker_id; // unique per process start
    int threads = 2;
    int claim_batch = 16;                 // runs claimed per transaction; the rest waits in the table
    std::chrono::seconds lease{30};       // how long a dead worker's run stays untouched
    std::chrono::milliseconds poll{1000}; // looks for work at least this often
    std::chrono::seconds drain{20};       // how long stop() lets runs finish before handing them back
};

class Worker final : public Service {
public:
    Worker(db::Database& database, const Clock& clock, Pipeline& pipeline, WorkerConfig config);
    ~Worker() override { stop(); }

    std::string_view name() const override { return "worker"; }
    Result<> start() override;
    void stop() override;
    void poke() { poke_.poke(); }

    // Claims one batch and works on it in the calling thread; returns the number of runs. For tests.
    Result<int> run_once();

private:
    void claim_loop();
    void work_loop();
    Result<std::vector<Run>> claim(int limit, store::LostRuns lost);
    void heartbeat();
    void release_waiting();

    db::Database& database_;
    const Clock& clock_;
    Pipeline& pipeline_;
    WorkerConfig config_;
    Poke poke_;
    CancelToken stop_now_;
    std::atomic<bool> stopping_{false};

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Run> waiting_; // claimed, not yet begun; at most claim_batch
    int working_ = 0;

    std::thread claimer_;
    std::vector<std::thread> threads_;
};

} // namespace presstime::run

// Turns time into rows: for each report that is due, one transaction inserts its runs (or the reason there is
// none) and advances next_run_at. Sleeps until the earliest next_run_at or a poke; never walks all reports,
// so a pass costs what is due. Any number of schedulers may run: the unique run identity decides.
#pragma once

#include "base/clock.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "platform/db/database.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <thread>

namespace presstime::run {

struct SchedulerConfig {
    int batch = 500;                                 // reports per transaction
    std::chrono::milliseconds longest_sleep{10'000}; // re-reads the due index at least this often
};

class Scheduler final : public Service {
public:
    // `wake_workers` is called after runs were inserted.
    Scheduler(db::Database& database, const Clock& clock, std::function<void()> wake_workers,
              SchedulerConfig config);
    ~Scheduler() override { stop(); }

    std::string_view name() const override { return "scheduler"; }
    Result<> start() override;
    void stop() override;
    // A report was created or changed: look at the due index now.
    void poke() { poke_.poke(); }

    struct Pass {
        int reports = 0;   // due reports handled
        int queries = 0;   // due schedules of queries handled
        int queued = 0;    // runs inserted to be worked on
        int skipped = 0;   // rows inserted with a reason instead
        bool more = false; // the batch was full: call again
    };
    // One transaction over at most `batch` due reports.
    Result<Pass> run_once();

    // Recomputes next_run_at of every report with a clock after `now`; for a new tzdata version. Instants
    // already due are left to run_once().
    Result<int> recompute_all();

private:
    void loop();
    Result<std::chrono::milliseconds> time_to_next();

    db::Database& database_;
    const Clock& clock_;
    std::function<void()> wake_workers_;
    SchedulerConfig config_;
    Poke poke_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace presstime::run

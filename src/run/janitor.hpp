// Keeps the house: hands runs of dead workers back, fails those that kill every worker, and removes what is
// past its retention, always objects first and rows last, so that a crash leaves a row to try again from.
#pragma once

#include "base/clock.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "platform/db/database.hpp"
#include "platform/objects/object_store.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace presstime::run {

struct JanitorConfig {
    int max_attempts = 3; // claims of one run before it fails
    std::chrono::milliseconds rescue_every{2000};
    std::chrono::minutes retention_every{60};
    std::chrono::hours keep_results{30 * 24};
    std::chrono::hours keep_artifacts{90 * 24};
    std::chrono::hours keep_runs{400 * 24};
    std::chrono::hours keep_audit{400 * 24};
    std::chrono::hours keep_events{30 * 24}; // from the end of their last delivery
    std::chrono::hours keep_answers{24};     // Idempotency-Key
    std::int64_t quota_bytes = std::int64_t{10} << 30;
    std::string tzdata_version; // what the schedules were computed with; empty = do not look
};

class Janitor final : public Service {
public:
    Janitor(db::Database& database, ObjectStore& objects, const Clock& clock,
            std::function<void()> wake_workers, JanitorConfig config);
    ~Janitor() override { stop(); }

    std::string_view name() const override { return "janitor"; }
    Result<> start() override;
    void stop() override;

    // Runs whose lease ended by `lease_ended_by` are queued again or, out of attempts, failed; returns how
    // many.
    Result<int> rescue(Instant lease_ended_by);
    // One bounded pass of retention; returns the number of runs touched.
    Result<int> clean_once();
    // One bounded pass over events and their settled deliveries; what is undelivered stays. Returns the rows
    // that went.
    Result<int> clean_events_once();
    // The same for results that a report keeps for a time of its own, or not at all.
    Result<int> forget_results_past_their_time();

private:
    void loop();
    Result<> warn_of_quota();
    void warn_of_tzdata() const;
    Result<> forget_results(const std::vector<std::int64_t>& runs);

    db::Database& database_;
    ObjectStore& objects_;
    const Clock& clock_;
    std::function<void()> wake_workers_;
    JanitorConfig config_;
    Poke poke_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace presstime::run

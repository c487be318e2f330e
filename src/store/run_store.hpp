// Runs: claimed with a lease, fenced by (attempt, worker), finished once. Every function works inside the
// caller's transaction; what must be atomic is what the caller puts in one.
#pragma once

#include "model/run.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <vector>

namespace presstime::store {

// A worker's right to a run. Zero rows changed under it means the lease was lost: throw the work away.
struct RunFence {
    std::int64_t run_id = 0;
    int attempt = 0;
    std::string worker_id;
};

enum class InsertOutcome { inserted, already_there };

// Inserts with the id given back in `run.id`. The unique (report, nominal, cause, burst) decides doubles.
// `serial` runs are never claimed while another run of their report is running.
struct NewRun {
    Run run;
    bool serial = true;
};
Result<InsertOutcome> insert_run(db::Session& session, NewRun& run);

struct ActiveCounts {
    int queued = 0;
    int running = 0;
};
// Runs of the report that are queued or running.
Result<ActiveCounts> count_active_runs(db::Session& session, std::int64_t report_id);

// Up to `limit` queued runs whose not_before has come, oldest first, at most one serial run per report, to
// status running, phase kept, attempt + 1, leased to `worker_id` until `lease_until`; started_at set at the
// first.
// Runs that a worker held when it died come as all others do; or alone, so that the one that ended it takes
// no others with it; or not, nor anything behind them, while the worker has other runs.
enum class LostRuns { as_others, alone, wait };
Result<std::vector<Run>> claim_runs(db::Session& session, const std::string& worker_id, int limit,
                                    Instant now, Instant lease_until, LostRuns lost = LostRuns::as_others);
// Keeps every run of the worker; returns how many it holds.
Result<std::int64_t> extend_run_leases(db::Session& session, const std::string& worker_id,
                                       Instant lease_until);
// Running runs whose lease has ended go back to queued, or, at `max_attempts` attempts, come back in
// `exhausted` for the caller to fail.
struct Rescued {
    std::int64_t requeued = 0;
    std::vector<Run> exhausted;
};
Result<Rescued> rescue_runs(db::Session& session, Instant now, int max_attempts);
// Hands a run back unharmed (graceful stop): queued again, the attempt not counted. False also when the lease
// has ended at `now`: then the attempt counts and rescue takes the run.
Result<bool> release_run(db::Session& session, const RunFence& fence, Instant now);
// Hands a run back to be tried again at `not_before` with the attempt counted.
Result<bool> retry_run(db::Session& session, const RunFence& fence, Instant not_before,
                       const std::string& error);

// Each returns false when the fence no longer holds (nothing changed).
Result<bool> set_run_definition(db::Session& session, const RunFence& fence, const std::string& definition,
                                Instant as_of);
Result<bool> set_run_phase(db::Session& session, const RunFence& fence, RunPhase phase);
// Phase deliver: keeps status running, gives up the lease; the couriers end the run.
struct RunOutput {
    std::int64_t rows = 0;
    bool complete = true;
    std::int64_t artifact_bytes = 0;
    std::string error; // what makes it partial; empty when whole
};
Result<bool> hand_run_to_delivery(db::Session& session, const RunFence& fence, const RunOutput& output);
// Ends a run under its fence (failed before delivery).
Result<bool> fail_run(db::Session& session, const RunFence& fence, const std::string& error, Instant now);
// Ends a run in phase deliver; only once: false when it is terminal already.
Result<bool> finish_delivered_run(db::Session& session, std::int64_t run_id, RunStatus status,
                                  const std::string& error, Instant now);
// queued or running -> cancelled; false when terminal already.
Result<bool> cancel_run(db::Session& session, std::int64_t run_id, const std::string& reason, Instant now);

Result<Run> get_run(db::Session& session, std::int64_t id); // not_found "run 512 does not exist"
struct RunFilter {
    std::int64_t report_id = 0;
    std::int64_t before_id = 0; // cursor: ids below this; 0 = from the newest
    int limit = 10'000;
};
Result<std::vector<Run>> list_runs(db::Session& session, const RunFilter& filter); // newest first
// The newest successful run of the report that ended before `before`.
Result<std::optional<Run>> last_good_run(db::Session& session, std::int64_t report_id, Instant before);
// Earliest not_before of queued runs, or nothing.
Result<std::optional<Instant>> next_queued_at(db::Session& session);

Result<> put_stored_result(db::Session& session, const StoredResult& result);
Result<std::vector<StoredResult>> list_stored_results(db::Session& session, std::int64_t run_id);
Result<> put_artifact(db::Session& session, const Artifact& artifact);
Result<std::vector<Artifact>> list_artifacts(db::Session& session, std::int64_t run_id);

// Retention: ids of ended runs that still have stored results / artifacts / a row and ended before the
// instant.
Result<std::vector<std::int64_t>> runs_with_old_results(db::Session& session, Instant ended_before,
                                                        int limit);
// The same for runs whose report asks for a time of its own: `days` from the end, 0 = not at all.
Result<> set_run_retention(db::Session& session, std::int64_t id, std::int64_t days);
Result<std::vector<std::int64_t>> runs_past_own_retention(db::Session& session, Instant now, int limit);
Result<std::vector<std::int64_t>> runs_with_old_artifacts(db::Session& session, Instant ended_before,
                                                          int limit);
Result<> forget_stored_results(db::Session& session, std::int64_t run_id);
Result<> forget_artifacts(db::Session& session, std::int64_t run_id);
// With the sums of that time.
Result<std::vector<std::int64_t>> delete_old_runs(db::Session& session, Instant ended_before, int limit);

} // namespace presstime::store

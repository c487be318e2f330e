// Works on the queued runs of queries alone: one thread, one query at a time, its rows stored like those of a
// report's run, its end recorded with its event. A run whose server died is taken up again when its lease
// ends.
#pragma once

#include "base/clock.hpp"
#include "base/deadline.hpp"
#include "base/poke.hpp"
#include "base/service.hpp"
#include "model/query_run.hpp"
#include "platform/db/database.hpp"
#include "platform/objects/object_store.hpp"
#include "run/source_pool.hpp"
#include "stage/query.hpp"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

namespace presstime::run {

struct QueryRunnerConfig {
    std::string worker_id;
    stage::ServerQueryLimits query_limits{};
    int max_attempts = 3;
    std::chrono::seconds first_retry{5};
    std::chrono::hours keep{24 * 30}; // rows and stored results, from the end
    std::chrono::milliseconds poll{1'000};
};

class QueryRunner final : public Service {
public:
    QueryRunner(db::Database& database, ObjectStore& objects, SourcePool& sources, const Clock& clock,
                QueryRunnerConfig config);
    ~QueryRunner() override { stop(); }

    std::string_view name() const override { return "query runner"; }
    Result<> start() override;
    // The query under way is cancelled and its run handed back.
    void stop() override;
    void poke() { poke_.poke(); }

    // One run, if one is queued; false when there is none.
    Result<bool> run_once();
    // Takes over what a dead server held: runs whose lease has ended by `lease_ended_by`.
    Result<int> rescue(Instant lease_ended_by);
    // A bounded pass of retention; returns how many runs went.
    Result<int> forget_old();

private:
    void loop();
    Result<> work(QueryRun run);
    Result<StoredResult> execute(const QueryRun& run);
    Result<> finish(QueryRun run, const StoredResult& result);

    db::Database& database_;
    ObjectStore& objects_;
    SourcePool& sources_;
    const Clock& clock_;
    QueryRunnerConfig config_;
    Poke poke_;
    CancelToken stop_now_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;
};

} // namespace presstime::run

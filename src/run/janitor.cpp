#include "run/janitor.hpp"

#include "base/log.hpp"
#include "calendar/zone.hpp"
#include "run/run_end.hpp"
#include "store/audit_list.hpp"
#include "store/event_delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/run_store.hpp"
#include "store/server_facts.hpp"
#include "store/token_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

namespace presstime::run {
namespace {

constexpr int kRetentionBatch = 100;
constexpr int kAuditBatch = 10'000;
constexpr int kEventBatch = 1'000; // rows a transaction, and as many more turns as it takes

} // namespace

Janitor::Janitor(db::Database& database, ObjectStore& objects, const Clock& clock,
                 std::function<void()> wake_workers, JanitorConfig config)
    : database_(database),
      objects_(objects),
      clock_(clock),
      wake_workers_(std::move(wake_workers)),
      config_(config)
{
}

Result<> Janitor::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

void Janitor::stop()
{
    stopping_ = true;
    poke_.poke();
    if (thread_.joinable())
        thread_.join();
}

Result<int> Janitor::rescue(Instant lease_ended_by)
{
    int touched = 0;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        const store::Rescued rescued = TRY(store::rescue_runs(session, lease_ended_by, config_.max_attempts));
        for (const Run& run : rescued.exhausted) {
            const std::string error = fmt::format(
                "the run stopped its worker {} times without an answer; look for a crash in the log",
                run.attempt);
            TRY(store::fail_run(session, {run.id, run.attempt, run.worker_id}, error, now));
            TRY(settle_run(session, run.id, now));
        }
        touched = static_cast<int>(rescued.requeued) + static_cast<int>(rescued.exhausted.size());
        return {};
    }));
    if (touched > 0) {
        log_warn("janitor.runs_rescued", {{"runs", touched}});
        wake_workers_();
    }
    return touched;
}

Result<> Janitor::forget_results(const std::vector<std::int64_t>& runs)
{
    if (runs.empty())
        return {};
    for (const std::int64_t id : runs)
        TRY(objects_.remove_prefix(fmt::format("runs/{}/result-", id)));
    return database_.write([&](db::Session& session) -> Result<> {
        for (const std::int64_t id : runs)
            TRY(store::forget_stored_results(session, id));
        return {};
    });
}

Result<int> Janitor::forget_results_past_their_time()
{
    std::vector<std::int64_t> runs;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        runs = TRY(store::runs_past_own_retention(session, clock_.now(), kRetentionBatch));
        return {};
    }));
    TRY(forget_results(runs));
    return static_cast<int>(runs.size());
}

Result<int> Janitor::clean_once()
{
    const Instant now = clock_.now();
    std::vector<std::int64_t> results, artifacts, runs;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        results = TRY(store::runs_with_old_results(session, now - config_.keep_results, kRetentionBatch));
        artifacts =
            TRY(store::runs_with_old_artifacts(session, now - config_.keep_artifacts, kRetentionBatch));
        return {};
    }));
    TRY(forget_results(results));
    for (const std::int64_t id : artifacts)
        TRY(objects_.remove_prefix(fmt::format("runs/{}/", id)));
    TRY(database_.write([&](db::Session& session) -> Result<> {
        for (const std::int64_t id : artifacts)
            TRY(store::forget_artifacts(session, id));
        runs = TRY(store::delete_old_runs(session, now - config_.keep_runs, kRetentionBatch));
        TRY(store::delete_kept_answers(session, now - config_.keep_answers));
        TRY(store::delete_old_audit(session, now - config_.keep_audit, kAuditBatch));
        return {};
    }));
    for (const std::int64_t id : runs)
        TRY(objects_.remove_prefix(fmt::format("runs/{}/", id)));
    return static_cast<int>(results.size() + artifacts.size() + runs.size());
}

Result<int> Janitor::clean_events_once()
{
    std::int64_t gone = 0;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        const Instant before = now - config_.keep_events;
        gone = TRY(store::delete_old_event_deliveries(session, before, kEventBatch));
        gone += TRY(store::delete_old_events(session, before, kEventBatch));
        TRY(store::delete_ended_secrets(session, now));
        return {};
    }));
    return static_cast<int>(gone);
}

Result<> Janitor::warn_of_quota()
{
    std::int64_t used = 0;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        used = TRY(store::stored_sums(session)).together();
        return {};
    }));
    if (used >= config_.quota_bytes / 100 * store::kQuotaWarnPercent)
        log_warn("janitor.quota_nearly_used",
                 {{"bytes", used},
                  {"quota_bytes", config_.quota_bytes},
                  {"mend", "keep results and artifacts for a shorter time, or raise artifact_quota_gib"}});
    return {};
}

// Zones are read once in the life of the process: other rules need another start.
void Janitor::warn_of_tzdata() const
{
    const std::string version = tzdata_version();
    if (!config_.tzdata_version.empty() && version != config_.tzdata_version)
        log_warn("tzdata.changed",
                 {{"from", config_.tzdata_version},
                  {"to", version},
                  {"mend", "restart the server; until then schedules follow the old rules of the clocks"}});
}

void Janitor::loop()
{
    auto next_clean = std::chrono::steady_clock::now();
    while (!stopping_) {
        if (const Result<int> rescued = rescue(clock_.now()); !rescued)
            log_error("janitor.rescue_failed", rescued.error());
        if (const Result<int> forgotten = forget_results_past_their_time(); !forgotten)
            log_error("janitor.retention_failed", forgotten.error());
        if (std::chrono::steady_clock::now() >= next_clean) {
            const Result<int> cleaned = clean_once();
            if (!cleaned)
                log_error("janitor.retention_failed", cleaned.error());
            const Result<int> events = clean_events_once();
            if (!events)
                log_error("janitor.retention_failed", events.error());
            if (const Result<> judged = warn_of_quota(); !judged)
                log_error("janitor.quota_unknown", judged.error());
            warn_of_tzdata();
            // A full batch means there is more: go on at the next turn instead of in an hour.
            if (!cleaned || !events || (*cleaned < kRetentionBatch && *events < kEventBatch))
                next_clean = std::chrono::steady_clock::now() + config_.retention_every;
        }
        poke_.wait_for(config_.rescue_every);
    }
}

} // namespace presstime::run

// The published query runs where there is one, the draft's otherwise.
#include "run/query_runner.hpp"

#include "base/log.hpp"
#include "calendar/bindings.hpp"
#include "run/scoped_query.hpp"
#include "store/dashboard_store.hpp"
#include "store/query_run_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

constexpr int kBatch = 100;
constexpr std::chrono::seconds kLeaseBeyondTimeout{60};

std::string actor_of(const QueryRun& run)
{
    return run.cause == RunCause::manual ? "manual" : "schedule";
}

Result<Dashboard> dashboard_of(db::Session& session, const QueryRun& run)
{
    Result<Dashboard> published = store::get_published(session, run.workspace_id, run.dashboard_id);
    const auto holds = [&](const Dashboard& dashboard) {
        return std::ranges::find(dashboard.queries, run.query_id, &Query::id) != dashboard.queries.end();
    };
    if (published && holds(*published))
        return published;
    Dashboard draft = TRY(store::get_dashboard(session, run.workspace_id, run.dashboard_id)).draft;
    if (!holds(draft))
        return fail(Error::give_up(fmt::format("query {} is no longer there", run.query_id)));
    return draft;
}

} // namespace

QueryRunner::QueryRunner(db::Database& database, ObjectStore& objects, SourcePool& sources,
                         const Clock& clock, QueryRunnerConfig config)
    : database_(database), objects_(objects), sources_(sources), clock_(clock), config_(std::move(config))
{
}

Result<> QueryRunner::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

void QueryRunner::stop()
{
    stopping_ = true;
    stop_now_.cancel();
    poke_.poke();
    if (thread_.joinable())
        thread_.join();
}

Result<bool> QueryRunner::run_once()
{
    std::optional<QueryRun> claimed;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        const auto lease = std::chrono::seconds(config_.query_limits.timeout_s) + kLeaseBeyondTimeout;
        claimed = TRY(store::claim_query_run(session, config_.worker_id, now, now + lease));
        return {};
    }));
    if (!claimed)
        return false;
    TRY(work(std::move(*claimed)));
    return true;
}

Result<> QueryRunner::work(QueryRun run)
{
    const Result<StoredResult> result = execute(run);
    if (result)
        return finish(std::move(run), *result);
    const bool stopped = stop_now_.cancelled();
    const bool again = result.error().kind == ErrorKind::retry && run.attempt < config_.max_attempts;
    if (!stopped && !again)
        return finish(std::move(run), StoredResult{.error = result.error().message});
    log_warn("query_run.handed_back", {{"query_run_id", run.id}, {"error", result.error().message}});
    const auto counts = stopped ? store::AttemptCounts::no : store::AttemptCounts::yes;
    const auto wait = stopped ? std::chrono::seconds(0) : config_.first_retry * run.attempt;
    return database_.write([&](db::Session& session) -> Result<> {
        TRY(store::release_query_run(session, run, clock_.now() + wait, counts));
        return {};
    });
}

Result<StoredResult> QueryRunner::execute(const QueryRun& run)
{
    Dashboard dashboard;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        dashboard = TRY(dashboard_of(session, run));
        return {};
    }));
    const Query& query = *std::ranges::find(dashboard.queries, run.query_id, &Query::id);
    const auto timeout = std::chrono::seconds(stage::timeout_of(query, config_.query_limits));
    const Deadline deadline = Deadline::after(timeout).with_cancel(stop_now_);
    const auto bindings = TRY(bindings_of(dashboard, {run.period, run.nominal_at, {}}));
    ScopedQuery scoped =
        TRY(scope_query(sources_, {run.workspace_id, query, bindings, dashboard.datasets, {}}, deadline));
    const stage::QueryStep step{run.id,
                                query.name,
                                std::move(scoped.sql),
                                std::move(scoped.bindings),
                                stage::limits_of(query, config_.query_limits),
                                fmt::format("queries/{}/run-{}.ptr", run.query_id, run.id)};
    return stage::run_query_step(*scoped.source, step, objects_, deadline);
}

Result<> QueryRunner::finish(QueryRun run, const StoredResult& result)
{
    run.status = result.error.empty() ? RunStatus::success : RunStatus::failed;
    run.error = result.error;
    run.rows = result.rows;
    run.complete = !result.cut;
    run.object_key = result.object_key;
    run.finished_at = clock_.now();
    log_info(
        "query_run.finished",
        {{"query_run_id", run.id}, {"query_id", run.query_id}, {"rows", run.rows}, {"error", run.error}});
    return database_.write([&](db::Session& session) -> Result<> {
        TRY(store::finish_query_run(session, run, actor_of(run)));
        return {};
    });
}

Result<int> QueryRunner::rescue(Instant lease_ended_by)
{
    int touched = 0;
    TRY(database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        for (QueryRun& run : TRY(store::expired_query_runs(session, lease_ended_by, kBatch))) {
            ++touched;
            if (run.attempt < config_.max_attempts) {
                TRY(store::release_query_run(session, run, now, store::AttemptCounts::yes));
                continue;
            }
            run.status = RunStatus::failed;
            run.error = fmt::format("the query stopped its server {} times; look for a crash in the log",
                                    run.attempt);
            run.finished_at = now;
            TRY(store::finish_query_run(session, run, actor_of(run)));
        }
        return {};
    }));
    return touched;
}

// The object goes first: a row without one says so, an object without a row would stay for ever.
Result<int> QueryRunner::forget_old()
{
    std::vector<QueryRun> old;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        old = TRY(store::old_query_runs(session, clock_.now() - config_.keep, kBatch));
        return {};
    }));
    for (const QueryRun& run : old)
        if (!run.object_key.empty())
            TRY(objects_.remove_prefix(run.object_key));
    TRY(database_.write([&](db::Session& session) -> Result<> {
        for (const QueryRun& run : old)
            TRY(store::delete_query_run(session, run.id));
        return {};
    }));
    return static_cast<int>(old.size());
}

void QueryRunner::loop()
{
    while (!stopping_) {
        const Result<bool> worked = run_once();
        if (!worked)
            log_error("query_run.pass_failed", worked.error());
        if (worked && *worked)
            continue;
        if (const Result<int> rescued = rescue(clock_.now()); !rescued)
            log_error("query_run.rescue_failed", rescued.error());
        if (const Result<int> forgotten = forget_old(); !forgotten)
            log_error("query_run.retention_failed", forgotten.error());
        poke_.wait_for(config_.poll);
    }
}

} // namespace presstime::run

// What is due and what is skipped, calendar/misfire.hpp decides; here each decision becomes rows, and the
// thread sleeps until the next.
#include "run/scheduler.hpp"

#include "base/fail_point.hpp"
#include "base/id.hpp"
#include "base/log.hpp"
#include "calendar/local_time.hpp"
#include "calendar/misfire.hpp"
#include "calendar/occurrences.hpp"
#include "calendar/period.hpp"
#include "model/report.hpp"
#include "run/query_dispatch.hpp"
#include "store/query_schedule_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kWaitAfterError{1000};

// What one due report adds to the pass.
class DueReport {
public:
    DueReport(db::Session& session, const Report& report, Instant now)
        : session_(session), report_(report), now_(now)
    {
    }

    Result<> dispatch(Scheduler::Pass& pass)
    {
        const Result<Recurrence> recurrence = Recurrence::compile(report_.schedule);
        if (!recurrence)
            return give_up(recurrence.error(), pass);
        const DueDecision decision = decide_due(report_.schedule, *recurrence, *report_.next_run_at, now_);
        if (decision.skipped)
            TRY(insert_skip(*recurrence, *decision.skipped, pass));
        active_ = TRY(store::count_active_runs(session_, report_.id));
        for (const DueRun& due : decision.runs)
            TRY(insert(*recurrence, due, pass));
        return store::set_next_run_at(session_, report_.id, decision.next_run_at);
    }

private:
    Run make_run(const Recurrence& recurrence, Instant nominal_at) const
    {
        Run run;
        run.uuid = make_uuid(now_);
        run.workspace_id = report_.workspace_id;
        run.report_id = report_.id;
        run.nominal_at = nominal_at;
        run.nominal_local = format_local(nominal_at, recurrence.zone());
        run.period = period_of(report_.schedule, recurrence, nominal_at);
        run.not_before = nominal_at;
        run.queued_at = now_;
        return run;
    }

    Result<> record_skipped(Run run, std::string reason, Scheduler::Pass& pass)
    {
        run.status = RunStatus::skipped;
        run.phase = RunPhase::done;
        run.reason = std::move(reason);
        run.finished_at = now_;
        run.skipped_count = std::max<std::int64_t>(run.skipped_count, 1);
        store::NewRun row{std::move(run)};
        TRY(store::insert_run(session_, row));
        ++pass.skipped;
        return {};
    }

    Result<> insert_skip(const Recurrence& recurrence, const SkippedRange& range, Scheduler::Pass& pass)
    {
        Run run = make_run(recurrence, range.from);
        run.skipped_to = range.to;
        run.skipped_count = range.count;
        return record_skipped(std::move(run), range.reason, pass);
    }

    // Why the overlap policy forbids one more run beside those active; empty when it may be queued.
    std::string overlap_reason(RunCause cause) const
    {
        switch (report_.schedule.overlap) {
        case Overlap::allow:
            return {};
        case Overlap::skip:
            return active_.queued + active_.running > 0
                       ? "overlap: the previous run has not ended (policy skip)"
                       : std::string{};
        case Overlap::queue_one:
            // The runs a catch-up owes wait in line however many they are: misfire_cap bounds them.
            return cause == RunCause::schedule && active_.queued > 0
                       ? "overlap: another run of this report is already waiting (policy queue_one)"
                       : std::string{};
        }
        return {};
    }

    Result<> insert(const Recurrence& recurrence, const DueRun& due, Scheduler::Pass& pass)
    {
        Run run = make_run(recurrence, due.nominal_at);
        run.cause = due.cause;
        if (std::string reason = overlap_reason(due.cause); !reason.empty())
            return record_skipped(std::move(run), std::move(reason), pass);
        store::NewRun row{std::move(run), report_.schedule.overlap != Overlap::allow};
        if (TRY(store::insert_run(session_, row)) == store::InsertOutcome::inserted) {
            ++active_.queued;
            ++pass.queued;
        }
        return {};
    }

    // A rule that no longer compiles (its zone left tzdata) stops the report's clock and says so in a row.
    Result<> give_up(const Error& error, Scheduler::Pass& pass)
    {
        log_error("scheduler.rule_unusable", error, {{"report_id", report_.id}});
        Run run;
        run.uuid = make_uuid(now_);
        run.workspace_id = report_.workspace_id;
        run.report_id = report_.id;
        run.nominal_at = *report_.next_run_at;
        run.nominal_local = format_rfc3339(run.nominal_at);
        run.period = {run.nominal_at, run.nominal_at};
        run.not_before = now_;
        run.queued_at = now_;
        TRY(record_skipped(std::move(run), "the schedule cannot be computed: " + error.message, pass));
        return store::set_next_run_at(session_, report_.id, std::nullopt);
    }

    db::Session& session_;
    const Report& report_;
    Instant now_;
    store::ActiveCounts active_;
};

} // namespace

Scheduler::Scheduler(db::Database& database, const Clock& clock, std::function<void()> wake_workers,
                     SchedulerConfig config)
    : database_(database), clock_(clock), wake_workers_(std::move(wake_workers)), config_(config)
{
}

Result<> Scheduler::start()
{
    thread_ = std::thread([this] { loop(); });
    return {};
}

void Scheduler::stop()
{
    stopping_ = true;
    poke_.poke();
    if (thread_.joinable())
        thread_.join();
}

Result<Scheduler::Pass> Scheduler::run_once()
{
    Pass pass;
    const Instant now = clock_.now();
    TRY(database_.write([&](db::Session& session) -> Result<> {
        pass = {};
        const std::vector<Report> due = TRY(store::due_reports(session, now, config_.batch));
        for (const Report& report : due)
            TRY(DueReport(session, report, now).dispatch(pass));
        pass.reports = static_cast<int>(due.size());
        const QueryDispatch queries = TRY(dispatch_due_queries(session, now, config_.batch));
        pass.queries = queries.schedules;
        pass.queued += queries.queued;
        pass.skipped += queries.skipped;
        pass.more = pass.reports == config_.batch || pass.queries == config_.batch;
        if (pass.reports > 0)
            fail_point("scheduler.before_commit");
        return {};
    }));
    if (pass.reports > 0)
        fail_point("scheduler.after_commit");
    if (pass.queued > 0 && wake_workers_)
        wake_workers_();
    return pass;
}

Result<int> Scheduler::recompute_all()
{
    int changed = 0;
    std::int64_t after_id = 0;
    for (bool more = true; more;) {
        const Instant now = clock_.now();
        TRY(database_.write([&](db::Session& session) -> Result<> {
            const std::vector<Report> reports =
                TRY(store::reports_with_clock(session, after_id, config_.batch));
            more = static_cast<int>(reports.size()) == config_.batch;
            for (const Report& report : reports) {
                after_id = report.id;
                const Result<Recurrence> recurrence = Recurrence::compile(report.schedule);
                if (!recurrence || !report.next_run_at || *report.next_run_at <= now)
                    continue;
                const std::optional<Instant> next = recurrence->next(now);
                if (next == report.next_run_at)
                    continue;
                TRY(store::set_next_run_at(session, report.id, next));
                ++changed;
            }
            return {};
        }));
    }
    return changed;
}

Result<milliseconds> Scheduler::time_to_next()
{
    std::optional<Instant> earliest;
    TRY(database_.read([&](db::Session& session) -> Result<> {
        earliest = TRY(store::earliest_next_run_at(session));
        const auto query = TRY(store::earliest_query_run_at(session));
        if (query && (!earliest || *query < *earliest))
            earliest = query;
        return {};
    }));
    if (!earliest)
        return config_.longest_sleep;
    const auto wait = std::chrono::ceil<milliseconds>(*earliest - clock_.now());
    return std::clamp(wait, milliseconds(0), config_.longest_sleep);
}

void Scheduler::loop()
{
    while (!stopping_) {
        const Result<Pass> pass = run_once();
        if (!pass)
            log_error("scheduler.pass_failed", pass.error());
        if (pass && pass->more)
            continue;
        const Result<milliseconds> wait = pass ? time_to_next() : Result<milliseconds>(kWaitAfterError);
        poke_.wait_for(wait ? *wait : kWaitAfterError);
    }
}

} // namespace presstime::run

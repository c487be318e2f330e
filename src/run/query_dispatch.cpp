// What is due and what is skipped, calendar/misfire.hpp decides; the unique (query, instant, cause) decides
// doubles.
#include "run/query_dispatch.hpp"

#include "base/log.hpp"
#include "calendar/misfire.hpp"
#include "calendar/period.hpp"
#include "model/enum_text.hpp"
#include "store/dashboard_store.hpp"
#include "store/query_run_store.hpp"
#include "store/query_schedule_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

class DueQuery {
public:
    DueQuery(db::Session& session, const store::QuerySchedule& due, std::string query_name, Instant now)
        : session_(session), due_(due), query_name_(std::move(query_name)), now_(now)
    {
    }

    Result<> dispatch(QueryDispatch& pass)
    {
        const Result<Recurrence> recurrence = Recurrence::compile(due_.schedule);
        if (!recurrence) {
            log_error("scheduler.rule_unusable", recurrence.error(), {{"query_id", due_.query_id}});
            TRY(skip(*due_.next_run_at, {*due_.next_run_at, *due_.next_run_at},
                     "the schedule cannot be computed: " + recurrence.error().message, pass));
            return store::set_query_next_run_at(session_, due_.query_id, std::nullopt);
        }
        const DueDecision decision = decide_due(due_.schedule, *recurrence, *due_.next_run_at, now_);
        if (decision.skipped)
            TRY(skip(decision.skipped->from, period_of(due_.schedule, *recurrence, decision.skipped->from),
                     fmt::format("{} ({} instants)", decision.skipped->reason, decision.skipped->count),
                     pass));
        active_ = TRY(store::count_active_query_runs(session_, due_.query_id));
        for (const DueRun& run : decision.runs)
            TRY(insert(*recurrence, run, pass));
        return store::set_query_next_run_at(session_, due_.query_id, decision.next_run_at);
    }

private:
    QueryRun make_run(Instant nominal_at, const Period& period) const
    {
        QueryRun run;
        run.workspace_id = due_.workspace_id;
        run.dashboard_id = due_.dashboard_id;
        run.query_id = due_.query_id;
        run.query_name = query_name_;
        run.cause = RunCause::schedule;
        run.nominal_at = nominal_at;
        run.period = period;
        run.not_before = nominal_at;
        run.queued_at = now_;
        return run;
    }

    Result<> skip(Instant nominal_at, const Period& period, std::string reason, QueryDispatch& pass)
    {
        QueryRun run = make_run(nominal_at, period);
        run.status = RunStatus::skipped;
        run.reason = std::move(reason);
        run.finished_at = now_;
        TRY(store::insert_query_run(session_, run));
        ++pass.skipped;
        return {};
    }

    Result<> insert(const Recurrence& recurrence, const DueRun& due, QueryDispatch& pass)
    {
        const Period period = period_of(due_.schedule, recurrence, due.nominal_at);
        const bool one_at_a_time =
            due_.schedule.overlap == Overlap::skip ||
            (due_.schedule.overlap == Overlap::queue_one && due.cause == RunCause::schedule);
        if (one_at_a_time && active_ > 0)
            return skip(due.nominal_at, period,
                        fmt::format("overlap: a run of this query has not ended (policy {})",
                                    to_text(due_.schedule.overlap)),
                        pass);
        QueryRun run = make_run(due.nominal_at, period);
        run.cause = due.cause;
        if (TRY(store::insert_query_run(session_, run))) {
            ++active_;
            ++pass.queued;
        }
        return {};
    }

    db::Session& session_;
    const store::QuerySchedule& due_;
    std::string query_name_;
    Instant now_;
    int active_ = 0;
};

Result<std::string> name_of(db::Session& session, const store::QuerySchedule& due)
{
    const Dashboard draft = TRY(store::get_dashboard(session, due.workspace_id, due.dashboard_id)).draft;
    const auto query = std::ranges::find(draft.queries, due.query_id, &Query::id);
    return query == draft.queries.end() ? std::string() : query->name;
}

} // namespace

Result<QueryDispatch> dispatch_due_queries(db::Session& session, Instant now, int batch)
{
    QueryDispatch pass;
    const auto due = TRY(store::due_query_schedules(session, now, batch));
    for (const store::QuerySchedule& schedule : due)
        TRY(DueQuery(session, schedule, TRY(name_of(session, schedule)), now).dispatch(pass));
    pass.schedules = static_cast<int>(due.size());
    return pass;
}

} // namespace presstime::run

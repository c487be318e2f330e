// Reads what the run's rows say at this moment. A run that has begun is told with the definition it drew, one
// that has not with the report and dashboard as they are.
#include "store/run_event.hpp"

#include "calendar/local_time.hpp"
#include "codec/document.hpp"
#include "codec/embed_json.hpp"
#include "codec/event_data.hpp"
#include "model/enum_text.hpp"
#include "store/dashboard_store.hpp"
#include "store/delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace presstime::store {
namespace {

struct RunFacts {
    Run run;
    Report report;
    std::optional<Dashboard> dashboard;
    std::string workspace_name;
    std::vector<Artifact> artifacts;
    std::vector<StoredResult> results;
};

Result<std::optional<Dashboard>> dashboard_of(db::Session& session, const Run& run, const Report& report)
{
    Result<DashboardRecord> record = get_dashboard(session, run.workspace_id, report.dashboard_id);
    if (!record && record.error().kind == ErrorKind::not_found)
        return std::optional<Dashboard>{};
    Dashboard shown = TRY(std::move(record)).draft;
    // Its queries are those whose results are stored; where it lies now decides who may read of it. A run
    // must be able to end whatever became of its definition.
    Result<codec::Definition> definition = codec::definition_from_json(run.definition);
    if (!definition)
        return shown;
    definition->dashboard.number = shown.number;
    definition->dashboard.category = shown.category;
    return std::move(definition->dashboard);
}

bool has_results(const Run& run)
{
    return run.status == RunStatus::success || run.status == RunStatus::partial;
}

Result<RunFacts> facts_of(db::Session& session, Run run)
{
    RunFacts facts;
    Result<Report> report = get_report(session, run.report_id);
    if (!report && report.error().kind != ErrorKind::give_up)
        return fail(report.error());
    // A document that cannot be read fails its own run; it must not stop the claims of all others.
    facts.report =
        report ? std::move(*report) : Report{.id = run.report_id, .workspace_id = run.workspace_id};
    facts.dashboard = TRY(dashboard_of(session, run, facts.report));
    facts.workspace_name = TRY(get_workspace(session, run.workspace_id)).name;
    if (has_results(run)) {
        facts.artifacts = TRY(list_artifacts(session, run.id));
        facts.results = TRY(list_stored_results(session, run.id));
    }
    facts.run = std::move(run);
    return facts;
}

// What a host's receiver asks with a token of its user's: the query that the report says, or else the rows of
// the one widget that it is made of, for the run's own period.
std::string query_for_receiver(const RunFacts& facts)
{
    const Report& report = facts.report;
    if (!report.structured_query.empty() || !is_of_embedded_user(report))
        return report.structured_query;
    return codec::widget_query_to_json({.dashboard_id = report.dashboard_id,
                                        .widget_id = report.widgets.front(),
                                        .parameters = report.parameters,
                                        .period_start = facts.run.period.start,
                                        .period_end = facts.run.period.end});
}

// A host's receiver asks for rows of its own, so that a run that failed here does not keep it waiting.
bool leaves_something_to_fetch(const RunFacts& facts)
{
    return has_results(facts.run) ||
           (facts.run.status == RunStatus::failed && !query_for_receiver(facts).empty());
}

Result<> insert_event_of(db::Session& session, std::string_view type, const RunFacts& facts,
                         const Delivery* delivery, Instant now)
{
    const ScheduleBounds bounds = bounds_of(facts.report.schedule);
    codec::EventFacts told;
    told.workspace_id = facts.run.workspace_id;
    told.workspace_name = facts.workspace_name;
    told.dashboard = facts.dashboard ? &*facts.dashboard : nullptr;
    told.report = &facts.report;
    told.schedule_starts_at = bounds.starts_at;
    told.schedule_ends_at = bounds.ends_at;
    told.run = &facts.run;
    if (has_results(facts.run) && !delivery) {
        told.artifacts = &facts.artifacts;
        told.results = &facts.results;
    }
    told.delivery = delivery;
    if (type == "report.scheduled")
        told.structured_query = query_for_receiver(facts);
    Event event;
    event.workspace_id = facts.run.workspace_id;
    event.type = std::string(type);
    event.occurred_at = now;
    event.actor = is_by_clock(facts.run.cause) ? "schedule" : std::string(to_text(facts.run.cause));
    event.resource = ResourceKind::run;
    event.resource_id = fmt::format("{}", facts.run.id);
    event.category = facts.dashboard ? facts.dashboard->category : std::string();
    event.run_id = facts.run.id;
    event.data = codec::event_data(told);
    return insert_event(session, event);
}

} // namespace

ScheduleBounds bounds_of(const Schedule& schedule)
{
    ScheduleBounds bounds;
    const Result<const Zone*> zone = find_zone(schedule.timezone);
    if (zone && schedule.starts_on)
        bounds.starts_at = start_of_day(*schedule.starts_on, **zone);
    if (zone && schedule.ends_on)
        bounds.ends_at =
            start_of_day(LocalDate(std::chrono::sys_days(*schedule.ends_on) + std::chrono::days(1)), **zone);
    return bounds;
}

Result<> insert_run_started_event(db::Session& session, const Run& run, Instant now)
{
    if (run.cause == RunCause::test)
        return {};
    return insert_event_of(session, "report.run.started", TRY(facts_of(session, run)), nullptr, now);
}

Result<> insert_run_ended_events(db::Session& session, std::int64_t run_id, Instant now)
{
    Run run = TRY(get_run(session, run_id));
    if (run.cause == RunCause::test)
        return {};
    const RunFacts facts = TRY(facts_of(session, std::move(run)));
    TRY(insert_event_of(session, "report.run", facts, nullptr, now));
    if (is_by_clock(facts.run.cause) && leaves_something_to_fetch(facts))
        return insert_event_of(session, "report.scheduled", facts, nullptr, now);
    return {};
}

Result<> insert_delivery_failed_event(db::Session& session, std::int64_t delivery_id, Instant now)
{
    const Delivery delivery = TRY(get_delivery(session, delivery_id));
    const bool given_up =
        delivery.state == DeliveryState::rejected || delivery.state == DeliveryState::unknown;
    if (!given_up || delivery.purpose != DeliveryPurpose::report || delivery.run_id == 0)
        return {};
    Run run = TRY(get_run(session, delivery.run_id));
    if (run.cause == RunCause::test)
        return {};
    return insert_event_of(session, "delivery.failed", TRY(facts_of(session, std::move(run))), &delivery,
                           now);
}

} // namespace presstime::store

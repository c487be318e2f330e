// The same checks as a report's schedule; an edit never causes a run.
#include "control/query_schedules.hpp"

#include "codec/json_reader.hpp"
#include "codec/schedule_json.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/report_checks.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

Error no_schedule(std::int64_t id)
{
    return Error::not_found(
        fmt::format("query {} has no schedule; PUT /v1/queries/{}/schedule gives it one", id, id));
}

std::string name_of(std::int64_t query_id)
{
    return fmt::format("schedule of query {}", query_id);
}

} // namespace

Result<std::string> require_query(db::Session& session, const Principal& principal, Action action,
                                  std::int64_t query_id)
{
    const auto dashboard_id = TRY(store::dashboard_of_query(session, principal.workspace_id, query_id));
    if (!dashboard_id)
        return fail(missing_query(query_id));
    const Result<> allowed = require_dashboard(session, principal, action, *dashboard_id);
    if (!allowed && allowed.error().kind == ErrorKind::not_found)
        return fail(missing_query(query_id).with_context(allowed.error().context));
    TRY(allowed);
    return *dashboard_id;
}

Result<SavedQuerySchedule> QuerySchedules::put(const Principal& principal, std::int64_t query_id,
                                               std::string_view json, ExpectedVersion expected)
{
    const boost::json::value document = TRY(codec::parse_json(json));
    codec::ObjectReader reader(document, "");
    SavedQuerySchedule asked;
    bool strict = timezones_ == Strictness::refuse;
    reader.ignore(
        {"query_id", "dashboard_id", "next_run_at", "version", "created_at", "updated_at", "warnings"});
    reader.boolean("enabled", asked.schedule.enabled);
    reader.boolean("strict", strict);
    codec::read_schedule(reader, asked.schedule.schedule, std::nullopt);
    TRY(reader.finish());
    Schedule& schedule = asked.schedule.schedule;
    if (schedule.kind == ScheduleKind::trigger)
        return fail(Error::invalid("schedule_kind",
                                   "schedule_kind must be one with a clock: a query takes no trigger"));
    asked.warnings = TRY(settle_timezone(schedule, strict ? Strictness::refuse : Strictness::warn));
    const Instant now = environment_.clock.now();
    const std::optional<Instant> first = TRY(first_occurrence(schedule, now));
    SavedQuerySchedule saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        saved = asked;
        saved.schedule.dashboard_id = TRY(require_query(session, principal, Action::manage, query_id));
        saved.schedule.query_id = query_id;
        saved.schedule.workspace_id = principal.workspace_id;
        const auto current = TRY(store::find_query_schedule(session, query_id));
        TRY(check_version(expected, current ? current->version : 0, name_of(query_id)));
        saved.created = !current;
        if (saved.schedule.enabled)
            saved.schedule.next_run_at = first;
        const bool same = current && current->schedule == saved.schedule.schedule &&
                          current->enabled == saved.schedule.enabled;
        if (same) {
            saved.schedule = *current;
            return {};
        }
        if (current)
            saved.schedule.created_at = current->created_at;
        TRY(store::put_query_schedule(session, saved.schedule, now));
        return record_change(
            session, principal,
            {.type = "query.schedule.updated", .resource = fmt::format("query {}", query_id)}, now);
    }));
    if (environment_.wake)
        environment_.wake();
    return saved;
}

Result<store::QuerySchedule> QuerySchedules::get(const Principal& principal, std::int64_t query_id)
{
    std::optional<store::QuerySchedule> found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(require_query(session, principal, Action::read, query_id));
        found = TRY(store::find_query_schedule(session, query_id));
        return {};
    }));
    if (!found)
        return fail(no_schedule(query_id));
    return std::move(*found);
}

Result<> QuerySchedules::remove(const Principal& principal, std::int64_t query_id)
{
    return environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(require_query(session, principal, Action::manage, query_id));
        if (!TRY(store::delete_query_schedule(session, query_id)))
            return fail(no_schedule(query_id));
        return record_change(
            session, principal,
            {.type = "query.schedule.deleted", .resource = fmt::format("query {}", query_id)},
            environment_.clock.now());
    });
}

} // namespace presstime::control

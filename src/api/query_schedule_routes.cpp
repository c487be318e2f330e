// /v1/queries/{id}/schedule and /runs: queries on a schedule of their own, and what came of it.
#include "api/resources.hpp"
#include "codec/event_data.hpp"
#include "codec/schedule_json.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object schedule_json(const store::QuerySchedule& schedule)
{
    json::object out{{"query_id", schedule.query_id},
                     {"dashboard_id", schedule.dashboard_id},
                     {"enabled", schedule.enabled}};
    codec::write_schedule(out, schedule.schedule);
    out["next_run_at"] = instant_json(schedule.next_run_at);
    out["version"] = schedule.version;
    out["created_at"] = format_rfc3339(schedule.created_at);
    out["updated_at"] = format_rfc3339(schedule.updated_at);
    return out;
}

json::object query_run_json(const QueryRun& run)
{
    json::object out{{"id", run.id},
                     {"query_id", run.query_id},
                     {"query_name", run.query_name},
                     {"status", to_text(run.status)},
                     {"cause", to_text(run.cause)},
                     {"nominal_at", format_rfc3339(run.nominal_at)}};
    out["period"] = {{"start", format_rfc3339(run.period.start)}, {"end", format_rfc3339(run.period.end)}};
    out["attempt"] = run.attempt;
    out["started_at"] = instant_json(run.started_at);
    out["finished_at"] = instant_json(run.finished_at);
    out["rows"] = run.rows;
    out["complete"] = run.complete;
    if (!run.error.empty())
        out["error"] = run.error;
    if (!run.reason.empty())
        out["reason"] = run.reason;
    return out;
}

Result<http::Response> put_schedule(const Call& call, control::QuerySchedules& schedules)
{
    const control::SavedQuerySchedule saved =
        TRY(schedules.put(call.principal, TRY(call.id(0)), call.request.body, TRY(call.expected_version())));
    json::object body = schedule_json(saved.schedule);
    if (!saved.warnings.empty())
        body["warnings"] = warnings_json(saved.warnings);
    http::Response answer =
        saved.created ? created_answer(fmt::format("/v1/queries/{}/schedule", saved.schedule.query_id), body)
                      : json_answer(200, body);
    return with_version(std::move(answer), saved.schedule.version);
}

} // namespace

void add_query_schedule_routes(RouteTable& table, control::QuerySchedules& schedules,
                               control::QueryRuns& query_runs)
{
    table.add({"PUT", "/v1/queries/{}/schedule",
               [&](const Call& call) -> Result<http::Response> { return put_schedule(call, schedules); }});
    table.add({"GET", "/v1/queries/{}/schedule", [&](const Call& call) -> Result<http::Response> {
                   const store::QuerySchedule schedule = TRY(schedules.get(call.principal, TRY(call.id(0))));
                   return with_version(json_answer(200, schedule_json(schedule)), schedule.version);
               }});
    table.add({"DELETE", "/v1/queries/{}/schedule", [&](const Call& call) -> Result<http::Response> {
                   TRY(schedules.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
    table.add({"GET", "/v1/queries/{}/runs", [&](const Call& call) -> Result<http::Response> {
                   const auto page = TRY(query_runs.list(call.principal, TRY(call.id(0)), TRY(call.page())));
                   json::array items;
                   for (const QueryRun& run : page.items)
                       items.push_back(query_run_json(run));
                   return list_answer(call, items, page.next_cursor);
               }});
}

} // namespace presstime::api

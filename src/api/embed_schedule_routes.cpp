// Schedules as a host's user sees them: no SQL, no filters, nobody else's.
#include "api/embed_schedule_routes.hpp"

#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::value last_run_json(const std::optional<Run>& run)
{
    if (!run)
        return nullptr;
    return json::object{{"status", to_text(run->status)},
                        {"nominal_at", format_rfc3339(run->nominal_at)},
                        {"finished_at", instant_json(run->finished_at)}};
}

json::object schedule_json(const control::EmbedScheduleView& view)
{
    const Report& report = view.report;
    return {{"id", view.schedule.report_id},
            {"dashboard_id", report.dashboard_id},
            {"widget_id", view.schedule.widget_id},
            {"widget_title", view.widget_title},
            {"description", view.schedule.description},
            {"cron", report.schedule.cron},
            {"timezone", report.schedule.timezone},
            {"format", report.formats.front()},
            {"enabled", report.enabled},
            {"email_to", json::array(report.email_to.begin(), report.email_to.end())},
            {"next_run_at", instant_json(report.next_run_at)},
            {"created_at", format_rfc3339(report.created_at)},
            {"last_run", last_run_json(view.last_run)}};
}

} // namespace

control::EmbedTarget embed_target(const Call& call)
{
    return {bearer_of(call.request), call.query("dashboard")};
}

void add_embed_schedule_routes(OpenRoutes& routes, control::EmbedSchedules& schedules)
{
    routes.add("GET", "/v1/embed/schedules", [&](const Call& call) -> Result<http::Response> {
        json::array items;
        for (const control::EmbedScheduleView& view : TRY(schedules.list(embed_target(call))))
            items.push_back(schedule_json(view));
        return json_answer(200, std::move(items));
    });
    routes.add("POST", "/v1/embed/schedules", [&](const Call& call) -> Result<http::Response> {
        const auto made = TRY(schedules.create(embed_target(call), call.request.body));
        return created_answer(fmt::format("/v1/embed/schedules/{}", made.schedule.report_id),
                              schedule_json(made));
    });
    routes.add("PATCH", "/v1/embed/schedules/{}", [&](const Call& call) -> Result<http::Response> {
        return json_answer(200, schedule_json(TRY(schedules.change(embed_target(call), TRY(call.id(0)),
                                                                   call.request.body))));
    });
    routes.add("DELETE", "/v1/embed/schedules/{}", [&](const Call& call) -> Result<http::Response> {
        TRY(schedules.remove(embed_target(call), TRY(call.id(0))));
        return empty_answer();
    });
}

} // namespace presstime::api

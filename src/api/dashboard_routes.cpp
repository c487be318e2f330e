// /v1/dashboards: drafts, publishing, versions.
#include "api/document_json.hpp"
#include "api/resources.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

http::Response saved_answer(const control::SavedDashboard& saved)
{
    json::object body = dashboard_json(saved.record);
    if (!saved.warnings.empty())
        body["warnings"] = warnings_json(saved.warnings);
    http::Response response = saved.created
                                  ? created_answer("/v1/dashboards/" + saved.record.draft.id, std::move(body))
                                  : json_answer(200, std::move(body));
    return with_version(std::move(response), saved.record.version);
}

http::Response record_answer(const store::DashboardRecord& record)
{
    return with_version(json_answer(200, dashboard_json(record)), record.version);
}

json::array versions_json(const std::vector<store::PublishedVersion>& versions)
{
    json::array out;
    for (const store::PublishedVersion& version : versions)
        out.push_back({{"version", version.version},
                       {"published_at", format_rfc3339(version.published_at)},
                       {"current", version.current}});
    return out;
}

} // namespace

void add_dashboard_routes(RouteTable& table, control::Dashboards& dashboards)
{
    table.add({"GET", "/v1/dashboards", [&](const Call& call) -> Result<http::Response> {
                   const auto page = TRY(dashboards.list(call.principal, TRY(call.page())));
                   json::array items;
                   for (const store::DashboardRecord& record : page.items)
                       items.push_back(dashboard_json(record));
                   return list_answer(call, std::move(items), page.next_cursor);
               }});
    table.add({"POST", "/v1/dashboards", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(dashboards.create(call.principal, call.request.body)));
               }});
    table.add({"GET", "/v1/dashboards/{}", [&](const Call& call) -> Result<http::Response> {
                   return record_answer(TRY(dashboards.get(call.principal, call.captures[0])));
               }});
    table.add({"PUT", "/v1/dashboards/{}", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(dashboards.put(call.principal, call.captures[0], call.request.body,
                                                          TRY(call.expected_version()))));
               }});
    table.add({"PATCH", "/v1/dashboards/{}", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(dashboards.patch(
                       call.principal, call.captures[0], call.request.body, TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/dashboards/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(dashboards.remove(call.principal, call.captures[0]));
                   return empty_answer();
               }});
    table.add({"POST", "/v1/dashboards/{}/publish", [&](const Call& call) -> Result<http::Response> {
                   return record_answer(TRY(dashboards.publish(call.principal, call.captures[0])));
               }});
    table.add({"POST", "/v1/dashboards/{}/unpublish", [&](const Call& call) -> Result<http::Response> {
                   return record_answer(TRY(dashboards.unpublish(call.principal, call.captures[0])));
               }});
    table.add({"GET", "/v1/dashboards/{}/versions", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(
                       200, versions_json(TRY(dashboards.versions(call.principal, call.captures[0]))));
               }});
}

} // namespace presstime::api

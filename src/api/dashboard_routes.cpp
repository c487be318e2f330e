// /v1/dashboards: drafts, publishing, versions.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "codec/document.hpp"

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

json::value optional_json(const std::optional<std::int64_t>& number)
{
    return number ? json::value(*number) : json::value(nullptr);
}

json::array versions_json(const std::vector<store::PublishedVersion>& versions)
{
    json::array out;
    for (const store::PublishedVersion& version : versions)
        out.push_back({{"version", version.version},
                       {"published_at", format_rfc3339(version.published_at)},
                       {"published_by", version.published_by},
                       {"comment", version.comment},
                       {"changes", optional_json(version.changes)},
                       {"current", version.current}});
    return out;
}

json::object row_json(const store::DashboardRow& row)
{
    return {{"id", row.id},
            {"number", row.number},
            {"name", row.name},
            {"description", row.description},
            {"category", row.category},
            {"tags", json::array(row.tags.begin(), row.tags.end())},
            {"theme", row.theme},
            {"widgets", row.widgets},
            {"version", row.version},
            {"published_version", optional_json(row.published_version)},
            {"has_unpublished_changes", row.published_version != row.version},
            {"updated_at", format_rfc3339(row.updated_at)},
            {"reports", row.reports}};
}

Result<http::Response> rows_answer(const Call& call, control::Dashboards& dashboards)
{
    control::DashboardRowsWish wish;
    wish.q = call.query("q");
    wish.category = call.query("category");
    wish.tag = call.query("tag");
    wish.sort = call.query("sort");
    wish.page = TRY(call.page());
    const control::DashboardRowsFound found = TRY(dashboards.rows(call.principal, wish));
    json::array items;
    for (const store::DashboardRow& row : found.rows)
        items.push_back(row_json(row));
    http::Response response = list_answer(call, std::move(items), found.next_cursor);
    response.headers.emplace_back("X-Total-Count", fmt::format("{}", found.total));
    return response;
}

Result<http::Response> list_documents(const Call& call, control::Dashboards& dashboards)
{
    const auto page = TRY(dashboards.list(call.principal, TRY(call.page())));
    json::array items;
    for (const store::DashboardRecord& record : page.items)
        items.push_back(dashboard_json(record));
    return list_answer(call, std::move(items), page.next_cursor);
}

void add_version_routes(RouteTable& table, control::Dashboards& dashboards)
{
    table.add({"POST", "/v1/dashboards/{}/publish", [&](const Call& call) -> Result<http::Response> {
                   return record_answer(TRY(dashboards.publish(
                       call.principal, call.captures[0], call.request.body, TRY(call.expected_version()))));
               }});
    table.add({"POST", "/v1/dashboards/{}/unpublish", [&](const Call& call) -> Result<http::Response> {
                   return record_answer(TRY(dashboards.unpublish(call.principal, call.captures[0])));
               }});
    table.add({"GET", "/v1/dashboards/{}/versions", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(
                       200, versions_json(TRY(dashboards.versions(call.principal, call.captures[0]))));
               }});
    table.add({"GET", "/v1/dashboards/{}/versions/{}", [&](const Call& call) -> Result<http::Response> {
                   const Dashboard kept =
                       TRY(dashboards.version(call.principal, call.captures[0], TRY(call.id(1))));
                   return json_answer(200, json::parse(codec::dashboard_to_json(kept)));
               }});
    table.add(
        {"POST", "/v1/dashboards/{}/versions/{}/restore", [&](const Call& call) -> Result<http::Response> {
             return saved_answer(TRY(dashboards.restore(call.principal, call.captures[0], TRY(call.id(1)),
                                                        TRY(call.expected_version()))));
         }});
}

} // namespace

void add_dashboard_routes(RouteTable& table, control::Dashboards& dashboards)
{
    table.add({"GET", "/v1/dashboards", [&](const Call& call) -> Result<http::Response> {
                   const std::string view = call.query("view");
                   if (!view.empty() && view != "rows")
                       return fail(Error::invalid("view", "view must be rows, or left out"));
                   return view == "rows" ? rows_answer(call, dashboards) : list_documents(call, dashboards);
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
    add_version_routes(table, dashboards);
}

} // namespace presstime::api

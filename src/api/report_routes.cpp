// /v1/reports: the documents, and what is started from them.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "api/watch_routes.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

http::Response saved_answer(const control::SavedReport& saved)
{
    json::object body = report_json(saved.report);
    if (!saved.made_webhook_secret.empty())
        body["webhook_secret"] = saved.made_webhook_secret;
    if (!saved.warnings.empty())
        body["warnings"] = warnings_json(saved.warnings);
    http::Response response =
        saved.created ? created_answer(fmt::format("/v1/reports/{}", saved.report.id), std::move(body))
                      : json_answer(200, std::move(body));
    return with_version(std::move(response), saved.report.version);
}

http::Response started_answer(const control::RunDetails& started)
{
    return created_answer(fmt::format("/v1/runs/{}", started.run.id), run_json(started));
}

void add_documents(RouteTable& table, control::Reports& reports, control::ReportList& rows)
{
    table.add({"GET", "/v1/reports", [&](const Call& call) -> Result<http::Response> {
                   if (!call.query("view").empty())
                       return report_rows_answer(call, rows);
                   const auto page =
                       TRY(reports.list(call.principal, call.query("dashboard_id"), TRY(call.page())));
                   json::array items;
                   for (const Report& report : page.items)
                       items.push_back(report_json(report));
                   return list_answer(call, std::move(items), page.next_cursor);
               }});
    table.add({"POST", "/v1/reports",
               [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(reports.create(call.principal, call.request.body)));
               },
               Access::with_key, Repeat::keep_without_secret});
    table.add({"PUT", "/v1/reports", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(reports.put_by_name(call.principal, call.request.body)));
               }});
    table.add({"GET", "/v1/reports/{}", [&](const Call& call) -> Result<http::Response> {
                   const Report report = TRY(reports.get(call.principal, TRY(call.id(0))));
                   return with_version(json_answer(200, report_json(report)), report.version);
               }});
    table.add({"PATCH", "/v1/reports/{}", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(reports.patch(call.principal, TRY(call.id(0)), call.request.body,
                                                         TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/reports/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(reports.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

} // namespace

void add_report_routes(RouteTable& table, control::Reports& reports, control::Runs& runs,
                       control::ReportList& rows)
{
    add_documents(table, reports, rows);
    table.add({"GET", "/v1/reports/{}/runs", [&](const Call& call) -> Result<http::Response> {
                   const auto page = TRY(runs.list(call.principal, TRY(call.id(0)), TRY(call.page())));
                   json::array items;
                   for (const control::RunDetails& run : page.items)
                       items.push_back(run_json(run));
                   return list_answer(call, std::move(items), page.next_cursor);
               }});
    table.add({"POST", "/v1/reports/{}/run", [&](const Call& call) -> Result<http::Response> {
                   return started_answer(TRY(runs.run_now(call.principal, TRY(call.id(0)))));
               }});
    table.add({"POST", "/v1/reports/{}/test", [&](const Call& call) -> Result<http::Response> {
                   return started_answer(TRY(runs.test(call.principal, TRY(call.id(0)), call.request.body)));
               }});
    table.add({"GET", "/v1/reports/{}/preview", [&](const Call& call) -> Result<http::Response> {
                   const std::int64_t id = TRY(call.id(0));
                   return rendered_answer(runs.preview(call.principal, id, call.query("format")));
               }});
}

} // namespace presstime::api

// /v1/queries: the queries of all drafts, one by one, and one query run alone.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "codec/json_reader.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

http::Response query_answer(const control::QueryPlace& place)
{
    return with_version(json_answer(200, query_json(place)), place.version);
}

Result<http::Response> add_query(const Call& call, control::Dashboards& dashboards)
{
    const json::value document = TRY(codec::parse_json(call.request.body));
    const json::object* object = document.if_object();
    const json::value* dashboard = object ? object->if_contains("dashboard_id") : nullptr;
    if (!dashboard || !dashboard->is_string())
        return fail(
            Error::invalid("dashboard_id", "dashboard_id is required: the dashboard that gets the query"));
    const control::QueryPlace place =
        TRY(dashboards.add_query(call.principal, std::string(dashboard->get_string()), call.request.body));
    return with_version(created_answer(fmt::format("/v1/queries/{}", place.query.id), query_json(place)),
                        place.version);
}

Result<http::Response> run_query(const Call& call, control::QueryRuns& query_runs)
{
    Result<control::RecordedAnswer> answer =
        query_runs.run(call.principal, call.captures[0], call.captures[1], call.request.body);
    if (!answer && answer.error().kind == ErrorKind::give_up)
        return http::make_problem_response(
            {502, answer.error().message, answer.error().field, "source_failed"});
    const control::RecordedAnswer found = TRY(std::move(answer));
    json::object body = table_json(found.answer.table);
    body["elapsed_ms"] = found.answer.elapsed_us / 1000;
    body["run_id"] = found.run.id;
    body["query_result"] = found.result_path;
    return json_answer(200, std::move(body));
}

} // namespace

void add_query_routes(RouteTable& table, control::Dashboards& dashboards, control::QueryRuns& query_runs)
{
    table.add({"GET", "/v1/queries", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const control::QueryPlace& place : TRY(dashboards.list_queries(call.principal)))
                       items.push_back(query_json(place));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/queries",
               [&](const Call& call) -> Result<http::Response> { return add_query(call, dashboards); }});
    table.add({"GET", "/v1/queries/{}", [&](const Call& call) -> Result<http::Response> {
                   return query_answer(TRY(dashboards.get_query(call.principal, TRY(call.id(0)))));
               }});
    table.add({"PATCH", "/v1/queries/{}", [&](const Call& call) -> Result<http::Response> {
                   return query_answer(TRY(dashboards.patch_query(
                       call.principal, TRY(call.id(0)), call.request.body, TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/queries/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(dashboards.remove_query(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
    table.add({"POST", "/v1/reports/{}/queries/{}/run",
               [&](const Call& call) -> Result<http::Response> { return run_query(call, query_runs); }});
}

} // namespace presstime::api

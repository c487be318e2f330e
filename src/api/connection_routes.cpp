// /v1/connections, by name.
#include "api/document_json.hpp"
#include "api/resources.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

http::Response saved_answer(const control::SavedConnection& saved)
{
    http::Response response =
        saved.created
            ? created_answer("/v1/connections/" + saved.record.connection.name, connection_json(saved.record))
            : json_answer(200, connection_json(saved.record));
    return with_version(std::move(response), saved.record.version);
}

} // namespace

void add_connection_routes(RouteTable& table, control::Connections& connections)
{
    table.add({"GET", "/v1/connections", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const store::ConnectionRecord& record : TRY(connections.list(call.principal)))
                       items.push_back(connection_json(record));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/connections", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(connections.create(call.principal, call.request.body)));
               }});
    table.add({"GET", "/v1/connections/{}", [&](const Call& call) -> Result<http::Response> {
                   const store::ConnectionRecord record =
                       TRY(connections.get(call.principal, call.captures[0]));
                   return with_version(json_answer(200, connection_json(record)), record.version);
               }});
    table.add({"PUT", "/v1/connections/{}", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(connections.put(call.principal, call.captures[0],
                                                           call.request.body, TRY(call.expected_version()))));
               }});
    table.add({"PATCH", "/v1/connections/{}", [&](const Call& call) -> Result<http::Response> {
                   return saved_answer(TRY(connections.patch(
                       call.principal, call.captures[0], call.request.body, TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/connections/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(connections.remove(call.principal, call.captures[0]));
                   return empty_answer();
               }});
}

} // namespace presstime::api

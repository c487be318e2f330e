// /v1/data-access-keys, and /api/v1/create-results, which those keys open.
#include "api/document_json.hpp"
#include "api/open_routes.hpp"
#include "api/resources.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object key_json(const DataAccessKey& key)
{
    return {{"id", key.id},
            {"name", key.name},
            {"kid", key.kid},
            {"alg", key.algorithm},
            {"fingerprint", "SHA256:" + key.kid},
            {"public_key", key.public_key},
            {"created_at", format_rfc3339(key.created_at)}};
}

json::object row_object(const json::array& columns, const json::array& row)
{
    json::object out;
    for (std::size_t index = 0; index < row.size(); ++index)
        out[columns[index].at("name").get_string()] = row[index];
    return out;
}

json::array rows_json(const Table& table, control::RowShape shape)
{
    json::object result = table_json(table);
    json::array rows = std::move(result["rows"].get_array());
    if (shape == control::RowShape::objects)
        for (json::value& row : rows)
            row = row_object(result["columns"].get_array(), row.get_array());
    return rows;
}

Result<http::Response> create_results(const Call& call, control::StructuredResults& results)
{
    Result<control::ResultSet> made = results.create(bearer_of(call.request), call.request.body);
    if (!made && made.error().kind == ErrorKind::give_up)
        return http::make_problem_response({502, made.error().message, made.error().field, "source_failed"});
    const control::ResultSet set = TRY(std::move(made));
    json::array out;
    for (const Table& table : set.tables)
        out.push_back(rows_json(table, set.shape));
    return json_answer(200, std::move(out));
}

void add_key_routes(RouteTable& table, control::DataAccessKeys& keys)
{
    table.add({"GET", "/v1/data-access-keys", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const DataAccessKey& key : TRY(keys.list(call.principal)))
                       items.push_back(key_json(key));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/data-access-keys", [&](const Call& call) -> Result<http::Response> {
                   const DataAccessKey key = TRY(keys.create(call.principal, call.request.body));
                   return created_answer(fmt::format("/v1/data-access-keys/{}", key.id), key_json(key));
               }});
    table.add({"GET", "/v1/data-access-keys/{}", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200, key_json(TRY(keys.get(call.principal, TRY(call.id(0))))));
               }});
    table.add({"DELETE", "/v1/data-access-keys/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(keys.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

} // namespace

void add_data_access_routes(RouteTable& table, control::Embedding& embedding)
{
    add_key_routes(table, embedding.keys);
    OpenRoutes routes(table, embedding.rules.origins);
    routes.add("POST", "/api/v1/create-results", [&](const Call& call) -> Result<http::Response> {
        return create_results(call, embedding.results);
    });
}

} // namespace presstime::api

// /v1/datasets, by id or name.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "codec/security_json.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object dataset_json(const store::DatasetRecord& record)
{
    json::object out = codec::dataset_to_json(record.dataset);
    out["version"] = record.version;
    out["created_at"] = format_rfc3339(record.created_at);
    out["updated_at"] = format_rfc3339(record.updated_at);
    return out;
}

http::Response dataset_answer(const control::SavedDataset& saved)
{
    json::object out = dataset_json(saved.record);
    json::array columns;
    for (const Column& column : saved.columns)
        columns.push_back({{"name", column.name}, {"type", to_string(column.type)}});
    out["columns"] = std::move(columns);
    return with_version(saved.created
                            ? created_answer("/v1/datasets/" + saved.record.dataset.id, std::move(out))
                            : json_answer(200, std::move(out)),
                        saved.record.version);
}

} // namespace

void add_dataset_routes(RouteTable& table, control::Datasets& datasets)
{
    table.add({"GET", "/v1/datasets", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const store::DatasetRecord& record : TRY(datasets.list(call.principal)))
                       items.push_back(dataset_json(record));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/datasets", [&](const Call& call) -> Result<http::Response> {
                   return dataset_answer(TRY(datasets.create(call.principal, call.request.body)));
               }});
    table.add({"GET", "/v1/datasets/{}", [&](const Call& call) -> Result<http::Response> {
                   return dataset_answer(TRY(datasets.get(call.principal, call.captures[0])));
               }});
    table.add({"PUT", "/v1/datasets/{}", [&](const Call& call) -> Result<http::Response> {
                   return dataset_answer(TRY(datasets.put(call.principal, call.captures[0], call.request.body,
                                                          TRY(call.expected_version()))));
               }});
    table.add({"PATCH", "/v1/datasets/{}", [&](const Call& call) -> Result<http::Response> {
                   return dataset_answer(TRY(datasets.patch(
                       call.principal, call.captures[0], call.request.body, TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/datasets/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(datasets.remove(call.principal, call.captures[0]));
                   return empty_answer();
               }});
}

} // namespace presstime::api

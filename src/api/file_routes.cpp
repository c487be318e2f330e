// Where people begin: the files they upload, one table each, a dashboard suggested for a table, and sample
// data. The body of PUT goes to disk before it comes here.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "codec/document.hpp"
#include "platform/http/uploaded_file.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object file_json(const control::FileRow& row)
{
    json::object out{{"name", row.name},
                     {"bytes", row.bytes},
                     {"kind", row.kind},
                     {"connection", row.connection},
                     {"table", row.table},
                     {"columns", columns_json(row.columns)},
                     {"rows", row.rows ? json::value(*row.rows) : json::value(nullptr)},
                     {"uploaded_at", instant_json(row.uploaded_at)}};
    if (!row.note.empty())
        out["note"] = row.note;
    if (!row.workbook.empty()) {
        out["workbook"] = row.workbook;
        out["sheet"] = row.sheet;
    }
    return out;
}

Result<http::Response> put_file(const Call& call, control::Files& files)
{
    const http::Request& request = call.request;
    const std::string wish = call.query("replace");
    const auto same_name =
        wish == "1" || wish == "true" ? control::SameName::replace : control::SameName::beside;
    TRY(files.check_may_add(call.principal, call.captures[0], same_name));
    if (request.upload_waits) {
        http::Response come;
        come.status = 100;
        return come;
    }
    if (!request.upload)
        return fail(Error::malformed("the file itself is the body of the request"));
    const std::vector<control::FileRow> rows =
        TRY(files.add(call.principal, call.captures[0], request.upload->path(), same_name));
    json::object answer = file_json(rows.front());
    if (!rows.front().workbook.empty()) {
        json::array sheets;
        for (const control::FileRow& row : rows)
            sheets.push_back(file_json(row));
        answer["sheets"] = std::move(sheets);
    }
    return json_answer(201, std::move(answer));
}

Result<http::Response> suggest(const Call& call, control::Suggestions& suggestions)
{
    const control::SuggestedDashboard made = TRY(suggestions.make(call.principal, call.request.body));
    json::value document = json::parse(codec::dashboard_to_json(made.dashboard));
    document.as_object().erase("id"); // made when it is saved
    return json_answer(200, {{"dashboard", std::move(document)}, {"why", json::value_from(made.why)}});
}

Result<http::Response> make_samples(const Call& call, control::SampleData& samples)
{
    const control::SamplePlaces places = TRY(samples.make(call.principal));
    return json_answer(200, {{"connection", places.connection},
                             {"dashboard_id", places.dashboard_id},
                             {"report_id", places.report_id}});
}

} // namespace

void add_file_routes(RouteTable& table, const AuthoringControls& controls)
{
    control::Files& files = controls.files;
    table.add({"GET", "/v1/files", [&files](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const control::FileRow& row : TRY(files.list(call.principal)))
                       items.push_back(file_json(row));
                   return json_answer(200, std::move(items));
               }});
    table.add({"PUT", "/v1/files/{}", [&files](const Call& call) { return put_file(call, files); }});
    table.add({"DELETE", "/v1/files/{}", [&files](const Call& call) -> Result<http::Response> {
                   TRY(files.remove(call.principal, call.captures[0]));
                   return empty_answer();
               }});
    table.add({"POST", "/v1/dashboards/suggest",
               [&made = controls.suggestions](const Call& call) { return suggest(call, made); },
               Access::with_key, Repeat::never_keep});
    table.add({"POST", "/v1/sample-data",
               [&samples = controls.samples](const Call& call) { return make_samples(call, samples); }});
    table.add({"DELETE", "/v1/sample-data",
               [&samples = controls.samples](const Call& call) -> Result<http::Response> {
                   TRY(samples.remove(call.principal));
                   return empty_answer();
               }});
}

} // namespace presstime::api

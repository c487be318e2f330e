// /v1/audit as JSON or CSV, and /v1/workspace with the operator's /v1/workspaces.
#include "api/resources.hpp"
#include "platform/text/csv.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <array>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::value id_json(std::int64_t id)
{
    return id == 0 ? json::value(nullptr) : json::value(id);
}

json::object audit_json(const store::AuditRow& row)
{
    json::object out;
    out["id"] = row.id;
    out["at"] = format_rfc3339(row.at);
    out["actor"] = row.actor;
    out["user_id"] = id_json(row.actor_user_id);
    out["token_id"] = id_json(row.actor_token_id);
    out["peer"] = row.peer;
    out["action"] = row.action;
    out["resource"] = row.resource;
    out["detail"] = row.detail;
    out["times"] = row.times;
    return out;
}

// What others put into names must not run in a spreadsheet: the guard is always on.
Result<http::Response> audit_csv(const std::vector<store::AuditRow>& rows)
{
    http::Response response;
    response.content_type = "text/csv; charset=utf-8";
    CsvWriter writer({.formula_guard = true}, [&](std::string_view bytes) -> Result<> {
        response.body += bytes;
        return {};
    });
    TRY(writer.begin());
    TRY(writer.write_row(std::array<std::string, 10>{"id", "at", "actor", "user_id", "token_id", "peer",
                                                     "action", "resource", "detail", "times"}));
    for (const store::AuditRow& row : rows)
        TRY(writer.write_row(std::array<std::string, 10>{
            fmt::format("{}", row.id), format_rfc3339(row.at), row.actor,
            row.actor_user_id == 0 ? "" : fmt::format("{}", row.actor_user_id),
            row.actor_token_id == 0 ? "" : fmt::format("{}", row.actor_token_id), row.peer, row.action,
            row.resource, row.detail, fmt::format("{}", row.times)}));
    TRY(writer.finish());
    add_file_headers(response, "audit.csv", Disposition::attachment);
    return response;
}

Result<http::Response> list_audit(const Call& call, control::Audits& audits)
{
    const std::string format = call.query("format");
    if (!format.empty() && format != "json" && format != "csv")
        return fail(Error::invalid("format", "format must be json or csv"));
    control::AuditQuestion question;
    question.actor = call.query("actor");
    question.action = call.query("action");
    question.resource = call.query("resource");
    question.since = TRY(call.instant("since"));
    question.until = TRY(call.instant("until"));
    const auto page = TRY(audits.list(call.principal, question, TRY(call.page())));
    if (format == "csv") {
        http::Response file = TRY(audit_csv(page.items));
        for (auto& header : list_answer(call, json::array{}, page.next_cursor).headers)
            file.headers.push_back(std::move(header));
        return file;
    }
    json::array items;
    for (const store::AuditRow& row : page.items)
        items.push_back(audit_json(row));
    return list_answer(call, std::move(items), page.next_cursor);
}

json::object workspace_json(const store::Workspace& workspace)
{
    return {{"id", workspace.id}, {"name", workspace.name}, {"owner_email", workspace.owner_email}};
}

} // namespace

void add_audit_routes(RouteTable& table, control::Audits& audits)
{
    table.add({"GET", "/v1/audit",
               [&](const Call& call) -> Result<http::Response> { return list_audit(call, audits); }});
}

void add_workspace_routes(RouteTable& table, control::Workspaces& workspaces)
{
    table.add({"GET", "/v1/workspace", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200, workspace_json(TRY(workspaces.get(call.principal))));
               }});
    table.add({"PATCH", "/v1/workspace", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(
                       200, workspace_json(TRY(workspaces.patch(call.principal, call.request.body))));
               }});
    table.add({"GET", "/v1/workspaces", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const store::Workspace& workspace : TRY(workspaces.list(call.principal)))
                       items.push_back(workspace_json(workspace));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/workspaces",
               [&](const Call& call) -> Result<http::Response> {
                   const control::NewWorkspace made =
                       TRY(workspaces.create(call.principal, call.request.body));
                   json::object body = workspace_json(made.workspace);
                   body["token"] = made.secret;
                   return never_stored(created_answer("/v1/workspace", std::move(body)));
               },
               Access::with_key, Repeat::never_keep});
}

} // namespace presstime::api

// /v1/runs: one run, what it made, and what a person may still do with it.
#include "api/document_json.hpp"
#include "api/resources.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace {

http::Response artifact_answer(const Call& call, const control::StoredFile& file)
{
    const std::string tag = fmt::format("\"{}\"", hash_of_sent_bytes(file.artifact));
    http::Response response;
    if (call.request.header("if-none-match") == tag) {
        response = empty_answer();
        response.status = 304;
    } else {
        response.content_type = file.artifact.content_type;
        response.file = file.path;
    }
    add_file_headers(response, file.artifact.filename, Disposition::attachment);
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("X-Presstime-Rows", fmt::format("{}", file.artifact.rows));
    response.headers.emplace_back("X-Presstime-Complete", file.artifact.complete ? "true" : "false");
    return response;
}

} // namespace

void add_run_routes(RouteTable& table, control::Runs& runs)
{
    table.add({"GET", "/v1/runs/{}", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200, run_json(TRY(runs.get(call.principal, TRY(call.id(0))))));
               }});
    table.add({"GET", "/v1/runs/{}/artifacts", [&](const Call& call) -> Result<http::Response> {
                   const std::int64_t id = TRY(call.id(0));
                   if (const std::string format = call.query("format"); !format.empty())
                       return rendered_answer(runs.draw_again(call.principal, id, format));
                   return json_answer(200, artifacts_json(TRY(runs.get(call.principal, id))));
               }});
    table.add({"GET", "/v1/runs/{}/artifacts/{}", [&](const Call& call) -> Result<http::Response> {
                   const std::int64_t n = TRY(call.id(1));
                   if (n > 1'000)
                       return fail(Error::not_found(fmt::format("there is no artifact {}", n)));
                   return artifact_answer(
                       call, TRY(runs.artifact(call.principal, TRY(call.id(0)), static_cast<int>(n))));
               }});
    table.add({"GET", "/v1/links/{}",
               [&](const Call& call) -> Result<http::Response> {
                   return artifact_answer(call, TRY(runs.linked_artifact(call.captures.at(0))));
               },
               Access::open});
    table.add({"POST", "/v1/runs/{}/cancel", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200, run_json(TRY(runs.cancel(call.principal, TRY(call.id(0))))));
               }});
    table.add({"PUT", "/v1/runs/{}/dealt-with", [&](const Call& call) -> Result<http::Response> {
                   TRY(runs.deal_with(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
    table.add({"DELETE", "/v1/runs/{}/dealt-with", [&](const Call& call) -> Result<http::Response> {
                   TRY(runs.undo_dealt_with(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
    table.add({"POST", "/v1/runs/{}/resend", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(
                       200, run_json(TRY(runs.resend(call.principal, TRY(call.id(0)), call.request.body))));
               }});
    table.add({"POST", "/v1/runs/{}/replay", [&](const Call& call) -> Result<http::Response> {
                   const control::RunDetails started = TRY(runs.replay(call.principal, TRY(call.id(0))));
                   return created_answer(fmt::format("/v1/runs/{}", started.run.id), run_json(started));
               }});
}

} // namespace presstime::api

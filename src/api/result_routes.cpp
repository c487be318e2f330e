// /api/reports/{number}/...: the addresses that events name, where the stored rows of a run are fetched, by
// GET or POST. "report" is here what the events' format flat calls so: a dashboard.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "base/text.hpp"
#include "codec/json_write.hpp"
#include "model/enum_text.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxAnswerBytes = std::size_t{32} << 20;
constexpr std::int64_t kMaxRows = 5'000'000;

Result<RowsWish> read_wish(const Call& call)
{
    const std::int64_t offset = TRY(call.whole_number("offset", {0, kMaxRows, 0}));
    return RowsWish{offset, TRY(call.whole_number("limit", {0, kMaxRows, kMaxRows})), kMaxAnswerBytes};
}

http::Response text_answer(std::string body)
{
    http::Response response;
    response.body = std::move(body);
    response.headers.emplace_back("Cache-Control", "private, no-store");
    return response;
}

// Data that was there once is 410, so that a receiver stops asking.
Result<http::Response> or_gone(Result<http::Response> answer)
{
    if (!answer && answer.error().context == control::kPastRetention)
        return http::make_problem_response({410, answer.error().message, answer.error().field, "gone"});
    return answer;
}

Result<> append_output(std::string& out, control::StoredRows& rows, const RowsWish& wish)
{
    if (rows.reader) {
        TRY(append_rows_json(out, *rows.reader, wish));
        return {};
    }
    const json::object failed{{"columns", json::array()},
                              {"rows", json::array()},
                              {"row_count", 0},
                              {"complete", false},
                              {"error", rows.error}};
    out += codec::write_json(failed);
    return {};
}

Result<http::Response> run_rows(const Call& call, control::StoredResults& results)
{
    const RowsWish wish = TRY(read_wish(call));
    control::RunRows rows = TRY(results.of_run(call.principal, call.captures[0], TRY(call.id(1))));
    const json::object run{{"id", rows.run.id},
                           {"status", to_text(rows.run.status)},
                           {"nominal_at", format_rfc3339(rows.run.nominal_at)}};
    std::string body = "{\"run\":" + codec::write_json(run) + ",\"outputs\":[";
    for (control::StoredRows& output : rows.outputs) {
        if (&output != &rows.outputs.front())
            body += ',';
        body += fmt::format("{{\"query_id\":{},\"query_name\":{},\"result\":", output.query_id,
                            codec::write_json(json::value(output.query_name)));
        TRY(append_output(body, output, wish));
        body += '}';
    }
    return text_answer(body + "]}");
}

// Of a report's run, or of a run of the query alone.
using FindRows = Result<control::StoredRows> (control::StoredResults::*)(const Principal&, const std::string&,
                                                                         const std::string&, std::int64_t);

Result<http::Response> query_rows(const Call& call, control::StoredResults& results, FindRows find)
{
    const RowsWish wish = TRY(read_wish(call));
    control::StoredRows rows =
        TRY((results.*find)(call.principal, call.captures[0], call.captures[1], TRY(call.id(2))));
    if (!rows.reader)
        return fail(Error::conflict(fmt::format("query {} failed in that run, so there are no rows: {}",
                                                rows.query_name, rows.error)));
    std::string body;
    TRY(append_output(body, rows, wish));
    return text_answer(std::move(body));
}

} // namespace

void add_result_routes(RouteTable& table, control::StoredResults& results)
{
    for (const char* method : {"GET", "POST"}) {
        table.add({method, "/api/reports/{}/run/{}",
                   [&](const Call& call) { return or_gone(run_rows(call, results)); }, Access::with_key,
                   Repeat::never_keep});
        table.add({method, "/api/reports/{}/queries/{}/reportRun/{}",
                   [&](const Call& call) {
                       return or_gone(query_rows(call, results, &control::StoredResults::of_query));
                   },
                   Access::with_key, Repeat::never_keep});
        table.add({method, "/api/reports/{}/queries/{}/run/{}",
                   [&](const Call& call) {
                       return or_gone(query_rows(call, results, &control::StoredResults::of_query_run));
                   },
                   Access::with_key, Repeat::never_keep});
    }
}

} // namespace presstime::api

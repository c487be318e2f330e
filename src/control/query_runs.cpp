// The parameters of the body stand over the dashboard's defaults;
// what is bound besides is what a run due now would bind.
#include "control/query_runs.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "codec/event_data.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/dashboard_checks.hpp"
#include "control/dashboard_lookup.hpp"
#include "control/given_values.hpp"
#include "control/query_schedules.hpp"
#include "platform/objects/result_file.hpp"
#include "store/query_run_store.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::int64_t kMaxInteractiveRows = 10'000;

} // namespace

Result<RecordedAnswer> QueryRuns::run(const Principal& principal, const std::string& dashboard_id,
                                      const std::string& query_id, std::string_view json)
{
    Dashboard dashboard;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        dashboard = TRY(find_dashboard(session, principal, Action::read, dashboard_id)).draft;
        return {};
    }));
    const std::optional<std::int64_t> number = parse_int(query_id);
    const auto query = std::ranges::find_if(dashboard.queries, [&](const Query& each) {
        return number ? each.id == *number : each.name == query_id;
    });
    if (query == dashboard.queries.end())
        return fail(Error::not_found(fmt::format("dashboard {} has no query {}", dashboard.id, query_id)));
    const Instant now = environment_.clock.now();
    QueryRequest request{principal.workspace_id, *query, default_bindings(dashboard, now)};
    request.datasets = dashboard.datasets;
    if (!trim(json).empty()) {
        const boost::json::value document = TRY(codec::parse_json(json));
        codec::ObjectReader reader(document, "");
        TRY(bind_given(reader, "parameters", dashboard, now, request.bindings));
        reader.integer("max_rows", request.max_rows, {1, kMaxInteractiveRows});
        TRY(reader.finish());
    }
    Result<QueryAnswer> answer = interactive_.run_query(request);
    const bool asked =
        answer || (answer.error().kind != ErrorKind::retry && answer.error().kind != ErrorKind::too_many);
    if (!asked)
        return fail(std::move(answer).error());
    QueryRun run = TRY(record(principal, dashboard, request, answer, now));
    std::string path = codec::query_run_path(dashboard, run);
    return RecordedAnswer{TRY(std::move(answer)), std::move(run), std::move(path)};
}

Result<std::string> QueryRuns::store_rows(std::int64_t query_id, const Table& table)
{
    std::string key = fmt::format("queries/{}/run-{}.ptr", query_id, make_random_text(16));
    auto object = TRY(environment_.objects.create(key));
    auto writer = TRY(make_result_writer(*object, table.columns));
    TRY(writer->append(table.data));
    TRY(writer->finish(table.completeness));
    TRY(object->commit());
    return key;
}

Result<QueryRun> QueryRuns::record(const Principal& principal, const Dashboard& dashboard,
                                   const QueryRequest& request, const Result<QueryAnswer>& answer,
                                   Instant started_at)
{
    QueryRun run;
    run.workspace_id = principal.workspace_id;
    run.dashboard_id = dashboard.id;
    run.query_id = request.query.id;
    run.query_name = request.query.name;
    run.nominal_at = started_at;
    run.period = {started_at - std::chrono::hours(24), started_at};
    run.status = answer ? RunStatus::success : RunStatus::failed;
    run.not_before = started_at;
    run.queued_at = started_at;
    run.started_at = started_at;
    run.finished_at = environment_.clock.now();
    if (answer) {
        run.rows = static_cast<std::int64_t>(answer->table.rows());
        run.complete = !answer->table.completeness.cut;
        run.object_key = TRY(store_rows(run.query_id, answer->table));
    } else {
        run.error = answer.error().message;
    }
    TRY(environment_.database.write([&](db::Session& session) {
        return store::insert_ended_query_run(session, run, actor_of(principal));
    }));
    return run;
}

Result<Page<QueryRun>> QueryRuns::list(const Principal& principal, std::int64_t query_id,
                                       const PageRequest& page)
{
    const std::int64_t before_id = TRY(parse_cursor(page.cursor));
    std::vector<QueryRun> runs;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(require_query(session, principal, Action::read, query_id));
        runs = TRY(store::list_query_runs(
            session, {.query_id = query_id, .before_id = before_id, .limit = rows_to_fetch(page)}));
        return {};
    }));
    return make_page(std::move(runs), page, [](const QueryRun& last) { return fmt::format("{}", last.id); });
}

} // namespace presstime::control

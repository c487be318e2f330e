// Queries are those of the definition the run drew: one that was renamed or removed since still answers.
#include "control/stored_results.hpp"

#include "base/text.hpp"
#include "codec/document.hpp"
#include "control/access.hpp"
#include "control/dashboard_lookup.hpp"
#include "model/enum_text.hpp"
#include "platform/objects/result_file.hpp"
#include "store/query_run_store.hpp"
#include "store/report_store.hpp"
#include "store/run_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

Error gone(std::int64_t run_id)
{
    return Error::not_found(
               fmt::format("the results of run {} are past their retention (retain_results); run the "
                           "report again",
                           run_id))
        .with_context(std::string(kPastRetention));
}

bool is_asked_for(const Query& query, const std::string& id_or_name)
{
    const std::optional<std::int64_t> id = parse_int(id_or_name);
    return id ? query.id == *id : query.name == id_or_name;
}

} // namespace

struct StoredResults::Found {
    Run run;
    Dashboard dashboard; // as the run drew it
    std::vector<StoredResult> results;
};

Result<StoredResults::Found> StoredResults::find(const Principal& principal, const std::string& dashboard_id,
                                                 std::int64_t run_id)
{
    Found found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const std::string id = TRY(find_dashboard(session, principal, Action::read, dashboard_id)).draft.id;
        TRY(require_run(session, principal, Action::read, run_id));
        found.run = TRY(store::get_run(session, run_id));
        if (TRY(store::get_report(session, found.run.report_id)).dashboard_id != id)
            return fail(missing_run(run_id));
        found.results = TRY(store::list_stored_results(session, run_id));
        return {};
    }));
    if (!is_terminal(found.run.status))
        return fail(Error::conflict(fmt::format("run {} has not ended yet; ask again when it has", run_id)));
    if (found.results.empty() || found.run.definition.empty())
        return fail(found.run.status == RunStatus::success || found.run.status == RunStatus::partial
                        ? gone(run_id)
                        : Error::not_found(fmt::format("run {} has no results: it is {}", run_id,
                                                       to_text(found.run.status))));
    found.dashboard = TRY(codec::definition_from_json(found.run.definition)).dashboard;
    return found;
}

Result<StoredRows> StoredResults::open(const Query& query, const StoredResult& stored) const
{
    StoredRows rows{query.id, query.name, stored.error, nullptr};
    if (!stored.error.empty())
        return rows;
    const auto path = environment_.objects.path_of(stored.object_key);
    if (!path && path.error().kind == ErrorKind::not_found)
        return fail(gone(stored.run_id));
    rows.reader = TRY(open_result_file(TRY(path)));
    return rows;
}

Result<RunRows> StoredResults::of_run(const Principal& principal, const std::string& dashboard,
                                      std::int64_t run_id)
{
    Found found = TRY(find(principal, dashboard, run_id));
    RunRows rows;
    for (const Query& query : found.dashboard.queries) {
        const auto stored = std::ranges::find(found.results, query.name, &StoredResult::query);
        if (stored != found.results.end())
            rows.outputs.push_back(TRY(open(query, *stored)));
    }
    rows.run = std::move(found.run);
    return rows;
}

Result<StoredRows> StoredResults::of_query(const Principal& principal, const std::string& dashboard,
                                           const std::string& query_id, std::int64_t run_id)
{
    const Found found = TRY(find(principal, dashboard, run_id));
    const auto query = std::ranges::find_if(found.dashboard.queries,
                                            [&](const Query& each) { return is_asked_for(each, query_id); });
    const auto stored = query == found.dashboard.queries.end()
                            ? found.results.end()
                            : std::ranges::find(found.results, query->name, &StoredResult::query);
    if (stored == found.results.end())
        return fail(Error::not_found(fmt::format("run {} has no result of query {}", run_id, query_id)));
    return open(*query, *stored);
}

Result<StoredRows> StoredResults::of_query_run(const Principal& principal, const std::string& dashboard_id,
                                               const std::string& query_id, std::int64_t query_run_id)
{
    QueryRun run;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const Dashboard dashboard = TRY(find_dashboard(session, principal, Action::read, dashboard_id)).draft;
        run = TRY(store::get_query_run(session, query_run_id));
        const Query asked{.id = run.query_id, .name = run.query_name};
        if (run.workspace_id != principal.workspace_id || run.dashboard_id != dashboard.id ||
            !is_asked_for(asked, query_id))
            return fail(Error::not_found(fmt::format("query run {} does not exist", query_run_id)));
        return {};
    }));
    if (!is_terminal(run.status))
        return fail(Error::conflict(
            fmt::format("query run {} has not ended yet; ask again when it has", query_run_id)));
    StoredResult stored;
    stored.run_id = run.id;
    stored.object_key = run.object_key;
    stored.error = run.status == RunStatus::skipped ? run.reason : run.error;
    return open({.id = run.query_id, .name = run.query_name}, stored);
}

} // namespace presstime::control

// Drafts. Publishing and versions are in dashboard_versions.cpp, the queries of a draft one by one in
// dashboard_queries.cpp.
#include "control/dashboards.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/dashboard_category.hpp"
#include "control/dashboard_checks.hpp"
#include "control/dashboard_lookup.hpp"
#include "control/report_checks.hpp"
#include "store/report_store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace {

// Equal but for the ids of queries, which the store gives.
bool says_the_same(const Dashboard& a, Dashboard b)
{
    b.number = a.number;
    for (Query& query : b.queries)
        if (const Query* same = a.find_query(query.name))
            query.id = same->id;
    return codec::dashboard_to_json(a) == codec::dashboard_to_json(b);
}

Result<> check_same_id(const Dashboard& draft, const std::string& id)
{
    if (draft.id.empty() || draft.id == id)
        return {};
    return fail(
        Error::invalid("id", fmt::format("id is {} in the document and {} in the address; a dashboard keeps "
                                         "its id",
                                         draft.id, id)));
}

} // namespace

Dashboards::Dashboards(Environment environment, QueryInspector& inspector)
    : environment_(std::move(environment)), inspector_(inspector)
{
}

Result<store::DashboardRecord> Dashboards::find(const Principal& principal, Action action,
                                                const std::string& id)
{
    store::DashboardRecord record;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        record = TRY(find_dashboard(session, principal, action, id));
        return {};
    }));
    return record;
}

Result<SavedDashboard> Dashboards::insert(const Principal& principal, Dashboard draft)
{
    const Instant now = environment_.clock.now();
    TRY(check_dashboard_sources(draft, principal.workspace_id, now, inspector_));
    if (draft.id.empty())
        draft.id = "dash_" + make_random_text(12);
    SavedDashboard saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(enter_category(session, principal, draft.category, now));
        saved.record = {};
        saved.record.workspace_id = principal.workspace_id;
        saved.record.draft = draft;
        Result<> inserted = store::insert_dashboard(session, saved.record, now);
        if (!inserted && inserted.error().kind == ErrorKind::conflict)
            return fail(Error::conflict(
                fmt::format("a dashboard with the id {} exists already; PUT replaces it", draft.id)));
        TRY(inserted);
        return record_draft_change(session, principal, nullptr, &saved.record.draft, now);
    }));
    saved.created = true;
    saved.warnings = clock_warnings(saved.record.draft);
    return saved;
}

Result<SavedDashboard> Dashboards::replace(const Principal& principal, store::DashboardRecord current,
                                           Dashboard draft)
{
    draft.id = current.draft.id;
    draft.number = current.draft.number;
    SavedDashboard saved{current, clock_warnings(draft)};
    if (says_the_same(current.draft, draft))
        return saved;
    const Instant now = environment_.clock.now();
    TRY(check_dashboard_sources(draft, current.workspace_id, now, inspector_));
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(require_dashboard(session, principal, Action::edit, draft.id));
        if (draft.category != current.draft.category)
            TRY(enter_category(session, principal, draft.category, now));
        saved.record = current;
        saved.record.draft = draft;
        TRY(store::update_dashboard(session, saved.record, now));
        return record_draft_change(session, principal, &current.draft, &saved.record.draft, now);
    }));
    return saved;
}

Result<SavedDashboard> Dashboards::create(const Principal& principal, std::string_view json)
{
    TRY(require_scope(principal, Action::edit, ResourceKind::dashboard));
    return insert(principal, TRY(codec::dashboard_from_json(json)));
}

Result<SavedDashboard> Dashboards::put(const Principal& principal, const std::string& id,
                                       std::string_view json, ExpectedVersion expected)
{
    TRY(require_scope(principal, Action::edit, ResourceKind::dashboard));
    Dashboard draft = TRY(codec::dashboard_from_json(json));
    TRY(check_same_id(draft, id));
    Result<store::DashboardRecord> current = find(principal, Action::edit, id);
    if (!current && current.error().kind == ErrorKind::not_found && id.starts_with("dash_")) {
        TRY(check_version(expected, 0, fmt::format("dashboard {}", id)));
        draft.id = id;
        // The address is the id here: it must pass the same check as one in a document.
        return insert(principal, TRY(codec::dashboard_from_json(codec::dashboard_to_json(draft))));
    }
    store::DashboardRecord record = TRY(std::move(current));
    TRY(check_version(expected, record.version, fmt::format("dashboard {}", id)));
    return replace(principal, std::move(record), std::move(draft));
}

Result<SavedDashboard> Dashboards::patch(const Principal& principal, const std::string& id,
                                         std::string_view json, ExpectedVersion expected)
{
    TRY(require_scope(principal, Action::edit, ResourceKind::dashboard));
    const boost::json::value change = TRY(codec::parse_json(json));
    if (!change.is_object())
        return fail(Error::malformed("the document must be a JSON object"));
    store::DashboardRecord record = TRY(find(principal, Action::edit, id));
    TRY(check_version(expected, record.version, fmt::format("dashboard {}", id)));
    boost::json::object merged = boost::json::parse(codec::dashboard_to_json(record.draft)).get_object();
    for (const auto& member : change.get_object())
        merged[member.key()] = member.value();
    Dashboard draft = TRY(codec::dashboard_from_json(boost::json::serialize(merged)));
    TRY(check_same_id(draft, record.draft.id));
    return replace(principal, std::move(record), std::move(draft));
}

Result<> Dashboards::remove(const Principal& principal, const std::string& id)
{
    return environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(require_dashboard(session, principal, Action::edit, id));
        constexpr int kNamed = 5;
        const std::vector<Report> users = TRY(store::list_reports(
            session, {.workspace_id = principal.workspace_id, .dashboard_id = id, .limit = kNamed + 1}));
        if (users.empty()) {
            const Dashboard gone = TRY(store::get_dashboard(session, principal.workspace_id, id)).draft;
            TRY(store::delete_dashboard(session, principal.workspace_id, id));
            return record_draft_change(session, principal, &gone, nullptr, environment_.clock.now());
        }
        std::vector<std::string> names;
        for (const Report& report : users)
            names.push_back(names.size() == kNamed ? std::string("and more")
                                                   : fmt::format("report {} \"{}\"", report.id, report.name));
        return fail(
            Error::conflict(fmt::format("dashboard {} is shown by {}; delete those first, or point them "
                                        "elsewhere",
                                        id, join(names, ", "))));
    });
}

Result<store::DashboardRecord> Dashboards::get(const Principal& principal, const std::string& id)
{
    return find(principal, Action::read, id);
}

Result<Page<store::DashboardRecord>> Dashboards::list(const Principal& principal, const PageRequest& page)
{
    std::vector<store::DashboardRecord> records;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const std::set<std::string> hidden = TRY(hidden_dashboards(session, principal));
        records = TRY(collect<store::DashboardRecord>(
            rows_to_fetch(page), page.cursor,
            [&](const std::string& after, int limit) {
                return store::list_dashboards(session, principal.workspace_id, after, limit);
            },
            [&](const store::DashboardRecord& record) -> Result<bool> {
                return !hidden.contains(record.draft.id);
            },
            [](const store::DashboardRecord& record) { return record.draft.id; }));
        return {};
    }));
    return make_page(std::move(records), page,
                     [](const store::DashboardRecord& last) { return last.draft.id; });
}

} // namespace presstime::control

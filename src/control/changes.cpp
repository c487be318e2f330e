// Events carry what codec/event_data lets through; the audit says names of members, and of rights what they
// are now.
#include "control/changes.hpp"

#include "base/text.hpp"
#include "codec/document.hpp"
#include "codec/grants_json.hpp"
#include "model/event_type.hpp"
#include "store/access_store.hpp"
#include "store/audit_store.hpp"
#include "store/dashboard_store.hpp"
#include "store/event_store.hpp"
#include "store/run_event.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::control {
namespace {

constexpr std::size_t kLongestDetail = 1'000; // bytes
// What the server counts and computes; nobody changes these.
constexpr std::array<std::string_view, 3> kServerMembers{"version", "updated_at", "next_run_at"};

Result<> insert_event_of(db::Session& session, const Principal& principal, const Change& change, Instant now)
{
    const EventType* type = find_event_type(change.type);
    if (!type)
        return {};
    codec::EventFacts facts = change.facts;
    facts.workspace_id = principal.workspace_id;
    facts.workspace_name = TRY(store::get_workspace(session, principal.workspace_id)).name;
    facts.changed_by = actor_of(principal);
    Event event;
    event.workspace_id = principal.workspace_id;
    event.type = std::string(type->name);
    event.occurred_at = now;
    event.actor = facts.changed_by;
    event.resource = type->resource;
    event.resource_id = change.resource_id;
    event.category = change.category;
    event.deleted = change.type.ends_with(".deleted");
    if (event.deleted)
        event.tombstone_grants =
            TRY(store::grants_of_category(session, principal.workspace_id, change.category));
    event.data = codec::event_data(facts);
    return store::insert_event(session, event);
}

Change dashboard_change(std::string_view type, const Dashboard& dashboard, std::vector<std::string> changes)
{
    Change change{.type = type,
                  .resource = fmt::format("dashboard {}", dashboard.id),
                  .resource_id = dashboard.id,
                  .category = dashboard.category};
    change.facts.dashboard = &dashboard;
    change.facts.changes = std::move(changes);
    return change;
}

Change query_change(std::string_view type, const Dashboard& dashboard, const Query& query,
                    std::vector<std::string> changes)
{
    Change change{.type = type,
                  .resource = fmt::format("query {}", query.id),
                  .resource_id = fmt::format("{}", query.id),
                  .category = dashboard.category};
    change.facts.dashboard = &dashboard;
    change.facts.query = &query;
    change.facts.changes = std::move(changes);
    return change;
}

const Query* find_by_id(const std::vector<Query>& queries, std::int64_t id)
{
    const auto found = std::ranges::find(queries, id, &Query::id);
    return found == queries.end() ? nullptr : &*found;
}

Result<> record_queries(db::Session& session, const Principal& principal, const Dashboard& before,
                        const Dashboard& after, Instant now)
{
    for (const Query& old : before.queries)
        if (!find_by_id(after.queries, old.id))
            TRY(record_change(session, principal, query_change("query.deleted", after, old, {}), now));
    for (const Query& query : after.queries) {
        const Query* old = find_by_id(before.queries, query.id);
        std::vector<std::string> changes;
        if (old)
            changes = changed_members(codec::query_to_json(*old), codec::query_to_json(query));
        if (!old)
            TRY(record_change(session, principal, query_change("query.created", after, query, {}), now));
        else if (!changes.empty())
            TRY(record_change(session, principal,
                              query_change("query.updated", after, query, std::move(changes)), now));
    }
    return {};
}

} // namespace

std::string actor_of(const Principal& principal)
{
    if (!principal.email.empty())
        return principal.email;
    return principal.kind == PrincipalKind::api_key ? "key " + principal.name : principal.name;
}

std::vector<std::string> changed_members(std::string_view before_json, std::string_view after_json)
{
    const boost::json::object before = boost::json::parse(before_json).get_object();
    const boost::json::object after = boost::json::parse(after_json).get_object();
    std::vector<std::string> names;
    for (const auto& member : after)
        if (const boost::json::value* old = before.if_contains(member.key()); !old || *old != member.value())
            names.emplace_back(member.key());
    for (const auto& member : before)
        if (!after.contains(member.key()))
            names.emplace_back(member.key());
    std::erase_if(names, [](const std::string& name) {
        return std::ranges::find(kServerMembers, name) != kServerMembers.end();
    });
    return names;
}

Result<> record_change(db::Session& session, const Principal& principal, const Change& change, Instant now)
{
    store::AuditRow row;
    row.workspace_id = principal.workspace_id;
    row.at = now;
    row.actor = actor_of(principal);
    row.actor_user_id = principal.user_id;
    row.actor_token_id = principal.token_id;
    row.peer = principal.peer;
    row.action = std::string(change.type);
    row.resource = change.resource;
    row.detail =
        clip_utf8(change.detail.empty() ? join(change.facts.changes, ", ") : change.detail, kLongestDetail);
    TRY(store::insert_audit(session, row));
    return insert_event_of(session, principal, change, now);
}

Result<> record_change(db::Session& session, const Principal& principal, const ReportChange& change,
                       Instant now)
{
    const Report& report = change.report;
    const Dashboard dashboard =
        TRY(store::get_dashboard(session, principal.workspace_id, report.dashboard_id)).draft;
    const store::ScheduleBounds bounds = store::bounds_of(report.schedule);
    Change said{.type = change.type,
                .resource = fmt::format("report {}", report.id),
                .resource_id = fmt::format("{}", report.id),
                .category = dashboard.category};
    said.facts.dashboard = &dashboard;
    said.facts.report = &report;
    said.facts.changes = change.changes;
    said.facts.schedule_starts_at = bounds.starts_at;
    said.facts.schedule_ends_at = bounds.ends_at;
    return record_change(session, principal, said, now);
}

Result<> record_change(db::Session& session, const Principal& principal, const ConnectionChange& change,
                       Instant now)
{
    const std::string& name = change.connection.name;
    Change said{.type = change.type, .resource = "connection " + name, .resource_id = name};
    said.facts.connection = &change.connection;
    said.facts.changes = change.changes;
    return record_change(session, principal, said, now);
}

Result<> record_change(db::Session& session, const Principal& principal, const CategoryChange& change,
                       Instant now)
{
    const Category& category = change.category;
    Change said{.type = change.type,
                .resource = fmt::format("category {}", category.id),
                .resource_id = fmt::format("{}", category.id),
                .category = category.name};
    if (!change.type.ends_with(".deleted")) // who was let in must be seen later
        said.detail = fmt::format("{}{}grants {}", join(change.changes, ", "),
                                  change.changes.empty() ? "" : "; ", codec::grants_to_json(category.grants));
    said.facts.category = &category;
    said.facts.changes = change.changes;
    return record_change(session, principal, said, now);
}

Result<> record_draft_change(db::Session& session, const Principal& principal, const Dashboard* before,
                             const Dashboard* after, Instant now)
{
    if (!after) {
        Dashboard emptied = *before;
        emptied.queries.clear();
        TRY(record_queries(session, principal, *before, emptied, now));
        return record_change(session, principal, dashboard_change("dashboard.deleted", *before, {}), now);
    }
    if (!before) {
        TRY(record_change(session, principal, dashboard_change("dashboard.created", *after, {}), now));
        return record_queries(session, principal, Dashboard(), *after, now);
    }
    std::vector<std::string> changes =
        changed_members(codec::dashboard_to_json(*before), codec::dashboard_to_json(*after));
    const bool queries_alone = changes == std::vector<std::string>{"queries"};
    if (!queries_alone && !changes.empty())
        TRY(record_change(session, principal,
                          dashboard_change("dashboard.updated", *after, std::move(changes)), now));
    return record_queries(session, principal, *before, *after, now);
}

Result<> record_publication(db::Session& session, const Principal& principal, const Dashboard& dashboard,
                            bool published, Instant now)
{
    if (published)
        return record_change(session, principal, dashboard_change("dashboard.published", dashboard, {}), now);
    return record_change(session, principal, dashboard_change("dashboard.updated", dashboard, {"published"}),
                         now);
}

} // namespace presstime::control

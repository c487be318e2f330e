// Publishing, and what was published: who did it, how much it changed, and the way back.
#include "codec/document.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/dashboard_checks.hpp"
#include "control/dashboards.hpp"
#include "store/report_store.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <map>

namespace presstime::control {
namespace {

constexpr codec::TextRule kCommentRule{0, 500, codec::TextShape::paragraphs};

// {"comment": "..."}, or no body at all.
Result<std::string> read_comment(std::string_view json)
{
    std::string comment;
    if (trim(json).empty())
        return comment;
    const boost::json::value body = TRY(codec::parse_json(json));
    codec::ObjectReader reader(body, "");
    reader.text("comment", comment, kCommentRule);
    TRY(reader.finish());
    return comment;
}

// Items of a list by what names them; one without a name has its place.
std::map<std::string, std::string> items_of(const boost::json::object& document, std::string_view list,
                                            std::string_view key)
{
    std::map<std::string, std::string> items;
    const boost::json::value* found = document.if_contains(list);
    if (!found || !found->is_array())
        return items;
    for (const boost::json::value& each : found->get_array()) {
        boost::json::object item = each.get_object();
        if (key == "name") // of a query: its id is the server's
            item.erase("id");
        const boost::json::value* name = item.if_contains(key);
        items.emplace(name && name->is_string() ? std::string(name->get_string())
                                                : fmt::format("{}", items.size()),
                      boost::json::serialize(item));
    }
    return items;
}

std::int64_t count_items(const std::map<std::string, std::string>& before,
                         const std::map<std::string, std::string>& after)
{
    std::int64_t changed = 0;
    for (const auto& [name, item] : after) {
        const auto found = before.find(name);
        changed += found == before.end() || found->second != item ? 1 : 0;
    }
    for (const auto& [name, item] : before)
        changed += after.contains(name) ? 0 : 1;
    return changed;
}

// Every widget and query that was added, changed or removed counts one, and so does every other member.
std::int64_t count_changes(const Dashboard& before, const Dashboard& after)
{
    const std::string old_json = codec::dashboard_to_json(before), new_json = codec::dashboard_to_json(after);
    const boost::json::object old_document = boost::json::parse(old_json).get_object();
    const boost::json::object new_document = boost::json::parse(new_json).get_object();
    std::int64_t changed = 0;
    for (const std::string& member : changed_members(old_json, new_json))
        changed += member == "widgets" || member == "queries" || member == "number" ? 0 : 1;
    for (const auto& [list, key] : {std::pair("widgets", "id"), std::pair("queries", "name")})
        changed += count_items(items_of(old_document, list, key), items_of(new_document, list, key));
    return changed;
}

// From the newest version that was ever published.
Result<std::optional<std::int64_t>> changes_since_last(db::Session& session,
                                                       const store::DashboardRecord& record)
{
    const auto versions = TRY(store::list_versions(session, record.workspace_id, record.draft.id));
    if (versions.empty())
        return std::optional<std::int64_t>();
    const Dashboard last =
        TRY(store::get_version(session, record.workspace_id, record.draft.id, versions.front().version));
    return std::optional(count_changes(last, record.draft));
}

} // namespace

Result<> Dashboards::check_filtered_reports(std::int64_t workspace_id, const Dashboard& draft)
{
    std::vector<Report> reports;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        reports = TRY(store::list_reports(session, {.workspace_id = workspace_id, .dashboard_id = draft.id}));
        return {};
    }));
    for (const Report& report : reports) {
        // A host's users are many, and none of them may keep a dashboard from being published.
        if (!report.data_access || is_of_embedded_user(report))
            continue;
        Dashboard shown = draft;
        Result<> checked = keep_widgets(shown, report.widgets);
        if (checked)
            checked = check_secured_queries(shown, workspace_id, *report.data_access,
                                            environment_.clock.now(), inspector_);
        if (!checked)
            return fail(
                Error::conflict(fmt::format("report {} \"{}\" shows some rows alone and could not run: {}",
                                            report.id, report.name, checked.error().message)));
    }
    return {};
}

Result<store::DashboardRecord> Dashboards::publish(const Principal& principal, const std::string& id,
                                                   std::string_view json, ExpectedVersion expected)
{
    const std::string comment = TRY(read_comment(json));
    const store::DashboardRecord seen = TRY(find(principal, Action::edit, id));
    const std::string& full_id = seen.draft.id;
    TRY(check_version(expected, seen.version, fmt::format("dashboard {}", id)));
    TRY(check_filtered_reports(principal.workspace_id, seen.draft));
    store::DashboardRecord record;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        record = TRY(store::get_dashboard(session, principal.workspace_id, full_id));
        TRY(check_version(expected, record.version, fmt::format("dashboard {}", id)));
        if (record.version != seen.version)
            return fail(Error::conflict(
                fmt::format("dashboard {} was changed meanwhile; look at it and publish it again", id)));
        if (record.published_version == record.version)
            return {};
        const Instant now = environment_.clock.now();
        const auto changes = TRY(changes_since_last(session, record));
        TRY(store::publish_dashboard(session, record, {now, actor_of(principal), comment, changes}));
        record.published_version = record.version;
        return record_publication(session, principal, record.draft, true, now);
    }));
    return record;
}

Result<store::DashboardRecord> Dashboards::unpublish(const Principal& principal, const std::string& id)
{
    const std::string full_id = TRY(find(principal, Action::edit, id)).draft.id;
    store::DashboardRecord record;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Instant now = environment_.clock.now();
        record = TRY(store::get_dashboard(session, principal.workspace_id, full_id));
        if (record.published_version)
            TRY(record_publication(session, principal, record.draft, false, now));
        TRY(store::unpublish_dashboard(session, principal.workspace_id, full_id, now));
        record = TRY(store::get_dashboard(session, principal.workspace_id, full_id));
        return {};
    }));
    return record;
}

Result<std::vector<store::PublishedVersion>> Dashboards::versions(const Principal& principal,
                                                                  const std::string& id)
{
    const std::string full_id = TRY(find(principal, Action::read, id)).draft.id;
    std::vector<store::PublishedVersion> versions;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        versions = TRY(store::list_versions(session, principal.workspace_id, full_id));
        return {};
    }));
    return versions;
}

Result<Dashboard> Dashboards::version(const Principal& principal, const std::string& id, std::int64_t version)
{
    const std::string full_id = TRY(find(principal, Action::read, id)).draft.id;
    Dashboard kept;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        kept = TRY(store::get_version(session, principal.workspace_id, full_id, version));
        return {};
    }));
    return kept;
}

Result<SavedDashboard> Dashboards::restore(const Principal& principal, const std::string& id,
                                           std::int64_t version, ExpectedVersion expected)
{
    store::DashboardRecord record = TRY(find(principal, Action::edit, id));
    TRY(check_version(expected, record.version, fmt::format("dashboard {}", id)));
    // It comes with the category of now: who may see the dashboard is not a matter of its contents.
    Dashboard kept = TRY(this->version(principal, record.draft.id, version));
    return replace(principal, std::move(record), std::move(kept));
}

} // namespace presstime::control

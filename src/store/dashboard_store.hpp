// Dashboards: one draft, and every published version kept; the queries table numbers their queries.
#pragma once

#include "model/dashboard.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <vector>

namespace presstime::store {

struct DashboardRecord {
    std::int64_t workspace_id = 1;
    Dashboard draft;          // number and query ids filled
    std::int64_t version = 1; // of the draft; grows with every change; the ETag
    std::optional<std::int64_t> published_version;
    Instant created_at{};
    Instant updated_at{};
};

// Inserts with a fresh number, numbers its queries. conflict when the id is taken.
Result<> insert_dashboard(db::Session& session, DashboardRecord& record, Instant now);
// Replaces the draft, version + 1; keeps ids of queries whose name stays. conflict when `version` moved on.
Result<> update_dashboard(db::Session& session, DashboardRecord& record, Instant now);
Result<> delete_dashboard(db::Session& session, std::int64_t workspace_id, const std::string& id);
Result<DashboardRecord> get_dashboard(db::Session& session, std::int64_t workspace_id, const std::string& id);
Result<std::vector<DashboardRecord>> list_dashboards(db::Session& session, std::int64_t workspace_id,
                                                     const std::string& after_id, int limit);

// A dashboard as lists show it: nothing of its queries.
struct DashboardRow {
    std::string id;
    std::int64_t number = 0;
    std::string name;
    std::string description;
    std::string category;
    std::vector<std::string> tags;
    std::string theme;
    std::int64_t widgets = 0;
    std::int64_t version = 0;
    std::optional<std::int64_t> published_version;
    Instant updated_at{};
    std::int64_t reports = 0;
};
// All of the workspace, by id; reads summaries alone.
Result<std::vector<DashboardRow>> list_dashboard_rows(db::Session& session, std::int64_t workspace_id);

// The draft as it is becomes version `record.version`, published.
struct Publication {
    Instant at{};
    std::string published_by{};
    std::string comment{};
    std::optional<std::int64_t> changes{}; // from the version before; nothing for the first
};
Result<> publish_dashboard(db::Session& session, const DashboardRecord& record,
                           const Publication& publication);
Result<> unpublish_dashboard(db::Session& session, std::int64_t workspace_id, const std::string& id,
                             Instant now);
struct PublishedVersion {
    std::int64_t version = 0;
    Instant published_at{};
    bool current = false;
    std::string published_by; // empty: published before that was kept
    std::string comment;
    std::optional<std::int64_t> changes; // from the version before; nothing for the first
};
Result<std::vector<PublishedVersion>> list_versions(db::Session& session, std::int64_t workspace_id,
                                                    const std::string& id);
// The document of a kept version, with the number and category that the dashboard has now; not_found.
Result<Dashboard> get_version(db::Session& session, std::int64_t workspace_id, const std::string& id,
                              std::int64_t version);
// The published document; not_found "dashboard dash_x is not published" when there is none.
Result<Dashboard> get_published(db::Session& session, std::int64_t workspace_id, const std::string& id);

} // namespace presstime::store

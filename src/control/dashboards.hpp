// Dashboards for people and the API: drafts, publishing, versions, and the queries of a draft one by one.
#pragma once

#include "control/dashboard_rows.hpp"
#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "model/access.hpp"
#include "store/dashboard_store.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

struct SavedDashboard {
    store::DashboardRecord record;
    std::vector<Warning> warnings;
    bool created = false;
};

struct QueryPlace {
    Query query;
    std::string dashboard_id;
    std::int64_t version = 0;      // of the draft
    std::vector<Warning> warnings; // about what was just saved
};

class Dashboards {
public:
    // `inspector` must outlive this.
    Dashboards(Environment environment, QueryInspector& inspector);

    // Saving checks the queries against their sources first; `id` is made when the document has none.
    Result<SavedDashboard> create(const Principal& principal, std::string_view json);
    // Creates or replaces the draft; unchanged when it says the same already.
    Result<SavedDashboard> put(const Principal& principal, const std::string& id, std::string_view json,
                               ExpectedVersion expected);
    // Replaces the named top-level members of the draft.
    Result<SavedDashboard> patch(const Principal& principal, const std::string& id, std::string_view json,
                                 ExpectedVersion expected);
    // conflict naming the reports that show it.
    Result<> remove(const Principal& principal, const std::string& id);
    // `id` may be the integer number too.
    Result<store::DashboardRecord> get(const Principal& principal, const std::string& id);
    Result<Page<store::DashboardRecord>> list(const Principal& principal, const PageRequest& page);
    Result<DashboardRowsFound> rows(const Principal& principal, const DashboardRowsWish& wish)
    {
        return list_dashboard_rows(environment_, principal, wish);
    }

    // `json` may be empty or {"comment": "..."}. conflict when a report with filters of its own could not run
    // on the draft, or when the draft changes meanwhile.
    Result<store::DashboardRecord> publish(const Principal& principal, const std::string& id,
                                           std::string_view json = {}, ExpectedVersion expected = {});
    Result<store::DashboardRecord> unpublish(const Principal& principal, const std::string& id);
    Result<std::vector<store::PublishedVersion>> versions(const Principal& principal, const std::string& id);
    // The document as it was published.
    Result<Dashboard> version(const Principal& principal, const std::string& id, std::int64_t version);
    // Makes it the draft, checked like any other draft; the category stays.
    Result<SavedDashboard> restore(const Principal& principal, const std::string& id, std::int64_t version,
                                   ExpectedVersion expected);

    Result<std::vector<QueryPlace>> list_queries(const Principal& principal);
    Result<QueryPlace> get_query(const Principal& principal, std::int64_t query_id);
    Result<QueryPlace> add_query(const Principal& principal, const std::string& dashboard_id,
                                 std::string_view json);
    Result<QueryPlace> patch_query(const Principal& principal, std::int64_t query_id, std::string_view json,
                                   ExpectedVersion expected);
    // conflict naming the widgets that show it.
    Result<> remove_query(const Principal& principal, std::int64_t query_id);

private:
    Result<store::DashboardRecord> find(const Principal& principal, Action action, const std::string& id);
    Result<SavedDashboard> insert(const Principal& principal, Dashboard draft);
    Result<SavedDashboard> replace(const Principal& principal, store::DashboardRecord current,
                                   Dashboard draft);
    Result<> check_filtered_reports(std::int64_t workspace_id, const Dashboard& draft);

    Environment environment_;
    QueryInspector& inspector_;
};

} // namespace presstime::control

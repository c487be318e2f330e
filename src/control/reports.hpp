// Reports for people and the API: create, change, pause, delete. Works on the document; what a report makes
// is the business of runs.
#pragma once

#include "control/environment.hpp"
#include "control/interactive.hpp"
#include "control/report_checks.hpp"
#include "model/principal.hpp"
#include "model/report.hpp"
#include "store/report_store.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace presstime::control {

struct SavedReport {
    Report report;
    std::vector<Warning> warnings;
    bool created = false;
    std::string made_webhook_secret; // shown once; empty when none was made
};

class Reports {
public:
    // `egress` and `inspector` must outlive this.
    Reports(Environment environment, const http::EgressPolicy& egress, QueryInspector& inspector,
            ReportRules rules);

    // Done in the transaction that stores the report; what fails there undoes both.
    using Also = std::function<Result<>(db::Session&, const Report&)>;

    // Bodies are report documents; unknown or wrong fields are `invalid`.
    Result<SavedReport> create(const Principal& principal, std::string_view json, const Also& also = {});
    // Changes what the document names. An edit never causes a run: the next one is strictly after now, unless
    // neither schedule nor `enabled` changed.
    Result<SavedReport> patch(const Principal& principal, std::int64_t id, std::string_view json,
                              ExpectedVersion expected);
    // Creates or replaces the report that has the document's name; unchanged when it says the same already.
    Result<SavedReport> put_by_name(const Principal& principal, std::string_view json);
    // With its runs, deliveries and stored files.
    Result<> remove(const Principal& principal, std::int64_t id);

    // Names of the renderers that are built in.
    const std::vector<std::string>& formats() const { return rules_.formats; }

    Result<Report> get(const Principal& principal, std::int64_t id);
    Result<Page<Report>> list(const Principal& principal, const std::string& dashboard_id,
                              const PageRequest& page);

private:
    Result<SavedReport> check(Report report, std::string_view json) const;
    // The caller may read the dashboard and manage reports on it; its parameters fit.
    Result<> check_dashboard(db::Session& session, const Principal& principal, SavedReport& saved) const;
    // Asks the sources whether the dashboard's queries can run for the rows of data_access alone; not to be
    // called inside a transaction. `invalid("data_access")`.
    Result<> check_filtered_queries(const Principal& principal, const Report& report) const;
    Result<> check_filtered_patch(const Principal& principal, std::int64_t id, std::string_view json) const;
    Result<SavedReport> insert(const Principal& principal, SavedReport saved, const Also& also);
    Result<> replace(db::Session& session, const Principal& principal, const Report& current,
                     SavedReport& saved);
    // What was due under the old rule and not yet dispatched becomes a row now.
    Result<> settle_due_instant(db::Session& session, const Report& current, const Report& changed);

    Environment environment_;
    const http::EgressPolicy& egress_;
    QueryInspector& inspector_;
    ReportRules rules_;
};

} // namespace presstime::control

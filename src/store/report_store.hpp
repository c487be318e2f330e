// Reports and the due index. The document is JSON
// (codec/report_json); the columns beside it are what SQL selects by.
#pragma once

#include "model/report.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <vector>

namespace presstime::store {

// Stores a new report; fills id, version 1, created_at, updated_at.
Result<> insert_report(db::Session& session, Report& report, Instant now);
// Replaces the document, version + 1. conflict when `report.version` is no longer the stored one.
Result<> update_report(db::Session& session, Report& report, Instant now);
// Removes it with its runs, artifacts' rows and deliveries; returns the ids of the runs that went.
Result<std::vector<std::int64_t>> delete_report(db::Session& session, std::int64_t workspace_id,
                                                std::int64_t id);
Result<Report> get_report(db::Session& session, std::int64_t id); // any workspace: for the loops
Result<Report> get_report_of(db::Session& session, std::int64_t workspace_id, std::int64_t id);
struct ReportFilter {
    std::int64_t workspace_id = 1;
    std::string dashboard_id;  // "" = any
    std::int64_t after_id = 0; // cursor
    int limit = 10'001;
};
Result<std::vector<Report>> list_reports(db::Session& session, const ReportFilter& filter); // by id

// Reports with next_run_at <= now, in that order.
Result<std::vector<Report>> due_reports(db::Session& session, Instant now, int limit);
Result<> set_next_run_at(db::Session& session, std::int64_t report_id, std::optional<Instant> next_run_at);
Result<std::optional<Instant>> earliest_next_run_at(db::Session& session);
// Every report with a clock, in id order after `after_id`: for the recomputation when tzdata changes.
Result<std::vector<Report>> reports_with_clock(db::Session& session, std::int64_t after_id, int limit);

} // namespace presstime::store

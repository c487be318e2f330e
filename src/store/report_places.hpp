// Which reports a list of runs is narrowed to, by what a person knows of them.
#pragma once

#include "platform/db/database.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace presstime::store {

struct ReportPlace {
    std::int64_t id = 0;
    std::string dashboard_id;
    std::string name; // of report_places() alone
};
// At most `limit` of them. `name_part` = "" or what the name contains, in any case of ASCII letters;
// `dashboard_id` = "" for any.
Result<std::vector<ReportPlace>> find_reports(db::Session& session, std::int64_t workspace_id,
                                              const std::string& dashboard_id, const std::string& name_part,
                                              int limit);
Result<std::vector<ReportPlace>> reports_in_category(db::Session& session, std::int64_t workspace_id,
                                                     const std::string& category, int limit);
// Of those of the ids that are there, in no order.
Result<std::vector<ReportPlace>> report_places(db::Session& session,
                                               std::span<const std::int64_t> report_ids);

// For LIKE ... ESCAPE '\': "%50\% off%", in lower case; "" for nothing.
std::string like_pattern(const std::string& part);

} // namespace presstime::store

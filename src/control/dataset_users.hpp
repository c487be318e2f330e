// Who uses a data set of the workspace: found by its name in the SQL of drafts and published versions, and in
// the filters and structured queries of reports.
#pragma once

#include "model/dataset.hpp"
#include "model/report.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <vector>

namespace presstime::control {

// "dash_sales: revenue", "dash_sales (published): revenue", "report 17 \"Weekly\""; six at most, the last
// being "and more".
Result<std::vector<std::string>> dataset_users(db::Session& session, std::int64_t workspace_id,
                                               const Dataset& dataset);
// The id or name of what the report's structured query asks for; empty when it has none.
Result<std::string> queried_dataset(const Report& report);
// Dashboards that bring along a data set of that name.
Result<std::vector<std::string>> dashboards_bringing(db::Session& session, std::int64_t workspace_id,
                                                     const Dataset& dataset);

} // namespace presstime::control

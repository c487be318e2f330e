// What the files of the dashboard noun share.
#pragma once

#include "store/dashboard_store.hpp"

namespace presstime::store {

// Parses a stored document and gives its queries the ids of the queries table.
Result<Dashboard> read_stored_dashboard(db::Session& session, std::int64_t workspace_id,
                                        const std::string& id, const std::string& document);
// The column `summary`: what list_dashboard_rows() needs of the draft.
std::string summary_of(const Dashboard& draft);
Error missing_dashboard(const std::string& id);

} // namespace presstime::store

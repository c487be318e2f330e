// A dashboard by its id or by its integer number, as addresses name it.
#pragma once

#include "store/dashboard_store.hpp"

#include <string>

namespace presstime::control {

// not_found when there is none.
Result<store::DashboardRecord> find_dashboard(db::Session& session, std::int64_t workspace_id,
                                              const std::string& id_or_number);

} // namespace presstime::control

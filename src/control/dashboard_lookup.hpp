// A dashboard by its id or by its integer number, as addresses name it.
#pragma once

#include "model/access.hpp"
#include "store/dashboard_store.hpp"

#include <string>

namespace presstime::control {

// For a caller who means to do `action` with it: not_found when there is none or it is not theirs to see,
// `forbidden` when they may see it and no more.
Result<store::DashboardRecord> find_dashboard(db::Session& session, const Principal& principal, Action action,
                                              const std::string& id_or_number);

} // namespace presstime::control

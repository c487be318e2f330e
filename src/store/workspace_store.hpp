// Workspaces: the walls between teams on one server. Workspace 1 is made with the state itself.
#pragma once

#include "store/store.hpp"

#include <vector>

namespace presstime::store {

// Fills id.
Result<> insert_workspace(db::Session& session, Workspace& workspace, Instant now);
Result<> rename_workspace(db::Session& session, std::int64_t id, const std::string& name);
Result<std::vector<Workspace>> list_workspaces(db::Session& session); // by id

} // namespace presstime::store

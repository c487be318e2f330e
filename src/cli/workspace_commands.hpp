// Workspaces from the machine itself: workspace create, workspace list.
#pragma once

#include "cli/api_commands.hpp"

#include <vector>

namespace presstime::cli {

std::vector<Command> workspace_commands(const OpenApi& open);

} // namespace presstime::cli

// The commands about people: presstime user invite, list, disable, enable, set-role, reset-password,
// hand-over and delete. They work as the operator of this machine, who may do everything.
#pragma once

#include "cli/api_commands.hpp"

#include <vector>

namespace presstime::cli {

std::vector<Command> user_commands(const OpenApi& open);

} // namespace presstime::cli

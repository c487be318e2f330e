// `presstime secret rotate`: a new key for secrets at rest, over the API.
#pragma once

#include "cli/api_commands.hpp"

namespace presstime::cli {

Command secret_rotate_command(const OpenApi& open);

} // namespace presstime::cli

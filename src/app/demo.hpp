// `presstime demo`: the main job on sample data, with nothing to set up: its own data folder, its own webhook
// receiver, mail into the outbox; then it serves, or exits with --once.
#pragma once

#include "cli/command.hpp"

namespace presstime {

cli::Command demo_command();

} // namespace presstime

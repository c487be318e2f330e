// `presstime serve`: runs the server until a signal asks it to stop.
#pragma once

#include "cli/command.hpp"

namespace presstime {

cli::Command serve_command();

// Blocks until SIGINT or SIGTERM arrives; SIGUSR1, which asks a server to restart its parts, is passed over.
// Call block_stop_signals() before any thread starts, so that the signal reaches nobody else.
void block_stop_signals();
void wait_for_stop_signal();

} // namespace presstime

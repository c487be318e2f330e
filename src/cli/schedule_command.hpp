// `presstime schedule next`: the next instants of a schedule given on the command line, without a server.
#pragma once

#include "cli/command.hpp"

namespace presstime::cli {

// Prints one UTC instant a line and nothing else to `out`. A flag that cannot be understood, or a schedule
// that makes no sense, is wrong usage and names the flag; a schedule that never runs again is no failure.
Command schedule_next_command();

} // namespace presstime::cli

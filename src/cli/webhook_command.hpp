// `presstime webhook verify`: checks a request that a receiver got, and says why its signature fails. Works
// on files alone; no server is asked.
#pragma once

#include "base/clock.hpp"
#include "cli/command.hpp"

#include <iosfwd>

namespace presstime::cli {

// `in` is read for the body or the secret, whichever is said to come from standard input; both must outlive
// the command.
Command webhook_verify_command(std::istream& in, const Clock& clock);

} // namespace presstime::cli

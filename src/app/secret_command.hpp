// `presstime secret seal`: a secret as text that settings of kind secret accept in the file.
#pragma once

#include "cli/command.hpp"

#include <iosfwd>

namespace presstime {

// `in` gives the secret, its first line; it must outlive the command.
cli::Command secret_seal_command(std::istream& in);

} // namespace presstime

// What every command that is an API call does first and last: read the words, open the API, print a failure.
// A command itself is then one row: its flags, and the work between.
#pragma once

#include "cli/api_commands.hpp"
#include "cli/arguments.hpp"

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

namespace presstime::cli {

struct Job {
    std::string name;  // "token create"
    std::string words; // "--name NAME --scope admin|write|read"
    std::string what;  // one sentence for --help
    std::vector<Flag> flags;
    Positionals positionals;
    std::function<Result<>(ApiTransport&, const Arguments&, std::ostream& out, std::ostream& err)> work;
};

Command make_command(const OpenApi& open, Job job);

} // namespace presstime::cli

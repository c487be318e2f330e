// The table of commands: who answers to which words, and the manners all share. Exit status 0 is done, 1
// failed, 2 wrong usage; what a script needs goes to `out` alone, everything else to `err`.
#pragma once

#include "base/error.hpp"

#include <functional>
#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::cli {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;

// The words after the command's name. Returns the exit status.
using CommandFunction =
    std::function<int(std::span<const std::string_view> arguments, std::ostream& out, std::ostream& err)>;

struct Command {
    std::string name;    // one or two words: "serve", "token create"
    std::string summary; // one line, for the list
    std::string usage;   // what --help prints
    CommandFunction run;
};

// Finds the command by the longest name that fits, answers --help (`presstime --help`, `presstime token
// --help`, `presstime serve --help`), runs it. An unknown name exits 2 with the nearest one. An exception or
// an output that cannot be written exits 1.
int run_command(const std::vector<Command>& commands, std::span<const std::string_view> arguments,
                std::ostream& out, std::ostream& err);

// Print one line to `err` and return the exit status to leave with.
int report_failure(std::ostream& err, const Error& error);
int report_wrong_usage(std::ostream& err, const Error& error);

} // namespace presstime::cli

// `presstime schedule next`: the next instants of a schedule given on the command line, without a server.
#pragma once

#include <iosfwd>
#include <span>
#include <string_view>

namespace presstime {

// `arguments` follow the word "schedule". What a script needs goes to `out`, one UTC instant a line,
// everything else to `err`. Returns the exit status: 0 done, 1 the output could not be written, 2 wrong
// usage.
int run_schedule_command(std::span<const std::string_view> arguments, std::ostream& out, std::ostream& err);

} // namespace presstime

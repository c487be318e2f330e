// Hints about SQL text that need no parser: does it ask what time it is?
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace presstime::control {

// The first word outside strings and comments that reads the clock ("now()", "current_date"), or nothing.
// Such a query shows another period when its run is late or replayed.
std::optional<std::string> find_clock_use(std::string_view sql);

} // namespace presstime::control

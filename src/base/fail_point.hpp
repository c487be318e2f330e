// Named points where tests kill the process, to prove what the run protocol promises. Nothing happens unless
// PRESSTIME_FAIL_POINT names one: "run.results_stored" kills with SIGKILL at its first passing,
// "run.results_stored:3" at its third. Passing a point costs one relaxed load.
#pragma once

#include <string_view>

namespace presstime {

void fail_point(std::string_view name);

} // namespace presstime

// A run row as control makes one: for a person's request, or for an instant that an edit would have dropped.
#pragma once

#include "base/result.hpp"
#include "model/report.hpp"
#include "model/run.hpp"

namespace presstime::control {

// Queued at `now`, for the period before `nominal_at` under the report's schedule.
Result<Run> make_run(const Report& report, RunCause cause, Instant nominal_at, Instant now);

} // namespace presstime::control

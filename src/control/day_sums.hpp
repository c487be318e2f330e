// Sums of ended runs over the dashboards that a caller may read.
#pragma once

#include "control/access.hpp"
#include "control/environment.hpp"
#include "model/principal.hpp"
#include "store/run_counts.hpp"

#include <map>

namespace presstime::control {

// By the start of each span in [from, to).
Result<std::map<Instant, store::RunCounts>> sum_runs(const Reading& reading, store::CountSpan span,
                                                     Instant from, Instant to);

} // namespace presstime::control

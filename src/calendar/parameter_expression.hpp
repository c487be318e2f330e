// A report's value for a dashboard parameter: a literal of the parameter's
// type, or, for timestamps, an expression over the run's own instants, so
// that a late or replayed run sees what it would have seen in time.
#pragma once

#include "base/result.hpp"
#include "model/dashboard.hpp"
#include "model/schedule.hpp"
#include "model/value.hpp"

#include <string_view>

namespace presstime {

// Expressions are period_start, period_end or nominal_at, then any number of "+ 2h" or "- 7d" (units m, h, d
// = 24 h, w); they need a parameter of type timestamp. Text for a string parameter is always taken as it
// stands. Errors are `invalid(field)`.
Result<Value> evaluate_parameter(std::string_view text, ParameterType type, const Period& period,
                                 Instant nominal_at, std::string_view field);

} // namespace presstime

// What is bound into queries: the period, the nominal instant, and the dashboard's parameters with the values
// given over their defaults.
#pragma once

#include "base/result.hpp"
#include "model/dashboard.hpp"
#include "model/schedule.hpp"
#include "model/value.hpp"

#include <map>
#include <string>
#include <vector>

namespace presstime {

struct BindContext {
    Period period;
    Instant nominal_at{};
    std::map<std::string, std::string> parameters; // those given: literal or expression, by name
};

// period_start, period_end, nominal_at, then one per parameter of the dashboard. `invalid("parameters.NAME")`
// when a value does not fit its type.
Result<std::vector<Binding>> bindings_of(const Dashboard& dashboard, const BindContext& context);

} // namespace presstime

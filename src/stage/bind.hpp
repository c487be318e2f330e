// What a run binds into its queries: the period, the nominal instant, and the dashboard's parameters with the
// report's values over their defaults.
#pragma once

#include "base/result.hpp"
#include "model/dashboard.hpp"
#include "model/schedule.hpp"
#include "model/value.hpp"

#include <map>
#include <string>
#include <vector>

namespace presstime::stage {

struct BindContext {
    Period period;
    Instant nominal_at{};
    std::map<std::string, std::string> parameters; // the report's: literal or expression, by name
};

// period_start, period_end, nominal_at, then one per parameter of the dashboard. `invalid("parameters.NAME")`
// when a value does not fit its type.
Result<std::vector<Binding>> bindings_of(const Dashboard& dashboard, const BindContext& context);

// A value in plain text; what stands for nothing, true and false is the caller's.
struct ValueWords {
    const char* none = "none";
    const char* yes = "yes";
    const char* no = "no";
};
std::string text_of(const Value& value, ValueWords words = {});

// Label -> text of every parameter, for the page's subtitle.
std::map<std::string, std::string> parameters_shown(const Dashboard& dashboard,
                                                    const std::vector<Binding>& bindings);

} // namespace presstime::stage

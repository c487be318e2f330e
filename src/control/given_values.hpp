// Values that a caller gives for a dashboard's parameters, over their defaults.
#pragma once

#include "codec/json_reader.hpp"
#include "model/dashboard.hpp"
#include "model/value.hpp"

#include <string_view>
#include <vector>

namespace presstime::control {

// Reads the object `key` of names and literals, as a report's parameters are read, into `bindings`, which
// hold every parameter of the dashboard already (default_bindings). null keeps the default. `invalid` with
// the field "<key>.<name>".
Result<> bind_given(codec::ObjectReader& reader, std::string_view key, const Dashboard& dashboard,
                    Instant now, std::vector<Binding>& bindings);

} // namespace presstime::control

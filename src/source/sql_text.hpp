// What every source asks of a statement's text and its parameters before its engine sees them.
#pragma once

#include "base/result.hpp"
#include "model/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime {

// invalid("sql") for an empty or oversized text, for NUL (engines stop reading there) and for broken UTF-8.
Result<> check_sql_text(std::string_view sql);

// The value of the parameter `name` (ASCII case ignored, as both engines' users expect), or invalid("sql").
Result<const Binding*> find_binding(const std::vector<Binding>& bindings, std::string_view name);

} // namespace presstime

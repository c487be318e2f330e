// A single value of a query, filter or parameter, as JSON has it.
#pragma once

#include "model/value.hpp"

#include <boost/json/fwd.hpp>

#include <optional>

namespace presstime::codec {

// Text, a number or a boolean; nothing for anything else, NULL too.
std::optional<Value> scalar_from_json(const boost::json::value& value);

// Dates and instants are text, as ISO 8601 and RFC 3339 write them.
boost::json::value scalar_to_json(const Value& value);

} // namespace presstime::codec

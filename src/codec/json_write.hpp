// JSON values to text as people write it: 10.8, where the library says 1.08E1. Nothing else differs from the
// library's own text.
#pragma once

#include <boost/json/fwd.hpp>

#include <string>

namespace presstime::codec {

std::string write_json(const boost::json::value& value);

} // namespace presstime::codec

// How many requests were answered with which status since the process began.
#pragma once

#include "base/guarded.hpp"

#include <cstdint>
#include <map>

namespace presstime::api {

using RequestCounts = Guarded<std::map<int, std::int64_t>>;

} // namespace presstime::api

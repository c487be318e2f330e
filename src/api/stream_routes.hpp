// GET /v1/stream.
#pragma once

#include "api/route_table.hpp"
#include "control/live.hpp"

namespace presstime::api {

void add_stream_routes(RouteTable& table, control::Live& live);

} // namespace presstime::api

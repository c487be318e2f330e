// What embed routes share: the token and dashboard that a call names, and the routes of schedules.
#pragma once

#include "api/open_routes.hpp"
#include "control/embed_schedules.hpp"

namespace presstime::api {

// The bearer token and ?dashboard=.
control::EmbedTarget embed_target(const Call& call);

// /v1/embed/schedules: a host's user and their own reports.
void add_embed_schedule_routes(OpenRoutes& routes, control::EmbedSchedules& schedules);

} // namespace presstime::api

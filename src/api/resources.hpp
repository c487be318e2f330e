// The resources of the API, one file each: every function adds its routes to the table.
#pragma once

#include "api/route_table.hpp"
#include "control/connections.hpp"
#include "control/dashboards.hpp"
#include "control/deliveries.hpp"
#include "control/pictures.hpp"
#include "control/query_runs.hpp"
#include "control/reports.hpp"
#include "control/runs.hpp"
#include "control/schedules.hpp"
#include "control/themes.hpp"
#include "control/tokens.hpp"

#include <functional>

namespace presstime::api {

void add_report_routes(RouteTable& table, control::Reports& reports, control::Runs& runs);
void add_run_routes(RouteTable& table, control::Runs& runs);
void add_dashboard_routes(RouteTable& table, control::Dashboards& dashboards);
void add_query_routes(RouteTable& table, control::Dashboards& dashboards, control::QueryRuns& query_runs);
void add_connection_routes(RouteTable& table, control::Connections& connections);
void add_schedule_routes(RouteTable& table, control::Schedules& schedules);
void add_delivery_routes(RouteTable& table, control::Deliveries& deliveries);
void add_picture_routes(RouteTable& table, control::Pictures& pictures);
void add_theme_routes(RouteTable& table, control::Themes& themes);
void add_token_routes(RouteTable& table, control::Tokens& tokens);
// `ready` says why the server cannot work now.
void add_health_routes(RouteTable& table, std::function<Result<>()> ready);

} // namespace presstime::api

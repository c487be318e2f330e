// The resources of the API, one file each: every function adds its routes to the table.
#pragma once

#include "api/route_table.hpp"
#include "control/access_views.hpp"
#include "control/categories.hpp"
#include "control/connections.hpp"
#include "control/dashboards.hpp"
#include "control/datasets.hpp"
#include "control/deliveries.hpp"
#include "control/embedding.hpp"
#include "control/groups.hpp"
#include "control/one_time_links.hpp"
#include "control/pictures.hpp"
#include "control/query_runs.hpp"
#include "control/reports.hpp"
#include "control/runs.hpp"
#include "control/schedules.hpp"
#include "control/secrets.hpp"
#include "control/server_keys.hpp"
#include "control/sessions.hpp"
#include "control/themes.hpp"
#include "control/tokens.hpp"
#include "control/users.hpp"
#include "control/webhook_deliveries.hpp"
#include "control/webhook_replays.hpp"
#include "control/webhook_sends.hpp"
#include "control/webhooks.hpp"

#include <functional>

namespace presstime::api {

// Everything about webhooks and what is signed for them.
struct WebhookControls {
    control::Webhooks& webhooks;
    control::WebhookSends& sends;
    control::WebhookReplays& replays;
    control::WebhookDeliveries& deliveries;
    control::ServerKeys& keys;
    std::string public_url; // stands before the addresses in a payload
    // HTML of the dashboard that an event's run drew, which the format callback carries; may be empty.
    std::function<Result<std::string>(const Event&)> template_of = {};
};

void add_report_routes(RouteTable& table, control::Reports& reports, control::Runs& runs);
void add_run_routes(RouteTable& table, control::Runs& runs);
void add_dashboard_routes(RouteTable& table, control::Dashboards& dashboards);
void add_query_routes(RouteTable& table, control::Dashboards& dashboards, control::QueryRuns& query_runs);
void add_connection_routes(RouteTable& table, control::Connections& connections);
void add_dataset_routes(RouteTable& table, control::Datasets& datasets);
void add_schedule_routes(RouteTable& table, control::Schedules& schedules);
void add_delivery_routes(RouteTable& table, control::Deliveries& deliveries);
void add_picture_routes(RouteTable& table, control::Pictures& pictures);
void add_data_access_routes(RouteTable& table, control::Embedding& embedding);
void add_embed_routes(RouteTable& table, control::Embedding& embedding);
void add_theme_routes(RouteTable& table, control::Themes& themes);
void add_token_routes(RouteTable& table, control::Tokens& tokens);
void add_user_routes(RouteTable& table, control::Users& users);
void add_session_routes(RouteTable& table, control::Sessions& sessions, control::Users& users,
                        const control::AccountSettings& settings);
void add_one_time_link_routes(RouteTable& table, control::OneTimeLinks& links,
                              const control::AccountSettings& settings);
void add_webhook_routes(RouteTable& table, const WebhookControls& controls, const Clock& clock);
void add_webhook_delivery_routes(RouteTable& table, const WebhookControls& controls, control::Runs& runs);
void add_secret_routes(RouteTable& table, control::Secrets& secrets);
void add_server_key_routes(RouteTable& table, control::ServerKeys& keys);
void add_category_routes(RouteTable& table, control::Categories& categories);
void add_group_routes(RouteTable& table, control::Groups& groups);
void add_access_routes(RouteTable& table, control::AccessViews& views);
// `ready` says why the server cannot work now.
void add_health_routes(RouteTable& table, std::function<Result<>()> ready);

} // namespace presstime::api

// The resources of the API, one file each: every function adds its routes to the table.
#pragma once

#include "api/house_controls.hpp"
#include "api/request_counts.hpp"
#include "api/route_table.hpp"
#include "control/access_views.hpp"
#include "control/audits.hpp"
#include "control/categories.hpp"
#include "control/connections.hpp"
#include "control/dashboards.hpp"
#include "control/datasets.hpp"
#include "control/deliveries.hpp"
#include "control/downloads.hpp"
#include "control/embedding.hpp"
#include "control/events.hpp"
#include "control/groups.hpp"
#include "control/live.hpp"
#include "control/metrics.hpp"
#include "control/one_time_links.hpp"
#include "control/pictures.hpp"
#include "control/query_previews.hpp"
#include "control/query_runs.hpp"
#include "control/query_schedules.hpp"
#include "control/report_list.hpp"
#include "control/reports.hpp"
#include "control/runs.hpp"
#include "control/sample_data.hpp"
#include "control/schedules.hpp"
#include "control/schemas.hpp"
#include "control/secrets.hpp"
#include "control/server_keys.hpp"
#include "control/sessions.hpp"
#include "control/stored_results.hpp"
#include "control/suggestions.hpp"
#include "control/themes.hpp"
#include "control/thumbnails.hpp"
#include "control/tokens.hpp"
#include "control/users.hpp"
#include "control/webhook_deliveries.hpp"
#include "control/webhook_replays.hpp"
#include "control/webhook_sends.hpp"
#include "control/webhooks.hpp"
#include "control/widget_data.hpp"
#include "control/workspaces.hpp"

#include <functional>

namespace presstime::api {

// People, and what they and programs show to be known.
struct AccountControls {
    control::Tokens& tokens;
    control::Users& users;
    control::Sessions& sessions;
    control::OneTimeLinks& links;
    control::AccountSettings settings;
};

// Who may do what, who was refused what, and the walls between workspaces.
struct AccessControls {
    control::Categories& categories;
    control::Groups& groups;
    control::AccessViews& views;
    control::Audits& audits;
    control::Workspaces& workspaces;
    control::Refusals& refusals;
};

// What happened, and the rows that came of it.
struct ResultControls {
    control::Events& events;
    control::StoredResults& stored;
    control::QuerySchedules& query_schedules;
    control::Live& live;
};

// What is drawn while somebody looks.
struct DrawingControls {
    control::Pictures& pictures;
    control::WidgetData& data;
    control::Thumbnails& thumbnails;
    control::Downloads& downloads;
};

// What monitoring reads.
struct MonitoringControls {
    control::Metrics& metrics;
    bool open_to_this_machine = true; // without a key
};

// What people ask of their data while they write a dashboard, and where they begin.
struct AuthoringControls {
    control::QueryPreviews& previews;
    control::Schemas& schemas;
    control::Suggestions& suggestions;
    control::Files& files;
    control::SampleData& samples;
};

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

void add_report_routes(RouteTable& table, control::Reports& reports, control::Runs& runs,
                       control::ReportList& rows);
void add_run_routes(RouteTable& table, control::Runs& runs);
void add_dashboard_routes(RouteTable& table, control::Dashboards& dashboards);
void add_query_routes(RouteTable& table, control::Dashboards& dashboards, control::QueryRuns& query_runs);
void add_query_schedule_routes(RouteTable& table, control::QuerySchedules& schedules,
                               control::QueryRuns& query_runs);
void add_event_routes(RouteTable& table, control::Events& events, const std::string& public_url);
void add_result_routes(RouteTable& table, control::StoredResults& results);
void add_connection_routes(RouteTable& table, control::Connections& connections);
void add_source_routes(RouteTable& table, control::Connections& connections,
                       const AuthoringControls& controls);
void add_file_routes(RouteTable& table, const AuthoringControls& controls);
void add_dataset_routes(RouteTable& table, control::Datasets& datasets);
void add_schedule_routes(RouteTable& table, control::Schedules& schedules);
void add_delivery_routes(RouteTable& table, control::Deliveries& deliveries);
void add_drawing_routes(RouteTable& table, const DrawingControls& controls);
void add_data_access_routes(RouteTable& table, control::Embedding& embedding);
void add_embed_routes(RouteTable& table, control::Embedding& embedding);
void add_theme_routes(RouteTable& table, control::Themes& themes);
void add_token_routes(RouteTable& table, control::Tokens& tokens);
void add_user_routes(RouteTable& table, control::Users& users);
void add_session_routes(RouteTable& table, AccountControls accounts);
void add_one_time_link_routes(RouteTable& table, AccountControls accounts);
void add_webhook_routes(RouteTable& table, const WebhookControls& controls, const Clock& clock);
void add_webhook_delivery_routes(RouteTable& table, const WebhookControls& controls, control::Runs& runs);
void add_secret_routes(RouteTable& table, control::Secrets& secrets);
void add_house_routes(RouteTable& table, HouseControls house);
void add_server_key_routes(RouteTable& table, control::ServerKeys& keys);
void add_category_routes(RouteTable& table, control::Categories& categories);
void add_group_routes(RouteTable& table, control::Groups& groups);
void add_access_routes(RouteTable& table, control::AccessViews& views);
void add_metrics_routes(RouteTable& table, control::Metrics& metrics, const RequestCounts& requests);
void add_audit_routes(RouteTable& table, control::Audits& audits);
void add_workspace_routes(RouteTable& table, control::Workspaces& workspaces);
void add_health_routes(RouteTable& table, std::function<Result<>()> ready); // or why it cannot work now

} // namespace presstime::api

// HTTP in, use cases, HTTP out: recognises the caller, finds the handler, keeps answers for Idempotency-Key,
// and turns Errors into problem+json. Limits of size and time are the server's, before this is reached.
#pragma once

#include "api/resources.hpp"
#include "api/watch_routes.hpp"
#include "base/guarded.hpp"
#include "platform/http/message.hpp"

#include <set>
#include <string>

namespace presstime::api {

// Everything behind the API; all of it must outlive the router.
struct Controls {
    control::Reports& reports;
    control::Dashboards& dashboards;
    control::Connections& connections;
    AuthoringControls authoring;
    control::Datasets& datasets;
    control::Runs& runs;
    WatchControls watch;
    control::QueryRuns& query_runs;
    control::Schedules& schedules;
    control::Deliveries& deliveries;
    AccountControls accounts;
    AccessControls access;
    MonitoringControls monitoring;
    control::Themes& themes;
    DrawingControls drawings;
    control::Embedding& embedding;
    WebhookControls webhooks;
    control::Secrets& secrets;
    HouseControls house;
    ResultControls results;
    std::function<Result<>()> ready; // why the server cannot work now; may be empty
};

class Router {
public:
    // `environment` is for kept answers.
    Router(control::Environment environment, Controls controls);

    // Safe to call from several threads; never throws.
    http::Response handle(const http::Request& request);
    const std::vector<Route>& routes() const { return table_.routes(); }

private:
    http::Response handle_safely(const http::Request& request);
    http::Response answer(const http::Request& request);
    http::Response call(const Route& route, const Call& call);
    http::Response refuse(const Error& error, const Call& call);
    http::Response call_once(const Route& route, const Call& call, const std::string& key);

    control::Environment environment_;
    control::Tokens& tokens_;
    control::Sessions& sessions_;
    control::Refusals& refusals_;
    std::vector<http::IpNetwork> trusted_proxies_;
    bool metrics_open_;
    std::string web_base_path_; // where a proxy has put the pages
    RequestCounts requests_;
    RouteTable table_;
    Guarded<std::set<std::string>> keys_in_use_;
};

// How an Error shows over HTTP.
http::Response problem_answer(const Error& error);

} // namespace presstime::api

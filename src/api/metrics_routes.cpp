// /metrics: figures over all workspaces, with a key of any scope, or from this machine without one.
#include "api/metrics_text.hpp"
#include "api/resources.hpp"

namespace presstime::api {

void add_metrics_routes(RouteTable& table, control::Metrics& metrics, const RequestCounts& requests)
{
    table.add({"GET", "/metrics",
               [&](const Call&) -> Result<http::Response> {
                   const control::Figures figures = TRY(metrics.read());
                   http::Response response;
                   response.content_type = "text/plain; version=0.0.4; charset=utf-8";
                   response.headers.emplace_back("Cache-Control", "no-store");
                   response.body =
                       metrics_text(figures, requests.with([](const auto& counts) { return counts; }),
                                    read_process_figures());
                   return response;
               },
               Access::key_or_this_machine});
}

} // namespace presstime::api

// /healthz says that the process answers; /readyz whether it can do its work.
#include "api/resources.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>

namespace presstime::api {

void add_health_routes(RouteTable& table, std::function<Result<>()> ready)
{
    table.add({"GET", "/healthz",
               [](const Call&) -> Result<http::Response> { return json_answer(200, {{"status", "ok"}}); },
               Access::open});
    table.add({"GET", "/readyz",
               [ready = std::move(ready)](const Call&) -> Result<http::Response> {
                   if (ready)
                       if (const Result<> state = ready(); !state)
                           return http::make_problem_response({503, state.error().message, "", "not_ready"});
                   return json_answer(200, {{"status", "ready"}});
               },
               Access::open});
}

} // namespace presstime::api

// /v1/secrets: the key that secrets at rest are sealed with.
#include "api/resources.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;

void add_secret_routes(RouteTable& table, control::Secrets& secrets)
{
    table.add({"POST", "/v1/secrets/rotate", [&](const Call& call) -> Result<http::Response> {
                   const control::SealingCount count = TRY(secrets.rotate(call.principal));
                   return json_answer(200,
                                      json::object{{"sealed", count.sealed},
                                                   {"renewed", count.renewed},
                                                   {"unreadable", count.unreadable},
                                                   {"settings_lag_behind", secrets.settings_lag_behind()}});
               }});
}

} // namespace presstime::api

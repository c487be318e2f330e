// The server's public keys for whoever verifies what it signed, and their rotation.
#include "api/resources.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;

void add_server_key_routes(RouteTable& table, control::ServerKeys& keys)
{
    table.add({"GET", "/.well-known/jwks.json",
               [&](const Call&) -> Result<http::Response> {
                   http::Response response;
                   response.content_type = "application/jwk-set+json";
                   response.body = TRY(keys.key_set());
                   response.headers.emplace_back("Cache-Control", "public, max-age=300");
                   return response;
               },
               Access::open});
    table.add({"POST", "/v1/server-keys/rotate", [&](const Call& call) -> Result<http::Response> {
                   const store::ServerKey made = TRY(keys.rotate(call.principal));
                   return json_answer(200, {{"kid", made.kid},
                                            {"created_at", format_rfc3339(made.created_at)},
                                            {"public_key", json::parse(made.public_jwk)}});
               }});
}

} // namespace presstime::api

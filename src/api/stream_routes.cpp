// /v1/stream: what changes, while it changes. A browser's EventSource opens it with its cookie alone; whoever
// has a key sends that.
#include "api/stream_routes.hpp"

namespace presstime::api {

void add_stream_routes(RouteTable& table, control::Live& live)
{
    table.add({"GET", "/v1/stream", [&live](const Call& call) -> Result<http::Response> {
                   http::Response response;
                   response.content_type = "text/event-stream";
                   response.stream = TRY(live.watch(call.principal, call.request.header("last-event-id")));
                   // nginx holds an answer back until it is whole, unless told.
                   response.headers.emplace_back("X-Accel-Buffering", "no");
                   return never_stored(std::move(response));
               }});
}

} // namespace presstime::api

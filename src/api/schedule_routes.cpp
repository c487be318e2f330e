// /v1/schedules/preview: the next instants, with a note where a clock change moves, drops or doubles one.
#include "api/resources.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;

void add_schedule_routes(RouteTable& table, control::Schedules& schedules)
{
    table.add({"POST", "/v1/schedules/preview", [&](const Call& call) -> Result<http::Response> {
                   const control::PreviewAnswer answer =
                       TRY(schedules.preview(call.principal, call.request.body));
                   json::array items;
                   for (const PreviewItem& item : answer.items)
                       items.push_back({{"at", format_rfc3339(item.at)},
                                        {"runs", item.runs},
                                        {"local", item.local},
                                        {"local_short", item.local_short},
                                        {"note", item.note}});
                   json::object body;
                   body["timezone"] = answer.schedule.timezone;
                   body["items"] = std::move(items);
                   if (!answer.warnings.empty())
                       body["warnings"] = warnings_json(answer.warnings);
                   return json_answer(200, std::move(body));
               }});
}

} // namespace presstime::api

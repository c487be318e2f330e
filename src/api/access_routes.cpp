// /v1/users/{}/access and /v1/access: who sees what, in both directions.
#include "api/resources.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::array things_json(const std::vector<control::ReachableThing>& things, std::string_view within)
{
    json::array out;
    for (const control::ReachableThing& thing : things) {
        json::object item{{"id", thing.id}, {"name", thing.name}};
        if (!within.empty())
            item[within] = thing.within;
        item["level"] = to_text(thing.level);
        out.push_back(std::move(item));
    }
    return out;
}

json::object user_access_json(const control::UserAccess& access)
{
    json::object out;
    out["user"] = {{"id", access.user.id},
                   {"email", access.user.email},
                   {"name", access.user.name},
                   {"role", to_text(access.user.role)},
                   {"enabled", access.user.enabled}};
    out["unrestricted"] =
        access.unrestricted ? json::value(to_text(*access.unrestricted)) : json::value(nullptr);
    out["categories"] = things_json(access.categories, "");
    out["dashboards"] = things_json(access.dashboards, "category");
    out["reports"] = things_json(access.reports, "dashboard_id");
    return out;
}

json::object reader_json(const control::Reader& reader)
{
    const Principal& who = reader.principal;
    json::object out;
    if (who.user_id != 0) {
        out["user"] = who.user_id;
        out["email"] = who.email;
    } else {
        out["token"] = who.token_id;
        out["scope"] = to_text(who.scope);
    }
    out["name"] = who.name;
    out["role"] = to_text(who.role);
    out["level"] = to_text(reader.level);
    return out;
}

} // namespace

void add_access_routes(RouteTable& table, control::AccessViews& views)
{
    table.add({"GET", "/v1/users/{}/access", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200,
                                      user_access_json(TRY(views.of_user(call.principal, TRY(call.id(0))))));
               }});
    table.add({"GET", "/v1/access", [&](const Call& call) -> Result<http::Response> {
                   const std::string dashboard = call.query("dashboard");
                   if (dashboard.empty())
                       return fail(Error::invalid("dashboard",
                                                  "dashboard is required: the id or number of a dashboard"));
                   json::array items;
                   for (const control::Reader& reader : TRY(views.of_dashboard(call.principal, dashboard)))
                       items.push_back(reader_json(reader));
                   return json_answer(200, std::move(items));
               }});
}

} // namespace presstime::api

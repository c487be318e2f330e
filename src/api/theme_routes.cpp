// /v1/theme: the workspace's colours, font and logo.
#include "api/resources.hpp"
#include "codec/document.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object theme_json(const store::ThemeRecord& record)
{
    json::object out = json::parse(codec::theme_to_json(record.theme)).get_object();
    out["version"] = record.version;
    out["updated_at"] = format_rfc3339(record.updated_at);
    return out;
}

} // namespace

void add_theme_routes(RouteTable& table, control::Themes& themes)
{
    table.add({"GET", "/v1/theme", [&](const Call& call) -> Result<http::Response> {
                   const Result<store::ThemeRecord> found = themes.get(call.principal);
                   // To a browser a 404 is a fault that it tells of; a page that only asks whether there is
                   // one says so.
                   if (!found && found.error().kind == ErrorKind::not_found && call.query("optional") == "1")
                       return empty_answer();
                   const store::ThemeRecord record = TRY(found);
                   return with_version(json_answer(200, theme_json(record)), record.version);
               }});
    table.add({"PUT", "/v1/theme", [&](const Call& call) -> Result<http::Response> {
                   const control::SavedTheme saved =
                       TRY(themes.put(call.principal, call.request.body, TRY(call.expected_version())));
                   json::object body = theme_json(saved.record);
                   if (!saved.warnings.empty())
                       body["warnings"] = warnings_json(saved.warnings);
                   return with_version(saved.created ? created_answer("/v1/theme", std::move(body))
                                                     : json_answer(200, std::move(body)),
                                       saved.record.version);
               }});
    table.add({"DELETE", "/v1/theme", [&](const Call& call) -> Result<http::Response> {
                   TRY(themes.remove(call.principal));
                   return empty_answer();
               }});
}

} // namespace presstime::api

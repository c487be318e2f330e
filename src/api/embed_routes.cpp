// Embed sessions: made and ended by people with a key under /v1/embed-sessions, used by browsers under
// /v1/embed, and as one page in a frame. What a browser sees holds no SQL, no connection and no locked value.
#include "api/document_json.hpp"
#include "api/embed_schedule_routes.hpp"
#include "api/open_routes.hpp"
#include "api/picture_wish.hpp"
#include "api/resources.hpp"
#include "api/widget_table_json.hpp"
#include "base/text.hpp"
#include "codec/document.hpp"
#include "codec/embed_json.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

constexpr std::int64_t kMostRows = 10'000;

json::object session_json(const EmbedSession& session)
{
    return {{"id", session.id},
            {"dashboard_id", session.dashboard_id},
            {"tenant_id", session.tenant_id.empty() ? json::value(nullptr) : json::value(session.tenant_id)},
            {"user_reference",
             session.user_reference.empty() ? json::value(nullptr) : json::value(session.user_reference)},
            {"permissions", codec::embed_permissions_to_json(session.permissions)},
            {"created_at", format_rfc3339(session.created_at)},
            {"expires_at", format_rfc3339(session.expires_at)}};
}

std::string view_url(const std::string& public_url, const control::NewEmbedSession& made)
{
    return fmt::format("{}/api/reports/{}/view/{}", public_url, made.dashboard_number, made.token);
}

http::Response secret_answer(const control::NewEmbedSession& made, json::object body)
{
    return never_stored(
        created_answer(fmt::format("/v1/embed-sessions/{}", made.session.id), std::move(body)));
}

http::Response new_session_answer(const control::NewEmbedSession& made, const std::string& public_url)
{
    json::object body = session_json(made.session);
    body["token"] = made.token;
    body["url"] = view_url(public_url, made);
    body["embed_url"] = view_url(public_url, made);
    return secret_answer(made, std::move(body));
}

http::Response view_token_answer(const control::NewEmbedSession& made, const std::string& public_url)
{
    return secret_answer(made, {{"message", "The token opens this dashboard for five minutes."},
                                {"id", made.session.id},
                                {"token", made.token},
                                {"report_id", made.dashboard_number},
                                {"dashboard_id", made.session.dashboard_id},
                                {"expires_at", format_rfc3339(made.session.expires_at)},
                                {"view_url", view_url(public_url, made)}});
}

// What the token's person may make reports of; null when the token names nobody.
json::value scheduling_json(const EmbedSession& session, const std::vector<std::string>& formats)
{
    if (session.user_reference.empty())
        return nullptr;
    const EmbedPermissions& permissions = session.permissions;
    json::value options = nullptr;
    if (permissions.schedule_options)
        options = codec::schedule_options_to_json(*permissions.schedule_options);
    return json::object{
        {"options", std::move(options)},
        {"formats", json::array(formats.begin(), formats.end())},
        {"recipients", json::array(permissions.recipients.begin(), permissions.recipients.end())},
        {"most", control::EmbedSchedules::kMostOfAPerson}};
}

// The members that a page needs, named one by one: what a later version adds stays inside.
json::object dashboard_json(const control::EmbeddedDashboard& embedded,
                            const std::vector<std::string>& formats)
{
    const json::object whole = json::parse(codec::dashboard_to_json(embedded.dashboard)).get_object();
    json::object out;
    for (const std::string_view key : {"id", "number", "name", "description", "theme"})
        if (const json::value* value = whole.if_contains(key))
            out[key] = *value;
    for (const std::string_view key : {"parameters", "widgets"}) {
        json::array items;
        if (const json::value* list = whole.if_contains(key))
            for (const json::value& each : list->get_array()) {
                json::object item = each.get_object();
                if (key == "parameters")
                    item["has_options"] = item.contains("options_query") && item["options_query"].is_string();
                for (const std::string_view inner : {"query", "sparkline_query", "options_query"})
                    item.erase(inner);
                items.push_back(std::move(item));
            }
        out[key] = std::move(items);
    }
    const EmbedPermissions& permissions = embedded.session.permissions;
    out["permissions"] = {{"allow_drill_down", permissions.allow_drill_down},
                          {"allowed_periods", json::array(permissions.allowed_periods.begin(),
                                                          permissions.allowed_periods.end())},
                          {"max_date_range_days", permissions.max_date_range_days}};
    out["scheduling"] = scheduling_json(embedded.session, formats);
    out["expires_at"] = format_rfc3339(embedded.session.expires_at);
    return out;
}

Result<control::EmbedWish> read_picture(const Call& call)
{
    return control::EmbedWish{TRY(read_drawing_wish(call, {"period", "dashboard"})), call.query("period")};
}

Result<control::EmbedWish> read_wish(const Call& call, std::vector<std::string_view> others)
{
    others.insert(others.end(), {"period", "dashboard"});
    control::EmbedWish wish;
    wish.picture = TRY(read_picture_wish(call, others));
    wish.period = call.query("period");
    return wish;
}

// Shown in a frame by the origins that may embed; it draws, and runs nothing.
Result<http::Response> page_answer(std::vector<std::string> origins, Result<control::RenderedFile> page)
{
    std::erase(origins, "null"); // frames name no such ancestor
    http::Response response = TRY(rendered_answer(std::move(page)));
    response.headers.emplace_back(
        "Content-Security-Policy",
        fmt::format("default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
                    "frame-ancestors {}",
                    origins.empty() ? std::string("'self'") : join(origins, " ")));
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    return response;
}

void add_embed_session_routes(RouteTable& table, control::EmbedSessions& sessions,
                              const std::string& public_url)
{
    table.add({"GET", "/v1/embed-sessions", [&](const Call& call) -> Result<http::Response> {
                   const auto page = TRY(sessions.list(call.principal, TRY(call.page())));
                   json::array items;
                   for (const EmbedSession& session : page.items)
                       items.push_back(session_json(session));
                   return list_answer(call, std::move(items), page.next_cursor);
               }});
    table.add({"POST", "/v1/embed-sessions",
               [&sessions, public_url](const Call& call) -> Result<http::Response> {
                   return new_session_answer(TRY(sessions.create(call.principal, call.request.body)),
                                             public_url);
               },
               Access::with_key, Repeat::never_keep});
    table.add({"DELETE", "/v1/embed-sessions/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(sessions.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
    for (const char* address : {"/v1/reports/{}/view-token", "/api/reports/{}/generate-token"})
        table.add({"POST", address,
                   [&sessions, public_url](const Call& call) -> Result<http::Response> {
                       return view_token_answer(TRY(sessions.create_view(call.principal, call.captures[0])),
                                                public_url);
                   },
                   Access::with_key, Repeat::never_keep});
}

// Files carry what the widget shows; JSON its first rows.
Result<http::Response> widget_data(const Call& call, control::Embeds& embeds)
{
    const control::EmbedTarget target = embed_target(call);
    const std::string& widget = call.captures[0];
    const control::EmbedWish wish = TRY(read_wish(call, {"limit", "format"}));
    const std::string format = call.query("format");
    if (format == "csv" || format == "xlsx") {
        if (!call.query("limit").empty())
            return fail(Error::invalid("limit", "limit is for JSON alone; a file has every row"));
        return rendered_answer(embeds.file(target, widget, wish, format), Disposition::attachment);
    }
    if (!format.empty() && format != "json")
        return fail(Error::invalid("format", "format must be json, csv or xlsx"));
    return content_answer(embeds.data(target, widget, wish, TRY(read_row_limit(call, kMostRows))));
}

void add_viewer_routes(OpenRoutes& routes, control::Embedding& embedding)
{
    control::Embeds& embeds = embedding.embeds;
    routes.add("GET", "/v1/embed/dashboard", [&](const Call& call) -> Result<http::Response> {
        return json_answer(
            200, dashboard_json(TRY(embeds.dashboard(embed_target(call))), embedding.schedules.formats()));
    });
    routes.add("GET", "/v1/embed/widgets/{}/picture", [&](const Call& call) -> Result<http::Response> {
        return picture_answer(call,
                              embeds.picture(embed_target(call), call.captures[0], TRY(read_picture(call))));
    });
    routes.add("GET", "/v1/embed/widgets/{}/data",
               [&](const Call& call) -> Result<http::Response> { return widget_data(call, embeds); });
    routes.add("GET", "/v1/embed/parameters/{}/options", [&](const Call& call) -> Result<http::Response> {
        return choices_answer(embeds.choices(embed_target(call), call.captures[0], TRY(read_wish(call, {}))));
    });
    routes.add("GET", "/api/reports/{}/view/{}",
               [&embeds, origins = embedding.rules.origins](const Call& call) -> Result<http::Response> {
                   return page_answer(origins, embeds.page(call.captures[1], TRY(call.id(0))));
               });
}

} // namespace

void add_embed_routes(RouteTable& table, control::Embedding& embedding)
{
    add_embed_session_routes(table, embedding.sessions, embedding.rules.public_url);
    OpenRoutes routes(table, embedding.rules.origins);
    add_viewer_routes(routes, embedding);
    add_embed_schedule_routes(routes, embedding.schedules);
}

} // namespace presstime::api

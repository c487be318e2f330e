// /v1/session: logging in and out with a cookie; /v1/sessions: where one is logged in; and the links that set
// a password.
#include "api/caller.hpp"
#include "api/resources.hpp"
#include "api/user_json.hpp"

#include <fmt/format.h>

#include <chrono>

namespace presstime::api {
namespace json = boost::json;
namespace {

// No name or password of ours may be sent by a page of somebody else, nor a session be planted by one.
Result<> refuse_cross_site(const Call& call, const control::AccountSettings& settings)
{
    if (is_cross_site(call.request, settings.public_url))
        return fail(Error::forbidden("a page of another origin may not log people in"));
    return {};
}

// Max-Age 0 takes the cookie back.
void set_cookie(http::Response& response, std::string_view value, std::chrono::seconds max_age, bool secure)
{
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("presstime_session={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", value,
                                  max_age.count(), secure ? "; Secure" : ""));
}

json::object session_json(const User& user, const std::string& csrf, Instant expires_at)
{
    return {{"user", user_json(user)}, {"csrf", csrf}, {"expires_at", format_rfc3339(expires_at)}};
}

Result<http::Response> log_in(const Call& call, control::Sessions& sessions,
                              const control::AccountSettings& settings)
{
    TRY(refuse_cross_site(call, settings));
    const control::Visitor visitor{call.principal.peer, std::string(call.request.header("user-agent")),
                                   session_cookie(call.request)};
    const control::LogIn made = TRY(sessions.log_in(call.request.body, visitor));
    http::Response response =
        never_stored(json_answer(200, session_json(made.user, made.csrf, made.expires_at)));
    set_cookie(response, made.cookie, settings.session_lifetime, settings.secure_cookies);
    return response;
}

json::object details_json(const control::LinkDetails& details)
{
    return {{"purpose", to_text(details.purpose)},
            {"email", details.email},
            {"name", details.name},
            {"workspace", details.workspace},
            {"expires_at", format_rfc3339(details.expires_at)}};
}

json::array sessions_json(const std::vector<control::OpenSession>& sessions)
{
    json::array out;
    for (const control::OpenSession& each : sessions)
        out.push_back({{"id", each.id},
                       {"current", each.current},
                       {"address", each.address},
                       {"browser", each.agent},
                       {"created_at", format_rfc3339(each.created_at)},
                       {"last_used_at", format_rfc3339(each.last_used_at)},
                       {"expires_at", format_rfc3339(each.expires_at)}});
    return out;
}

void add_open_session_routes(RouteTable& table, control::Sessions& sessions)
{
    table.add({"GET", "/v1/sessions", [&sessions](const Call& call) -> Result<http::Response> {
                   return never_stored(json_answer(200, sessions_json(TRY(sessions.list(call.principal)))));
               }});
    table.add({"DELETE", "/v1/sessions", [&sessions](const Call& call) -> Result<http::Response> {
                   return json_answer(200, json::object{{"ended", TRY(sessions.end_others(call.principal))}});
               }});
    table.add({"DELETE", "/v1/sessions/{}", [&sessions](const Call& call) -> Result<http::Response> {
                   TRY(sessions.end(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

} // namespace

void add_session_routes(RouteTable& table, AccountControls accounts)
{
    table.add({"POST", "/v1/session",
               [accounts](const Call& call) { return log_in(call, accounts.sessions, accounts.settings); },
               Access::open, Repeat::never_keep});
    table.add({"GET", "/v1/session", [accounts](const Call& call) -> Result<http::Response> {
                   if (call.principal.session_id == 0)
                       return fail(Error::not_found("this call has a key, not a session"));
                   const control::Recognised recognised =
                       TRY(accounts.sessions.authenticate(session_cookie(call.request)));
                   return never_stored(
                       json_answer(200, session_json(TRY(accounts.users.me(call.principal)), recognised.csrf,
                                                     recognised.expires_at)));
               }});
    table.add({"DELETE", "/v1/session", [accounts](const Call& call) -> Result<http::Response> {
                   TRY(accounts.sessions.log_out(call.principal));
                   http::Response response = empty_answer();
                   set_cookie(response, "", std::chrono::seconds(0), accounts.settings.secure_cookies);
                   return response;
               }});
    table.add(
        {"POST", "/v1/users/me/password",
         [accounts](const Call& call) -> Result<http::Response> {
             TRY(accounts.sessions.change_password(call.principal, call.request.body, call.principal.peer));
             return empty_answer();
         },
         Access::with_key, Repeat::never_keep});
    add_open_session_routes(table, accounts.sessions);
}

void add_one_time_link_routes(RouteTable& table, AccountControls accounts)
{
    table.add({"POST", "/v1/one-time-links/inspect",
               [accounts](const Call& call) -> Result<http::Response> {
                   return never_stored(
                       json_answer(200, details_json(TRY(accounts.links.inspect(call.request.body)))));
               },
               Access::open, Repeat::never_keep});
    table.add({"POST", "/v1/one-time-links/accept",
               [accounts](const Call& call) -> Result<http::Response> {
                   TRY(refuse_cross_site(call, accounts.settings));
                   const User user = TRY(accounts.links.accept(call.request.body));
                   return never_stored(json_answer(200, json::object{{"user", user_json(user)}}));
               },
               Access::open, Repeat::never_keep});
    table.add({"POST", "/v1/password-reset",
               [accounts](const Call& call) -> Result<http::Response> {
                   TRY(refuse_cross_site(call, accounts.settings));
                   TRY(accounts.links.request_reset(call.request.body, call.principal.peer));
                   return json_answer(202, json::object{{"detail", "if there is such a user, a mail with a "
                                                                   "link is on its way"}});
               },
               Access::open, Repeat::never_keep});
}

} // namespace presstime::api

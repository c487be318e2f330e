// /v1/users and /v1/orphans: people, and whose things are.
#include "api/resources.hpp"
#include "api/user_json.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

http::Response user_answer(const User& user)
{
    return with_version(json_answer(200, user_json(user)), user.version);
}

// The link itself is there for the operator of this machine alone.
json::object mailed_json(const control::MailedUser& mailed)
{
    json::object body = user_json(mailed.user);
    body["link_expires_at"] = format_rfc3339(mailed.link_expires_at);
    if (!mailed.link.empty())
        body["link"] = mailed.link;
    return body;
}

// Before the routes with an id, which would take "me" for one.
void add_own_routes(RouteTable& table, control::Users& users)
{
    table.add({"GET", "/v1/users/me", [&](const Call& call) -> Result<http::Response> {
                   return user_answer(TRY(users.me(call.principal)));
               }});
    table.add({"PATCH", "/v1/users/me", [&](const Call& call) -> Result<http::Response> {
                   return user_answer(
                       TRY(users.patch_me(call.principal, call.request.body, TRY(call.expected_version()))));
               }});
}

void add_crud_routes(RouteTable& table, control::Users& users)
{
    table.add({"GET", "/v1/users", [&](const Call& call) -> Result<http::Response> {
                   const control::FoundUsers found =
                       TRY(users.list(call.principal, {call.query("q"), TRY(call.page())}));
                   json::array items;
                   for (const User& user : found.page.items)
                       items.push_back(user_json(user));
                   http::Response response = list_answer(call, std::move(items), found.page.next_cursor);
                   response.headers.emplace_back("X-Total-Count", fmt::format("{}", found.total));
                   return response;
               }});
    table.add({"POST", "/v1/users",
               [&](const Call& call) -> Result<http::Response> {
                   const control::MailedUser made = TRY(users.invite(call.principal, call.request.body));
                   return with_version(
                       created_answer(fmt::format("/v1/users/{}", made.user.id), mailed_json(made)),
                       made.user.version);
               },
               Access::with_key, Repeat::never_keep});
    table.add({"GET", "/v1/users/{}", [&](const Call& call) -> Result<http::Response> {
                   return user_answer(TRY(users.get(call.principal, TRY(call.id(0)))));
               }});
    table.add({"PATCH", "/v1/users/{}", [&](const Call& call) -> Result<http::Response> {
                   return user_answer(TRY(users.patch(call.principal, TRY(call.id(0)), call.request.body,
                                                      TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/users/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(users.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

void add_hand_over_routes(RouteTable& table, control::Users& users)
{
    table.add({"POST", "/v1/users/{}/hand-over", [&](const Call& call) -> Result<http::Response> {
                   const auto moved =
                       TRY(users.hand_over(call.principal, TRY(call.id(0)), call.request.body));
                   return json_answer(200, json::object{{"moved", things_json(moved)}});
               }});
    table.add({"GET", "/v1/orphans", [&](const Call& call) -> Result<http::Response> {
                   return json_answer(200, things_json(TRY(users.orphans(call.principal))));
               }});
    table.add({"POST", "/v1/orphans/hand-over", [&](const Call& call) -> Result<http::Response> {
                   const auto moved = TRY(users.adopt_orphans(call.principal, call.request.body));
                   return json_answer(200, json::object{{"moved", things_json(moved)}});
               }});
}

} // namespace

void add_user_routes(RouteTable& table, control::Users& users)
{
    add_own_routes(table, users);
    add_crud_routes(table, users);
    add_hand_over_routes(table, users);
    table.add({"POST", "/v1/users/{}/link",
               [&](const Call& call) -> Result<http::Response> {
                   return json_answer(202,
                                      mailed_json(TRY(users.mail_link(call.principal, TRY(call.id(0))))));
               },
               Access::with_key, Repeat::never_keep});
}

} // namespace presstime::api

// /v1/tokens and /v1/users/me/tokens. The key itself is in the answer to POST and nowhere else, so that
// answer is never kept.
#include "api/resources.hpp"
#include "api/user_json.hpp"

#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

http::Response list_of(const std::vector<Token>& tokens)
{
    json::array items;
    for (const Token& token : tokens)
        items.push_back(token_json(token));
    return json_answer(200, std::move(items));
}

http::Response shown_once(const control::NewToken& made, std::string_view base)
{
    json::object body = token_json(made.token);
    body["token"] = made.secret;
    return never_stored(created_answer(fmt::format("{}/{}", base, made.token.id), std::move(body)));
}

void add_personal_token_routes(RouteTable& table, control::Tokens& tokens)
{
    table.add({"GET", "/v1/users/me/tokens", [&](const Call& call) -> Result<http::Response> {
                   return list_of(TRY(tokens.list_personal(call.principal)));
               }});
    table.add({"POST", "/v1/users/me/tokens",
               [&](const Call& call) -> Result<http::Response> {
                   return shown_once(TRY(tokens.create_personal(call.principal, call.request.body)),
                                     "/v1/users/me/tokens");
               },
               Access::with_key, Repeat::never_keep});
    table.add({"DELETE", "/v1/users/me/tokens/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(tokens.remove_personal(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
    table.add({"GET", "/v1/users/{}/tokens", [&](const Call& call) -> Result<http::Response> {
                   return list_of(TRY(tokens.list_of(call.principal, TRY(call.id(0)))));
               }});
}

} // namespace

void add_token_routes(RouteTable& table, control::Tokens& tokens)
{
    table.add({"GET", "/v1/tokens", [&](const Call& call) -> Result<http::Response> {
                   return list_of(TRY(tokens.list(call.principal)));
               }});
    table.add({"POST", "/v1/tokens",
               [&](const Call& call) -> Result<http::Response> {
                   return shown_once(TRY(tokens.create(call.principal, call.request.body)), "/v1/tokens");
               },
               Access::with_key, Repeat::never_keep});
    table.add({"DELETE", "/v1/tokens/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(tokens.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
    add_personal_token_routes(table, tokens);
}

} // namespace presstime::api

// /v1/tokens. The key itself is in the answer to POST and nowhere else, so that answer is never kept.
#include "api/resources.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object token_json(const Token& token)
{
    return {
        {"id", token.id}, {"name", token.name}, {"scope", to_text(token.scope)}, {"prefix", token.prefix}};
}

} // namespace

void add_token_routes(RouteTable& table, control::Tokens& tokens)
{
    table.add({"GET", "/v1/tokens", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const Token& token : TRY(tokens.list(call.principal)))
                       items.push_back(token_json(token));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/tokens",
               [&](const Call& call) -> Result<http::Response> {
                   const control::NewToken made = TRY(tokens.create(call.principal, call.request.body));
                   json::object body = token_json(made.token);
                   body["token"] = made.secret;
                   http::Response response =
                       created_answer(fmt::format("/v1/tokens/{}", made.token.id), std::move(body));
                   response.headers.emplace_back("Cache-Control", "no-store");
                   return response;
               },
               Access::with_key, Repeat::never_keep});
    table.add({"DELETE", "/v1/tokens/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(tokens.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

} // namespace presstime::api

// Members in the order people read them.
#include "api/user_json.hpp"

#include "api/call.hpp"
#include "model/enum_text.hpp"

namespace presstime::api {
namespace json = boost::json;

json::object user_json(const User& user)
{
    return {{"id", user.id},
            {"email", user.email},
            {"name", user.name},
            {"role", to_text(user.role)},
            {"enabled", user.enabled},
            {"invited", !user.has_password},
            {"version", user.version},
            {"created_at", format_rfc3339(user.created_at)},
            {"last_seen_at", instant_json(user.last_seen_at)}};
}

json::object token_json(const Token& token)
{
    json::object out{
        {"id", token.id}, {"name", token.name}, {"scope", to_text(token.scope)}, {"prefix", token.prefix}};
    if (token.user_id == 0)
        out["role"] = to_text(token.role);
    else
        out["user_id"] = token.user_id;
    out["created_at"] = format_rfc3339(token.created_at);
    out["expires_at"] = instant_json(token.expires_at);
    out["last_used_at"] = instant_json(token.last_used_at);
    out["last_used_from"] =
        token.last_used_from.empty() ? json::value(nullptr) : json::value(token.last_used_from);
    return out;
}

json::array things_json(const std::vector<store::OwnedThing>& things)
{
    json::array out;
    for (const store::OwnedThing& thing : things)
        out.push_back({{"kind", to_text(thing.kind)}, {"id", thing.id}, {"name", thing.name}});
    return out;
}

} // namespace presstime::api

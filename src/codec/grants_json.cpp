// One member of an entry names the grantee, the other the level.
#include "codec/grants_json.hpp"

#include "codec/json_reader.hpp"
#include "codec/json_write.hpp"

#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;
namespace {

Result<Grant> read_grant(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    Grant grant;
    int named = 0;
    if (reader.integer("user", grant.id, {.minimum = 1})) {
        grant.kind = GranteeKind::user;
        ++named;
    }
    if (reader.integer("group", grant.id, {.minimum = 1})) {
        grant.kind = GranteeKind::group;
        ++named;
    }
    if (reader.word("role", grant.role)) {
        grant.kind = GranteeKind::role;
        ++named;
    }
    reader.require("level");
    reader.word("level", grant.level);
    TRY(reader.finish());
    if (named != 1)
        return fail(Error::invalid(path, fmt::format("{} must name one of user, group and role", path)));
    return grant;
}

} // namespace

json::array grants_to_value(const std::vector<Grant>& grants)
{
    json::array items;
    for (const Grant& grant : grants) {
        json::object item;
        if (grant.kind == GranteeKind::role)
            item["role"] = to_text(grant.role);
        else
            item[to_text(grant.kind)] = grant.id;
        item["level"] = to_text(grant.level);
        items.push_back(std::move(item));
    }
    return items;
}

std::string grants_to_json(const std::vector<Grant>& grants)
{
    return grants.empty() ? std::string("[]") : write_json(grants_to_value(grants));
}

Result<std::vector<Grant>> grants_from_value(const json::value& value, std::string_view path)
{
    if (!value.is_array() || value.get_array().size() > kMaxGrants)
        return fail(Error::invalid(std::string(path),
                                   fmt::format("{} must be a list of at most {} grants", path, kMaxGrants)));
    std::vector<Grant> grants;
    for (const json::value& item : value.get_array())
        grants.push_back(TRY(read_grant(item, indexed(path, grants.size()))));
    return grants;
}

Result<std::vector<Grant>> grants_from_json(std::string_view json)
{
    if (json == "[]")
        return std::vector<Grant>{};
    return grants_from_value(TRY(parse_json(json)), "grants");
}

} // namespace presstime::codec

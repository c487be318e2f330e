// /v1/categories and /v1/groups: what may be seen is decided by these two together.
#include "api/resources.hpp"
#include "codec/grants_json.hpp"
#include "model/enum_text.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object category_json(const control::SeenCategory& seen)
{
    json::object out;
    out["id"] = seen.category.id;
    out["name"] = seen.category.name;
    out["description"] = seen.category.description;
    out["level"] = to_text(seen.level);
    if (seen.level == GrantLevel::manage)
        out["grants"] = codec::grants_to_value(seen.category.grants);
    out["version"] = seen.category.version;
    return out;
}

http::Response category_answer(const control::SeenCategory& seen)
{
    return with_version(json_answer(200, category_json(seen)), seen.category.version);
}

json::object group_json(const store::GroupRecord& record)
{
    json::array members;
    for (const std::int64_t member : record.group.members)
        members.push_back(member);
    json::object out;
    out["id"] = record.group.id;
    out["name"] = record.group.name;
    out["members"] = std::move(members);
    out["version"] = record.version;
    return out;
}

http::Response group_answer(const store::GroupRecord& record)
{
    return with_version(json_answer(200, group_json(record)), record.version);
}

} // namespace

void add_category_routes(RouteTable& table, control::Categories& categories)
{
    table.add({"GET", "/v1/categories", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const control::SeenCategory& seen : TRY(categories.list(call.principal)))
                       items.push_back(category_json(seen));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/categories", [&](const Call& call) -> Result<http::Response> {
                   const control::SeenCategory made =
                       TRY(categories.create(call.principal, call.request.body));
                   return with_version(created_answer(fmt::format("/v1/categories/{}", made.category.id),
                                                      category_json(made)),
                                       made.category.version);
               }});
    table.add({"GET", "/v1/categories/{}", [&](const Call& call) -> Result<http::Response> {
                   return category_answer(TRY(categories.get(call.principal, TRY(call.id(0)))));
               }});
    table.add({"PATCH", "/v1/categories/{}", [&](const Call& call) -> Result<http::Response> {
                   return category_answer(TRY(categories.patch(
                       call.principal, TRY(call.id(0)), call.request.body, TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/categories/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(categories.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

void add_group_routes(RouteTable& table, control::Groups& groups)
{
    table.add({"GET", "/v1/groups", [&](const Call& call) -> Result<http::Response> {
                   json::array items;
                   for (const store::GroupRecord& record : TRY(groups.list(call.principal)))
                       items.push_back(group_json(record));
                   return json_answer(200, std::move(items));
               }});
    table.add({"POST", "/v1/groups", [&](const Call& call) -> Result<http::Response> {
                   const store::GroupRecord made = TRY(groups.create(call.principal, call.request.body));
                   return with_version(
                       created_answer(fmt::format("/v1/groups/{}", made.group.id), group_json(made)),
                       made.version);
               }});
    table.add({"GET", "/v1/groups/{}", [&](const Call& call) -> Result<http::Response> {
                   return group_answer(TRY(groups.get(call.principal, TRY(call.id(0)))));
               }});
    table.add({"PATCH", "/v1/groups/{}", [&](const Call& call) -> Result<http::Response> {
                   return group_answer(TRY(groups.patch(call.principal, TRY(call.id(0)), call.request.body,
                                                        TRY(call.expected_version()))));
               }});
    table.add({"DELETE", "/v1/groups/{}", [&](const Call& call) -> Result<http::Response> {
                   TRY(groups.remove(call.principal, TRY(call.id(0))));
                   return empty_answer();
               }});
}

} // namespace presstime::api

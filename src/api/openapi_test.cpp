// The document is held against the server: every route is in it and nothing else, and what it promises of an
// answer is there.
#include "api/access_world.hpp"
#include "api/openapi.hpp"
#include "api/route_walk.hpp"

#include <set>

namespace presstime::api {
namespace {

using Key = std::pair<std::string, std::string>; // method, pattern

std::set<Key> documented()
{
    std::set<Key> keys;
    for (const Operation& operation : all_operations())
        EXPECT_TRUE(keys.insert({std::string(operation.method), pattern_of(operation)}).second)
            << "twice: " << operation.method << " " << operation.path;
    return keys;
}

TEST(OpenApi, DocumentsEveryRouteAndNothingElse)
{
    World world;
    std::set<Key> served;
    for (const Route& route : world.router.routes())
        if (route.method != "OPTIONS")
            served.insert({route.method, route.pattern});
    const std::set<Key> known = documented();
    for (const auto& [method, pattern] : served)
        EXPECT_TRUE(known.contains({method, pattern})) << "not documented: " << method << " " << pattern;
    for (const auto& [method, pattern] : known)
        EXPECT_TRUE(served.contains({method, pattern})) << "not served: " << method << " " << pattern;
}

void check_references(const json::value& value, const json::object& schemas)
{
    if (value.is_array())
        for (const json::value& item : value.get_array())
            check_references(item, schemas);
    if (!value.is_object())
        return;
    for (const auto& [key, item] : value.get_object()) {
        const std::string_view prefix = "#/components/schemas/";
        if (key == "$ref" && std::string_view(item.get_string()).starts_with(prefix)) {
            EXPECT_TRUE(schemas.contains(std::string_view(item.get_string()).substr(prefix.size()))) << item;
        }
        check_references(item, schemas);
    }
}

TEST(OpenApi, IsWholeInItself)
{
    World world;
    const Answer answer = world.send("GET", "/v1/openapi.json", "", {{"authorization", ""}});
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.text("openapi"), "3.1.0");
    check_references(answer.body, answer.body.at("components").at("schemas").as_object());
    std::set<std::string> ids;
    for (const auto& path : answer.body.at("paths").as_object())
        for (const auto& operation : path.value().as_object())
            EXPECT_TRUE(ids.insert(std::string(operation.value().at("operationId").as_string())).second);
}

// What of a value does not fit its schema: "", or the place and why.
std::string misfit(const json::value& value, const json::object& schema, const json::object& schemas,
                   const std::string& place)
{
    if (const json::value* reference = schema.if_contains("$ref")) {
        const std::string_view name = reference->get_string();
        return misfit(value, schemas.at(name.substr(name.rfind('/') + 1)).as_object(), schemas, place);
    }
    const json::value* type = schema.if_contains("type");
    if (!type)
        return {};
    std::set<std::string_view> types;
    if (type->is_string())
        types.insert(type->get_string());
    else
        for (const json::value& each : type->get_array())
            types.insert(each.get_string());
    const std::string_view kind = value.is_null()     ? "null"
                                  : value.is_string() ? "string"
                                  : value.is_bool()   ? "boolean"
                                  : value.is_array()  ? "array"
                                  : value.is_object() ? "object"
                                  : value.is_double() ? "number"
                                                      : "integer";
    if (!types.contains(kind) && !(kind == "integer" && types.contains("number")))
        return place + " is " + std::string(kind);
    if (value.is_array())
        for (const json::value& item : value.get_array())
            if (std::string why = misfit(item, schema.at("items").as_object(), schemas, place + "[]");
                !why.empty())
                return why;
    if (!value.is_object())
        return {};
    if (const json::value* required = schema.if_contains("required"))
        for (const json::value& name : required->get_array())
            if (!value.get_object().contains(std::string_view(name.get_string())))
                return place + " has no " + std::string(name.get_string());
    if (const json::value* properties = schema.if_contains("properties"))
        for (const auto& [name, property] : properties->get_object())
            if (const json::value* member = value.get_object().if_contains(name))
                if (std::string why =
                        misfit(*member, property.as_object(), schemas, place + "." + std::string(name));
                    !why.empty())
                    return why;
    return {};
}

TEST(OpenApi, PromisesWhatAnswersHold)
{
    AccessWorld world;
    const std::int64_t category = world.restrict_sales("[]");
    const Person ann = world.person("ann", Role::admin);
    const std::int64_t group = world.post("/v1/groups", R"({"name":"G"})").number("id");
    ASSERT_EQ(world.send("PUT", "/v1/theme", "{}").status, 201);
    const json::object schemas = openapi_schemas();
    const std::map<std::string, std::string> ids{
        {"dashboards", "dash_sales"},
        {"connections", "shop"},
        {"queries", fmt::format("{}", world.query_id)},
        {"reports", fmt::format("{}", world.report_id)},
        {"runs", fmt::format("{}", world.run_id)},
        {"deliveries", fmt::format("{}", world.delivery_id)},
        {"categories", fmt::format("{}", category)},
        {"groups", fmt::format("{}", group)},
        {"users", fmt::format("{}", ann.id)},
        {"event-types", "report.run"},
    };
    int matched = 0;
    for (const Operation& operation : all_operations()) {
        if (operation.method != "GET" || operation.answer == "file" || operation.answer == "html" ||
            operation.answer == "text" || operation.answer == "stream")
            continue;
        const Answer answer = world.as(ann, "GET", fill_route(pattern_of(operation), ids));
        if (answer.status >= 400) {
            // Nothing is there to look at, which must then be said in a problem document.
            EXPECT_EQ(answer.response.content_type, "application/problem+json") << operation.path;
            EXPECT_EQ(misfit(answer.body, schemas.at("Problem").as_object(), schemas, "problem"), "");
            continue;
        }
        EXPECT_EQ(answer.status, operation.status) << operation.path;
        const std::string name(operation.answer);
        json::object schema{{"$ref", "#/components/schemas/" + name.substr(0, name.find('['))}};
        if (name.ends_with("[]"))
            schema = {{"type", "array"}, {"items", schema}};
        EXPECT_EQ(misfit(answer.body, schema, schemas, name), "") << operation.path;
        ++matched;
    }
    EXPECT_GT(matched, 25);
}

TEST(OpenApi, AnswersEveryOperationToNobodyWithAProblem)
{
    World world;
    for (const Route& route : world.router.routes()) {
        if (route.access == Access::open)
            continue;
        const Answer answer =
            world.send(route.method, fill_route(route.pattern, {}), "{}", {{"authorization", ""}});
        EXPECT_EQ(answer.status, 401) << route.method << " " << route.pattern;
        EXPECT_EQ(answer.response.content_type, "application/problem+json");
        EXPECT_EQ(answer.number("status"), 401);
    }
}

TEST(ApiPage, LoadsNothingFromElsewhere)
{
    World world;
    const Answer page = world.send("GET", "/v1/docs", "", {{"authorization", ""}});
    ASSERT_EQ(page.status, 200);
    EXPECT_EQ(page.response.content_type, "text/html; charset=utf-8");
    const std::string policy = page.header("Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'")) << policy;
    EXPECT_EQ(page.response.body.find("://"), std::string::npos);
    for (const std::string part : {"browse.js", "browse.css"}) {
        EXPECT_NE(page.response.body.find("docs/" + part), std::string::npos);
        const Answer file = world.send("GET", "/v1/docs/" + part, "", {{"authorization", ""}});
        EXPECT_EQ(file.status, 200);
        EXPECT_EQ(file.response.body.find("://"), std::string::npos);
    }
}

} // namespace
} // namespace presstime::api

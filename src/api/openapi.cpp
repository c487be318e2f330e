// Rows become operations. What all of them share, the credentials and the problem document, is said once.
#include "api/openapi.hpp"

#include "base/text.hpp"
#include "codec/json_write.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace presstime::api {
namespace json = boost::json;
namespace {

json::object reference(std::string_view schema)
{
    if (schema.ends_with("[]"))
        return {{"type", "array"}, {"items", reference(schema.substr(0, schema.size() - 2))}};
    return {{"$ref", fmt::format("#/components/schemas/{}", schema)}};
}

json::object content(std::string_view media, json::object schema)
{
    return {{media, {{"schema", std::move(schema)}}}};
}

json::object answer_content(std::string_view answer)
{
    if (answer == "file")
        return content("application/octet-stream", {});
    if (answer == "html")
        return content("text/html", {{"type", "string"}});
    if (answer == "text")
        return content("text/plain", {{"type", "string"}});
    if (answer == "stream")
        return content("text/event-stream", {{"type", "string"}});
    return content("application/json", reference(answer));
}

json::array parameters_of(const Operation& operation)
{
    json::array out;
    for (std::string_view part : split(operation.path, '/'))
        if (part.starts_with('{'))
            out.push_back({{"name", part.substr(1, part.size() - 2)},
                           {"in", "path"},
                           {"required", true},
                           {"schema", {{"type", "string"}}}});
    for (std::string_view name : split(operation.query, ' '))
        if (!name.empty())
            out.push_back({{"name", name},
                           {"in", "query"},
                           {"required", false},
                           {"schema", {{"type", name == "limit" ? "integer" : "string"}}}});
    return out;
}

json::object responses_of(const Operation& operation)
{
    json::object done{{"description", operation.status == 204 ? "Done" : "The answer"}};
    if (!operation.answer.empty())
        done["content"] = answer_content(operation.answer);
    json::object out;
    out[fmt::format("{}", operation.status)] = std::move(done);
    out["default"] = {{"$ref", "#/components/responses/Problem"}};
    return out;
}

// "GET /v1/reports/{report_id}/runs" -> "get_v1_reports_report_id_runs".
std::string operation_id(const Operation& operation)
{
    std::string id = to_lower_ascii(operation.method);
    for (char c : operation.path) {
        if (std::isalnum(static_cast<unsigned char>(c)))
            id += c;
        else if (id.back() != '_' && c != '}')
            id += '_';
    }
    return id;
}

json::object operation_json(const Operation& operation)
{
    json::object out;
    out["operationId"] = operation_id(operation);
    out["tags"] = {operation.tag};
    out["summary"] = operation.summary;
    if (json::array parameters = parameters_of(operation); !parameters.empty())
        out["parameters"] = std::move(parameters);
    if (!operation.body.empty())
        out["requestBody"] = {{"content", content("application/json", reference(operation.body))}};
    out["responses"] = responses_of(operation);
    return out;
}

json::object components_json()
{
    json::object out;
    out["schemas"] = openapi_schemas();
    out["responses"] = {{"Problem",
                         {{"description", "A problem document (RFC 9457); `detail` says what to do"},
                          {"content", content("application/problem+json", reference("Problem"))}}}};
    out["securitySchemes"] = {
        {"bearer", {{"type", "http"}, {"scheme", "bearer"}}},
        {"key", {{"type", "apiKey"}, {"in", "header"}, {"name", "X-Api-Key"}}},
        {"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "presstime_session"}}}};
    return out;
}

} // namespace

std::vector<Operation> all_operations()
{
    std::vector<Operation> all;
    for (const std::span<const Operation> group :
         {report_operations(), drawing_operations(), access_operations(), webhook_operations(),
          source_operations(), house_operations(), other_operations()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

std::string pattern_of(const Operation& operation)
{
    std::string pattern;
    bool inside = false;
    for (char c : operation.path) {
        if (c == '}')
            inside = false;
        if (!inside)
            pattern += c;
        if (c == '{')
            inside = true;
    }
    return pattern;
}

json::object openapi_document()
{
    json::object paths;
    for (const Operation& operation : all_operations()) {
        json::object& path = paths.emplace(operation.path, json::object{}).first->value().get_object();
        path[to_lower_ascii(operation.method)] = operation_json(operation);
    }
    json::object out;
    out["openapi"] = "3.1.0";
    out["info"] = {{"title", "Presstime"},
                   {"version", "1"},
                   {"description",
                    "Dashboards, and reports of them on a schedule. Errors are problem documents; lists "
                    "take limit and cursor and say the next page in a Link header; ETag and If-Match "
                    "guard changes; Idempotency-Key makes a POST safe to repeat."}};
    out["security"] = {{{"bearer", json::array{}}}, {{"key", json::array{}}}, {{"session", json::array{}}}};
    out["paths"] = std::move(paths);
    out["components"] = components_json();
    return out;
}

} // namespace presstime::api

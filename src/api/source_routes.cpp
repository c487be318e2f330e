// What people ask of their data while they write: which sources there are, whether a connection can be
// opened, what it holds, and what a query would answer.
#include "api/document_json.hpp"
#include "api/resources.hpp"
#include "base/text.hpp"
#include "codec/json_write.hpp"
#include "model/enum_text.hpp"
#include "platform/http/problem.hpp"

#include <boost/json.hpp>

namespace presstime::api {
namespace json = boost::json;
namespace {

// "memory_limit_mb" -> "Memory limit (MB)".
std::string label_of(std::string_view name)
{
    std::vector<std::string> words;
    for (const std::string_view word : split(name, '_'))
        words.emplace_back(word);
    const std::string unit = words.size() > 1 && (words.back() == "mb" || words.back() == "s")
                                 ? words.back() == "mb" ? " (MB)" : " (seconds)"
                                 : "";
    if (!unit.empty())
        words.pop_back();
    std::string label = join(words, " ");
    if (!label.empty())
        label[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(label[0])));
    return label + unit;
}

json::object option_json(const Option& option)
{
    json::object out{{"name", option.name},
                     {"label", label_of(option.name)},
                     {"type", to_text(option.type)},
                     {"required", option.required},
                     {"secret", option.type == OptionType::secret},
                     {"help", option.help},
                     {"default", option.default_value}};
    if (option.type == OptionType::integer) {
        out["minimum"] = option.minimum;
        out["maximum"] = option.maximum != 0 ? json::value(option.maximum) : json::value(nullptr);
    }
    return out;
}

json::object table_description(const SchemaTable& table)
{
    json::object out{{"name", table.name}, {"kind", to_text(table.kind)}};
    if (table.schema != "main")
        out["schema"] = table.schema;
    if (table.rows)
        out["rows"] = *table.rows;
    out["columns"] = columns_json(table.columns);
    if (!table.problem.empty())
        out["problem"] = table.problem;
    return out;
}

Result<http::Response> list_sources(const Call& call, control::Connections& connections)
{
    json::array items;
    for (const control::ConnectionKind& kind : TRY(connections.kinds(call.principal))) {
        json::array options;
        for (const Option& option : kind.options)
            options.push_back(option_json(option));
        items.push_back({{"name", kind.name}, {"summary", kind.summary}, {"options", std::move(options)}});
    }
    return json_answer(200, std::move(items));
}

Result<http::Response> test_connection(const Call& call, control::Schemas& schemas)
{
    const control::TriedConnection tried = TRY(schemas.test(call.principal, call.request.body));
    return json_answer(
        200, {{"ok", true}, {"elapsed_ms", milliseconds(tried.elapsed_us)}, {"detail", tried.detail}});
}

Result<http::Response> show_schema(const Call& call, control::Schemas& schemas)
{
    const std::string refresh = call.query("refresh");
    const auto freshness = refresh.empty() || refresh == "0" || refresh == "false"
                               ? control::Freshness::kept
                               : control::Freshness::fresh;
    const auto schema =
        TRY(schemas.get(call.principal, call.captures[0], call.query("dashboard_id"), freshness));
    json::array tables;
    for (const SchemaTable& table : schema->tables)
        tables.push_back(table_description(table));
    return json_answer(200, {{"tables", std::move(tables)}, {"complete", schema->complete}});
}

json::object answer_json(const control::QueryAnswer& answer)
{
    json::object body = table_json(answer.table);
    body["elapsed_ms"] = milliseconds(answer.elapsed_us);
    return body;
}

Result<http::Response> show_sample(const Call& call, control::Schemas& schemas)
{
    constexpr std::int64_t kDefaultRows = 20;
    constexpr std::int64_t kMostRows = 200;
    const std::int64_t limit = TRY(call.whole_number("limit", {1, kMostRows, kDefaultRows}));
    return json_answer(200, answer_json(TRY(schemas.sample(call.principal, call.captures[0], call.captures[1],
                                                           call.query("dashboard_id"), limit))));
}

Result<http::Response> preview_query(const Call& call, control::QueryPreviews& previews)
{
    const control::PreviewedQuery previewed = TRY(previews.run(call.principal, call.request.body));
    if (previewed.answer)
        return json_answer(200, answer_json(*previewed.answer));
    if (!previewed.place)
        return fail(previewed.answer.error());
    const Error& error = previewed.answer.error();
    http::Response refusal =
        http::make_problem_response({422, error.message, error.field, std::string(to_string(error.kind))});
    json::value body = json::parse(refusal.body);
    body.as_object()["position"] = {{"line", previewed.place->line},
                                    {"column", previewed.place->column},
                                    {"offset", previewed.place->offset}};
    refusal.body = codec::write_json(body);
    return refusal;
}

} // namespace

void add_source_routes(RouteTable& table, control::Connections& connections,
                       const AuthoringControls& controls)
{
    table.add({"GET", "/v1/sources",
               [&](const Call& call) -> Result<http::Response> { return list_sources(call, connections); }});
    table.add({"POST", "/v1/connections/test",
               [&schemas = controls.schemas](const Call& call) { return test_connection(call, schemas); },
               Access::with_key, Repeat::never_keep});
    table.add({"GET", "/v1/connections/{}/schema",
               [&schemas = controls.schemas](const Call& call) { return show_schema(call, schemas); }});
    table.add({"GET", "/v1/connections/{}/tables/{}/sample",
               [&schemas = controls.schemas](const Call& call) { return show_sample(call, schemas); }});
    table.add({"POST", "/v1/queries/preview",
               [&previews = controls.previews](const Call& call) { return preview_query(call, previews); },
               Access::with_key, Repeat::never_keep});
}

} // namespace presstime::api

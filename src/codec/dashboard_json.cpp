// The dashboard document of docs/dashboards.md: parameters, queries, widgets, and what holds between them.
#include "codec/document.hpp"
#include "codec/scalar_json.hpp"
#include "codec/security_json.hpp"
#include "codec/widget_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxTemplateBytes = 262'144;

// An identifier as SQL and JSON paths can carry it: a
// letter or _, then letters, digits, _ (and - for queries).
bool is_identifier(std::string_view text, bool dashes_too)
{
    return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
           std::ranges::all_of(text, [&](unsigned char byte) {
               return byte < 0x80 && (std::isalnum(byte) != 0 || byte == '_' || (dashes_too && byte == '-'));
           });
}

// A literal of the parameter's type; nothing when it does not fit.
std::optional<Value> read_literal(const json::value& value, ParameterType type)
{
    if (value.is_null())
        return Value{};
    switch (type) {
    case ParameterType::text:
        if (value.is_string())
            return Value{std::string(value.get_string())};
        break;
    case ParameterType::integer:
        if (value.is_int64())
            return Value{value.get_int64()};
        break;
    case ParameterType::real:
        if (value.is_number())
            return Value{value.to_number<double>()};
        break;
    case ParameterType::boolean:
        if (value.is_bool())
            return Value{value.get_bool()};
        break;
    case ParameterType::date:
        if (value.is_string())
            if (Result<LocalDate> date = parse_date(value.get_string()))
                return Value{*date};
        break;
    case ParameterType::timestamp:
        if (value.is_string())
            if (Result<Instant> instant = parse_rfc3339(value.get_string()))
                return Value{*instant};
        break;
    }
    return std::nullopt;
}

Result<Parameter> read_parameter(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    Parameter parameter;
    reader.require("name");
    if (reader.text("name", parameter.name, {1, 100})) {
        if (!is_identifier(parameter.name, false))
            reader.fail("name", "must be letters, digits and _, not starting with a digit");
        for (std::string_view reserved : {"period_start", "period_end", "nominal_at"})
            if (parameter.name == reserved)
                reader.fail("name", fmt::format("must not be {}: every run binds it itself", reserved));
    }
    reader.word("type", parameter.type);
    reader.text("label", parameter.label);
    reader.text("options_query", parameter.options_query);
    if (const json::value* given = reader.take("default")) {
        if (std::optional<Value> literal = read_literal(*given, parameter.type))
            parameter.default_value = std::move(*literal);
        else
            reader.fail("default", fmt::format("must be a value of type {}", to_text(parameter.type)));
    }
    TRY(reader.finish());
    return parameter;
}

Result<Query> read_query(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    Query query;
    for (std::string_view key : {"name", "connection", "sql"})
        reader.require(key);
    reader.integer("id", query.id, {0});
    if (reader.text("name", query.name, {1, 100}) && !is_identifier(query.name, true))
        reader.fail("name", "must be letters, digits, _ and -, not starting with a digit");
    reader.text("connection", query.connection, {1, 100});
    reader.text("sql", query.sql, {1, 100'000, TextShape::paragraphs});
    reader.integer("max_rows", query.max_rows, {0, 5'000'000});
    reader.integer("timeout_s", query.timeout_s, {0, 3'600});
    // Where the API shows a query alone it says which dashboard it belongs to.
    reader.ignore({"dashboard_id"});
    TRY(reader.finish());
    return query;
}

template <typename Item>
void read_items(ObjectReader& outer, std::string_view key, std::size_t max_items, std::vector<Item>& out,
                Result<Item> (*read)(const json::value&, const std::string&))
{
    const json::array* items = outer.list(key, max_items);
    if (!items)
        return;
    for (std::size_t index = 0; index < items->size(); ++index) {
        Result<Item> item = read((*items)[index], indexed(outer.path_of(key), index));
        if (!item)
            return outer.fail_with(std::move(item).error());
        out.push_back(std::move(*item));
    }
}

template <typename Item>
void check_unique(ObjectReader& reader, std::string_view list, const std::vector<Item>& items,
                  std::string Item::* name, std::string_view key)
{
    std::set<std::string_view> seen;
    for (std::size_t index = 0; index < items.size(); ++index)
        if (!seen.insert(items[index].*name).second)
            reader.fail(fmt::format("{}.{}", indexed(list, index), key),
                        fmt::format("is used twice: {}", items[index].*name));
}

void check_query_names(ObjectReader& reader, const Dashboard& dashboard)
{
    std::vector<std::string> names;
    for (const Query& query : dashboard.queries)
        names.push_back(query.name);
    auto missing = [&](const std::string& key, const std::string& name) {
        std::string message = fmt::format("names a query that is not there: {}", name);
        if (std::optional<std::string> near = did_you_mean(name, names))
            message += fmt::format("; did you mean {}?", *near);
        else
            message +=
                names.empty() ? "; the dashboard has no queries" : "; the queries are " + join(names, ", ");
        reader.fail(key, message);
    };
    for (std::size_t index = 0; index < dashboard.widgets.size(); ++index) {
        const Widget& widget = dashboard.widgets[index];
        for (const auto& [key, name] :
             {std::pair("query", &widget.query), {"sparkline_query", &widget.sparkline_query}})
            if (!name->empty() && !dashboard.find_query(*name))
                missing(fmt::format("{}.{}", indexed("widgets", index), key), *name);
    }
    for (std::size_t index = 0; index < dashboard.parameters.size(); ++index) {
        const std::string& name = dashboard.parameters[index].options_query;
        if (!name.empty() && !dashboard.find_query(name))
            missing(indexed("parameters", index) + ".options_query", name);
    }
}

void check_overlaps(ObjectReader& reader, const std::vector<Widget>& widgets)
{
    for (std::size_t second = 0; second < widgets.size(); ++second)
        for (std::size_t first = 0; first < second; ++first) {
            const GridBox& a = widgets[first].grid;
            const GridBox& b = widgets[second].grid;
            if (a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h)
                return reader.fail(indexed("widgets", second) + ".grid",
                                   fmt::format("overlaps the box of widget {}", widgets[first].id));
        }
}

void check_dashboard_id(ObjectReader& reader, const std::string& id)
{
    if (!id.starts_with("dash_") || id.size() < 6 || !is_identifier(id, true))
        reader.fail(
            "id", fmt::format(
                      "must start with dash_ and go on with letters, digits, _ or -; \"{}\" was given", id));
}

// A host, with a port or without: no scheme, path or wildcard.
bool is_host(std::string_view text)
{
    if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
        const std::optional<std::int64_t> port = parse_int(text.substr(colon + 1));
        if (!port || *port < 1 || *port > 65'535 || colon == 0)
            return false;
        text = text.substr(0, colon);
    }
    return text.front() != '.' && text.front() != '-' && std::ranges::all_of(text, [](unsigned char byte) {
               return byte < 0x80 && (std::isalnum(byte) != 0 || byte == '.' || byte == '-');
           });
}

void read_template(ObjectReader& reader, Dashboard& dashboard)
{
    reader.text("template_html", dashboard.template_html, {0, kMaxTemplateBytes, TextShape::paragraphs});
    reader.texts("template_hosts", dashboard.template_hosts, 20, {1, 253});
    if (dashboard.template_html.size() > kMaxTemplateBytes)
        reader.fail("template_html",
                    fmt::format("must have at most {} bytes; {} were given", format_count(kMaxTemplateBytes),
                                format_count(static_cast<std::int64_t>(dashboard.template_html.size()))));
    for (std::size_t index = 0; index < dashboard.template_hosts.size(); ++index)
        if (!is_host(dashboard.template_hosts[index]))
            reader.fail(indexed("template_hosts", index), "must be a host name such as static.example.com or "
                                                          "static.example.com:8443, without scheme or path");
    if (!dashboard.template_hosts.empty() && dashboard.template_html.empty())
        reader.fail("template_hosts", "are what template_html may load from; give template_html too");
}

void read_look(ObjectReader& reader, Dashboard& dashboard)
{
    if (reader.text("theme", dashboard.theme, {1, 20}) && dashboard.theme != "light" &&
        dashboard.theme != "dark")
        reader.fail_unknown_word("theme", dashboard.theme, {"light", "dark"});
    reader.boolean("cover", dashboard.cover);
    reader.boolean("contents", dashboard.contents);
    read_template(reader, dashboard);
}

Result<Dataset> read_own_dataset(const json::value& value, const std::string& path)
{
    Dataset dataset = TRY(dataset_from_json(value, path));
    if (!dataset.id.empty())
        return presstime::fail(Error::invalid(
            path + ".id",
            fmt::format("{}.id must be absent: a dashboard's own data set goes by its name", path)));
    return dataset;
}

void check_dataset_names(ObjectReader& reader, const std::vector<Dataset>& datasets)
{
    std::set<std::string> seen;
    for (std::size_t index = 0; index < datasets.size(); ++index)
        if (!seen.insert(to_lower_ascii(datasets[index].name)).second)
            reader.fail(indexed("datasets", index) + ".name",
                        fmt::format("is used twice: {}", datasets[index].name));
}

json::array write_queries(const std::vector<Query>& queries)
{
    json::array out;
    for (const Query& query : queries) {
        json::object item;
        if (query.id != 0)
            item["id"] = query.id;
        item["name"] = query.name;
        item["connection"] = query.connection;
        item["sql"] = query.sql;
        item["max_rows"] = query.max_rows;
        item["timeout_s"] = query.timeout_s;
        out.push_back(std::move(item));
    }
    return out;
}

} // namespace

Result<Dashboard> dashboard_from_json(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    ObjectReader reader(document, "");
    Dashboard dashboard;
    std::string kind = "dashboard";
    if (reader.text("kind", kind, {1, 20}) && kind != "dashboard")
        reader.fail("kind", "must be dashboard");
    reader.ignore({"version", "published_version", "created_at", "updated_at", "workspace_id", "warnings"});
    reader.require("name");
    if (reader.text("id", dashboard.id, {0, 100}) && !dashboard.id.empty())
        check_dashboard_id(reader, dashboard.id);
    reader.integer("number", dashboard.number, {0});
    reader.text("name", dashboard.name, kNameRule);
    reader.text("description", dashboard.description, {0, 10'000, TextShape::paragraphs});
    reader.text("category", dashboard.category);
    reader.texts("tags", dashboard.tags, 50, {1, 100});
    read_look(reader, dashboard);
    read_items(reader, "datasets", 100, dashboard.datasets, &read_own_dataset);
    check_dataset_names(reader, dashboard.datasets);
    read_items(reader, "parameters", 50, dashboard.parameters, &read_parameter);
    read_items(reader, "queries", 100, dashboard.queries, &read_query);
    read_items(reader, "widgets", 200, dashboard.widgets, &read_widget);
    check_unique(reader, "parameters", dashboard.parameters, &Parameter::name, "name");
    check_unique(reader, "queries", dashboard.queries, &Query::name, "name");
    check_unique(reader, "widgets", dashboard.widgets, &Widget::id, "id");
    check_query_names(reader, dashboard);
    check_overlaps(reader, dashboard.widgets);
    if (!dashboard.template_html.empty() && !dashboard.widgets.empty())
        reader.fail("template_html", "must not stand beside widgets; give one of the two");
    TRY(reader.finish());
    return dashboard;
}

Result<Query> query_from_json(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    return read_query(document, "");
}

std::string query_to_json(const Query& query)
{
    return json::serialize(write_queries({query}).front());
}

std::string dashboard_to_json(const Dashboard& dashboard)
{
    json::object out;
    out["kind"] = "dashboard";
    out["id"] = dashboard.id;
    if (dashboard.number != 0)
        out["number"] = dashboard.number;
    out["name"] = dashboard.name;
    out["description"] = dashboard.description;
    out["category"] = dashboard.category;
    out["tags"] = json::value_from(dashboard.tags);
    out["theme"] = dashboard.theme;
    if (dashboard.cover)
        out["cover"] = true;
    if (dashboard.contents)
        out["contents"] = true;
    json::array parameters;
    for (const Parameter& parameter : dashboard.parameters)
        parameters.push_back(
            {{"name", parameter.name},
             {"type", to_text(parameter.type)},
             {"default", scalar_to_json(parameter.default_value)},
             {"label", parameter.label},
             {"options_query", parameter.options_query.empty() ? json::value(nullptr)
                                                               : json::value(parameter.options_query)}});
    out["parameters"] = std::move(parameters);
    json::array datasets;
    for (const Dataset& dataset : dashboard.datasets)
        datasets.push_back(dataset_to_json(dataset));
    out["datasets"] = std::move(datasets);
    out["queries"] = write_queries(dashboard.queries);
    json::array widgets;
    for (const Widget& widget : dashboard.widgets)
        widgets.push_back(write_widget(widget));
    out["widgets"] = std::move(widgets);
    out["template_html"] =
        dashboard.template_html.empty() ? json::value(nullptr) : json::value(dashboard.template_html);
    if (!dashboard.template_hosts.empty())
        out["template_hosts"] = json::value_from(dashboard.template_hosts);
    return json::serialize(out);
}

} // namespace presstime::codec

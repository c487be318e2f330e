// The connection document {"name","source","options"}, and the snapshot a run keeps.
#include "codec/document.hpp"
#include "codec/json_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

// Options of any scalar type are kept as text; the plug-in's schema gives them their type.
void read_options(ObjectReader& outer, OptionValues& options)
{
    const json::value* value = outer.take("options");
    if (!value)
        return;
    const json::object* members = value->if_object();
    if (!members)
        return outer.fail("options", "must be an object of names and values");
    if (members->size() > 100)
        return outer.fail("options", "must have at most 100 names");
    for (const auto& member : *members) {
        const std::string path = "options." + std::string(clip_utf8(member.key(), 100));
        const json::value& given = member.value();
        if (given.is_null())
            continue;
        if (given.is_string()) {
            if (auto checked = check_text(given.get_string(), {0, 4'096, TextShape::paragraphs}, path);
                !checked)
                return outer.fail_with(std::move(checked).error());
            options[member.key()] = std::string(given.get_string());
        } else if (given.is_bool() || given.is_number()) {
            options[member.key()] = json::serialize(given);
        } else {
            return outer.fail_with(
                Error::invalid(path, fmt::format("{} must be text, a number or a boolean", path)));
        }
    }
}

void check_name(ObjectReader& reader, const std::string& name)
{
    const bool plain = std::ranges::all_of(name, [](unsigned char byte) {
        return byte < 0x80 && (std::isalnum(byte) != 0 || byte == '_' || byte == '-' || byte == '.');
    });
    if (!plain)
        reader.fail("name", "must be letters, digits, _, - and .");
}

} // namespace

Result<Connection> connection_from_json(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    ObjectReader reader(document, "");
    Connection connection;
    reader.ignore({"id", "workspace_id", "version", "created_at", "updated_at", "warnings"});
    reader.require("name");
    if (reader.text("name", connection.name, {1, 100}))
        check_name(reader, connection.name);
    // A file of `apply` says "kind: connection"; elsewhere `kind` is another word for `source`.
    std::string kind;
    if (reader.text("kind", kind, {1, 100}) && kind != "connection")
        connection.kind = kind;
    reader.text("source", connection.kind, {1, 100});
    if (connection.kind.empty())
        reader.fail("source", "is required");
    read_options(reader, connection.options);
    TRY(reader.finish());
    return connection;
}

std::string connection_to_json(const Connection& connection)
{
    json::object out;
    if (connection.id != 0)
        out["id"] = connection.id;
    out["name"] = connection.name;
    out["source"] = connection.kind;
    json::object options;
    for (const auto& [name, value] : connection.options)
        options[name] = value;
    out["options"] = std::move(options);
    return json::serialize(out);
}

std::string definition_to_json(const Definition& definition)
{
    Report shown = definition.report;
    shown.pdf_password.clear();
    shown.webhook_secret.clear();
    return fmt::format(R"({{"report":{},"dashboard":{},"theme_version":{}}})", report_to_json(shown),
                       dashboard_to_json(definition.dashboard), definition.theme_version);
}

Result<Definition> definition_from_json(std::string_view text)
{
    const json::value document = TRY(parse_json(text));
    ObjectReader reader(document, "");
    reader.require("report");
    reader.require("dashboard");
    const json::value* report = reader.take("report");
    const json::value* dashboard = reader.take("dashboard");
    std::int64_t theme_version = 0; // runs of before there were themes name none
    reader.integer("theme_version", theme_version, {0});
    TRY(reader.finish());
    return Definition{TRY(report_from_json(json::serialize(*report))),
                      TRY(dashboard_from_json(json::serialize(*dashboard))), theme_version};
}

} // namespace presstime::codec

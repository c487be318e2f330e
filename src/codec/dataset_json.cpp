// Data sets as they stand in /v1/datasets and in a dashboard's `datasets`.
#include "codec/json_reader.hpp"
#include "codec/security_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace presstime::codec {
namespace json = boost::json;
namespace {

bool is_plain(std::string_view text, std::string_view more)
{
    return std::ranges::all_of(text, [&](unsigned char byte) {
        return byte < 0x80 &&
               (std::isalnum(byte) != 0 || byte == '_' || more.contains(static_cast<char>(byte)));
    });
}

} // namespace

Result<Dataset> dataset_from_json(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    Dataset dataset;
    reader.ignore({"version", "created_at", "updated_at", "workspace_id", "warnings", "columns"});
    std::string kind = "dataset";
    if (reader.text("kind", kind, {1, 20}) && kind != "dataset")
        reader.fail("kind", "must be dataset");
    reader.require("name");
    reader.require("connection");
    if (reader.text("id", dataset.id, {0, 100}) && !is_plain(dataset.id, "-"))
        reader.fail("id", "must be letters, digits, _ and -");
    // Queries name it as a table; plain, so that no engine's quoting can hide it.
    if (reader.text("name", dataset.name, {1, 63})) {
        if (!is_plain(dataset.name, "") || std::isdigit(static_cast<unsigned char>(dataset.name[0])) != 0)
            reader.fail("name", "must be letters, digits and _, not starting with a digit");
        for (std::string_view reserved : {"presstime_", "sqlite_", "pragma_", "duckdb_", "pg_"})
            if (to_lower_ascii(dataset.name).starts_with(reserved))
                reader.fail("name", fmt::format("must not start with {}", reserved));
    }
    reader.text("connection", dataset.connection, {1, 100});
    reader.text("table", dataset.table, {0, 200});
    reader.text("sql", dataset.sql, {0, 100'000, TextShape::paragraphs});
    if (dataset.table.empty() == dataset.sql.empty())
        reader.fail(dataset.table.empty() ? "table" : "sql", "or sql must be given, and not both");
    TRY(reader.finish());
    return dataset;
}

json::object dataset_to_json(const Dataset& dataset)
{
    json::object out;
    if (!dataset.id.empty())
        out["id"] = dataset.id;
    out["name"] = dataset.name;
    out["connection"] = dataset.connection;
    if (dataset.sql.empty())
        out["table"] = dataset.table;
    else
        out["sql"] = dataset.sql;
    return out;
}

} // namespace presstime::codec

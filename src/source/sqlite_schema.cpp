#include "source/sqlite_schema.hpp"

#include "source/source.hpp"
#include "source/sqlite_cells.hpp"

namespace presstime {
namespace {

constexpr const char* kTables = R"(
    SELECT name, type
    FROM sqlite_schema
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
    ORDER BY name)";

std::string text_of(sqlite3_stmt* statement, int column)
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    return text != nullptr ? text : "";
}

} // namespace

Result<SourceSchema> read_sqlite_schema(SqliteSession& session)
{
    SourceSchema schema;
    TRY(session.prepare(kTables));
    while (TRY(session.step())) {
        if (schema.tables.size() == kMaxSchemaTables) {
            schema.complete = false;
            break;
        }
        SchemaTable& table = schema.tables.emplace_back();
        table.name = text_of(session.statement(), 0);
        table.kind = text_of(session.statement(), 1) == "view" ? SchemaKind::view : SchemaKind::table;
    }
    for (SchemaTable& table : schema.tables) {
        const Result<> prepared = session.prepare("SELECT * FROM main." + quote_identifier(table.name));
        if (!prepared) {
            if (session.over())
                return fail(prepared.error());
            table.problem = prepared.error().message;
            continue;
        }
        for (const RelationColumn& column : session.columns())
            table.columns.push_back({column.name, column.type.value_or(decide_sqlite_type("", {}))});
    }
    return schema;
}

} // namespace presstime

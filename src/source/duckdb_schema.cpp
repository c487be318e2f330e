#include "source/duckdb_schema.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace presstime {

const std::string kDuckdbSchemaQuery = R"(
    SELECT held.schema_name, held.table_name, held.kind, held.rows, columns.column_name, columns.data_type
    FROM (SELECT database_name, schema_name, table_name, 'table' AS kind, estimated_size AS rows
          FROM duckdb_tables() WHERE NOT internal AND NOT temporary
          UNION ALL
          SELECT database_name, schema_name, view_name, 'view', NULL
          FROM duckdb_views() WHERE NOT internal AND NOT temporary) AS held
    LEFT JOIN duckdb_columns() AS columns
        ON columns.database_name = held.database_name AND columns.schema_name = held.schema_name
            AND columns.table_name = held.table_name
    ORDER BY held.schema_name, held.table_name, columns.column_index)";

namespace {

struct NamedType {
    std::string_view name;
    ColumnType type;
};

// Every other type reaches a result as text.
constexpr std::array kTypes{
    NamedType{"BOOLEAN", ColumnType::boolean},
    NamedType{"TINYINT", ColumnType::integer},
    NamedType{"SMALLINT", ColumnType::integer},
    NamedType{"INTEGER", ColumnType::integer},
    NamedType{"BIGINT", ColumnType::integer},
    NamedType{"HUGEINT", ColumnType::integer},
    NamedType{"UTINYINT", ColumnType::integer},
    NamedType{"USMALLINT", ColumnType::integer},
    NamedType{"UINTEGER", ColumnType::integer},
    NamedType{"UBIGINT", ColumnType::integer},
    NamedType{"UHUGEINT", ColumnType::integer},
    NamedType{"FLOAT", ColumnType::real},
    NamedType{"DOUBLE", ColumnType::real},
    NamedType{"DATE", ColumnType::date},
    NamedType{"TIMESTAMP", ColumnType::timestamp},
    NamedType{"TIMESTAMP_S", ColumnType::timestamp},
    NamedType{"TIMESTAMP_MS", ColumnType::timestamp},
    NamedType{"TIMESTAMP_NS", ColumnType::timestamp},
    NamedType{"TIMESTAMP WITH TIME ZONE", ColumnType::timestamp},
};

// "DECIMAL(10,2)"; beyond 18 digits a result has a real.
Column decimal_column(std::string name, std::string_view type)
{
    const std::string_view inside = type.substr(type.find('(') + 1, type.size() - type.find('(') - 2);
    const std::vector<std::string_view> parts = split(inside, ',');
    const auto width = parts.empty() ? std::nullopt : parse_int(trim(parts[0]));
    const auto scale = parts.size() < 2 ? std::nullopt : parse_int(trim(parts[1]));
    if (width.value_or(99) > 18)
        return {std::move(name), ColumnType::real};
    return {std::move(name), ColumnType::decimal, static_cast<int>(scale.value_or(0))};
}

} // namespace

Column duckdb_catalogue_column(std::string name, std::string_view type)
{
    if (type.starts_with("DECIMAL(") && type.ends_with(')'))
        return decimal_column(std::move(name), type);
    const auto known = std::ranges::find(kTypes, type, &NamedType::name);
    return {std::move(name), known == kTypes.end() ? ColumnType::text : known->type};
}

Result<SourceSchema> read_duckdb_schema(BatchReader& rows)
{
    SourceSchema schema;
    Batch batch;
    while (TRY(rows.next(batch))) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            const auto text = [&](std::size_t column) {
                return std::string(batch.columns[column].text(row));
            };
            const bool same = !schema.tables.empty() && schema.tables.back().schema == text(0) &&
                              schema.tables.back().name == text(1);
            if (!same) {
                SchemaTable& table = schema.tables.emplace_back();
                table.schema = text(0);
                table.name = text(1);
                table.kind = text(2) == "view" ? SchemaKind::view : SchemaKind::table;
                if (!batch.columns[3].is_null(row))
                    table.rows = batch.columns[3].integer(row);
            }
            if (!batch.columns[4].is_null(row))
                schema.tables.back().columns.push_back(duckdb_catalogue_column(text(4), text(5)));
        }
    }
    schema.complete = !rows.completeness().cut;
    return schema;
}

} // namespace presstime

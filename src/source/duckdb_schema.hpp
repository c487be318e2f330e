// What a DuckDB database or a folder of data files holds, read from its own catalogue.
#pragma once

#include "model/render_input.hpp"
#include "model/source_schema.hpp"

#include <string>
#include <string_view>

namespace presstime {

// One row per column: schema, table, kind, rows, column, type; a table without columns has one row.
extern const std::string kDuckdbSchemaQuery;

// The rows of that query as tables.
Result<SourceSchema> read_duckdb_schema(BatchReader& rows);

// The column type that a result has for a type as the catalogue writes it ("DECIMAL(10,2)").
Column duckdb_catalogue_column(std::string name, std::string_view type);

} // namespace presstime

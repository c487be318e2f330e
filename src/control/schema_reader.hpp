// What connections hold, as control sees it; the pool of run/ stands behind it. Safe to call from several
// threads; too_many when the pool is full.
#pragma once

#include "base/result.hpp"
#include "model/connection.hpp"
#include "model/source_schema.hpp"
#include "model/typed_rows.hpp"

#include <string>

namespace presstime::control {

class SchemaReader {
public:
    virtual ~SchemaReader() = default;
    // not_found when the workspace has no such connection; other errors are the source's.
    virtual Result<SourceSchema> schema(std::int64_t workspace_id, const std::string& connection) = 0;
    // Of a connection that need not be saved, opened for this once; its secrets stand in the clear. `invalid`
    // with field "options.<name>".
    virtual Result<SourceSchema> schema_of(const Connection& connection) = 0;
    // Every row of the table read once, through a connection opened like that: how many there are.
    virtual Result<std::int64_t> read_through(const Connection& connection, const SchemaTable& table) = 0;
    // A file that connections of the kind duckdb read, made of rows whose types are known.
    virtual Result<> write_typed(const TypedRows& rows) = 0;
};

} // namespace presstime::control

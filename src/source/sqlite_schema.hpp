// What a SQLite file holds: its tables and views, each with the columns that SELECT * of it has.
#pragma once

#include "model/source_schema.hpp"
#include "source/sqlite_session.hpp"

namespace presstime {

Result<SourceSchema> read_sqlite_schema(SqliteSession& session);

} // namespace presstime

// Composes a statement with its data sets over a SQLite file. What it may read is decided by SQLite itself:
// the statement is prepared alone in an empty database that holds the data sets' columns and nothing else.
#pragma once

#include "source/secured_query.hpp"
#include "source/sqlite_session.hpp"

namespace presstime {

Result<Relation> describe_relation(SqliteSession& session, const MeantDataset& meant);

struct SqliteComposition {
    const std::string& sql;
    const QueryScope& scope;
    QueryTimer timer;
};

// `session` is open on `file`. Errors as those of Source::compose.
Result<ComposedQuery> compose_on_sqlite(SqliteSession& session, const std::filesystem::path& file,
                                        const SqliteComposition& wish);

} // namespace presstime

// What a statement may name under row-level security, judged by the syntax tree that DuckDB's own parser
// makes of it.
#pragma once

#include "source/duckdb_session.hpp"
#include "source/secured_query.hpp"

#include <string>
#include <vector>

namespace presstime {

// The statement as it can stand in parentheses. Where a ';' is not simply the last character (a comment may
// follow it, a text may hold it), DuckDB itself writes the statement anew without it.
Result<std::string> bare_statement(DuckdbSession& session, const std::string& sql);

// Refuses, as unreadable() says, whatever reads anything but `relations` by their plain names: other tables,
// files, catalogs, functions that read or that the database brings along. `sql` is one SELECT.
Result<> guard_statement(DuckdbSession& session, const std::string& sql,
                         const std::vector<Relation>& relations, const QueryScope& scope);

} // namespace presstime

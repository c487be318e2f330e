// Numbers and dates that DuckDB's own reader leaves as text: "1.234,50", "5.3.2026", "31.12.2026 10:00".
#pragma once

#include "source/duckdb_session.hpp"

namespace presstime {

// The SELECT over `reader`, a call of read_csv for the file named by the literal `path`, whose columns are
// read as what every filled value of them says. A number with a decimal comma is one only where the values
// are not separated by commas, and where some value of the file can be nothing else; a date with slashes
// where some day is beyond the 12th. Reads all of the file, so it is for small ones.
Result<std::string> csv_select(DuckdbSession& session, const std::string& path, const std::string& reader);

} // namespace presstime

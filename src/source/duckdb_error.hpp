// DuckDB's messages as Errors: the kind says what to do next, the text loses the picture of the line and
// every path that neither the person wrote nor the connection owns.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace presstime {

struct DuckdbErrorScope {
    std::filesystem::path folder; // the connection's own; stripped from paths
    std::string_view sql;         // what the person wrote, paths included
};

// Marked with its byte in scope.sql where the message shows a line of it (model/sql_place.hpp).
Error duckdb_error(const char* message, const DuckdbErrorScope& scope);

// After these DuckDB refuses all further work on the instance.
bool is_fatal_duckdb_message(std::string_view message);

} // namespace presstime

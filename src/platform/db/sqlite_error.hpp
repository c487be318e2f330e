// SQLite's extended result codes as Errors that say what the caller does next.
#pragma once

#include "base/error.hpp"

#include <filesystem>
#include <string>

namespace presstime::db {

struct SqliteFailure {
    int code = 0;       // extended result code
    std::string detail; // SQLite's own words and the statement's name: for the log
    std::filesystem::path file;
};

Error to_error(const SqliteFailure& failure);

} // namespace presstime::db

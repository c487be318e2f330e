// Rows on their way into a file that a source reads: text whose types are known already.
#pragma once

#include "model/table.hpp"

#include <filesystem>
#include <vector>

namespace presstime {

struct TypedRows {
    // CSV without a header row: LF, ',' between values, empty = NULL, texts in quotes (a quote twice), dates
    // "2026-04-21", timestamps "2026-04-21 13:00:00.250", booleans "true" and "false". No line is over 16
    // MiB.
    std::filesystem::path text;
    std::vector<Column> columns;   // names are unique whatever the case; no decimals
    std::filesystem::path parquet; // is made
};

} // namespace presstime

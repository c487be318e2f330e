// What an uploaded file is, by its first bytes and its name, made ready to be read as a table.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace presstime::control {

struct ReadyFile {
    std::string kind; // also its extension: "csv", "tsv", "json", "ndjson", "parquet"
    std::string note; // "its text was in Windows-1252 and is kept in UTF-8"
};

// Brings text to UTF-8 where it is. `invalid("file")` for what cannot become a table, with the mend.
Result<ReadyFile> make_ready(const std::filesystem::path& file, std::string_view extension);

// A source's error about a data file, as a sentence for the person who brought it: the line, the column, and
// nothing of the engine's own settings.
std::string file_fault(std::string_view message);

} // namespace presstime::control

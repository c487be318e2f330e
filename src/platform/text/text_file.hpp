// Whether the lines of a delimited text file hang together, and how deep JSON goes. Files are in UTF-8 and
// read in pieces, never whole. Every error is `invalid("file")` with a sentence that names the line.
#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace presstime {

// Every record has as many values as its first line has names, whatever stands between them (',', ';', tab or
// '|'), and every quote that opens a value is closed. Empty lines do not count.
Result<> check_delimited(const std::filesystem::path& path);

// No value stands deeper than 64 lists and objects: readers call themselves for each level.
Result<> check_json_depth(const std::filesystem::path& path);

} // namespace presstime

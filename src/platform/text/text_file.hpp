// Text files as people bring them: which encoding they are in, the same in UTF-8, and whether the lines of a
// delimited one hang together, how deep JSON goes. Files are read in pieces, never whole. Every error is
// `invalid("file")` with a sentence that names the line.
#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace presstime {

enum class TextEncoding {
    utf8,
    utf16_little,
    utf16_big,
    windows_1252, // what is no UTF-8 and yet text: the spreadsheets of Western Europe
};

// `invalid` when the file holds something else than text.
Result<TextEncoding> detect_encoding(const std::filesystem::path& path);

// Replaces the file by the same text in UTF-8.
Result<> rewrite_as_utf8(const std::filesystem::path& path, TextEncoding encoding);

// Every record of the UTF-8 file has as many values as its first line has names, whatever stands between them
// (',', ';', tab or '|'), and every quote that opens a value is closed. Empty lines do not count.
Result<> check_delimited(const std::filesystem::path& path);

// No value of the JSON file stands deeper than 64 lists and objects: readers call themselves for each level.
Result<> check_json_depth(const std::filesystem::path& path);

} // namespace presstime

// Which encoding a text file is in, and the same text in UTF-8. Files are read in pieces, never whole. Every
// error is `invalid("file")`.
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

} // namespace presstime

// A file passed by in pieces, so that none is ever held whole.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace presstime {

inline constexpr std::size_t kFilePiece_bytes = 64 << 10;

// Calls `take(bytes)` for the file's bytes in order, at most kFilePiece_bytes at once, until it says false.
// `retry` when the file cannot be read.
Result<> each_piece(const std::filesystem::path& path,
                    const std::function<Result<bool>(std::string_view)>& take);

} // namespace presstime

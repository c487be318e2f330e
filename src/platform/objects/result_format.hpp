// The constants that the writer and the reader of result files share; docs/result-file.md explains them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace presstime::result_file {

inline constexpr std::string_view kMagic = "PTRESULT";
inline constexpr std::string_view kEndMagic = "PTRESEND";
inline constexpr std::uint32_t kVersion = 1;

// First byte of a block's content.
enum class BlockKind : std::uint8_t { schema = 1, rows = 2, footer = 3 };

// A block's content is split before it grows beyond this, unless a single row is larger.
inline constexpr std::size_t kTargetBlockBytes = std::size_t{4} << 20;
inline constexpr std::size_t kMaxBlockRows = 65'536;
// No block's content may claim more: a row can be as large as a whole result (2 GiB of cells).
inline constexpr std::uint64_t kMaxBlockBytes = std::uint64_t{3} << 30;

} // namespace presstime::result_file

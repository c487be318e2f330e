// Where a connection's files lie: a path as a person gave it becomes a canonical one inside the allowed
// roots, and a signature of the files tells whether they are still the ones that were opened.
#pragma once

#include "base/result.hpp"
#include "source/source.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace presstime {

// Symlinks resolved; relative paths start at the data folder. invalid("options.path") when nothing is there
// or when it lies outside every allowed root.
Result<std::filesystem::path> resolve_source_path(const std::string& path, const SourceContext& context);

// give_up when the canonical path no longer leads to itself: the file is gone, or a link has taken its place.
Result<> check_source_path(const std::filesystem::path& canonical);

// True when `path` (canonical) is `folder` (canonical) or lies below it.
bool lies_within(const std::filesystem::path& path, const std::filesystem::path& folder);

// The regular files below `folder` whose own canonical path stays below it, relative to it and sorted; at
// most `limit`. Links out of the folder and hidden files are left out.
std::vector<std::filesystem::path> files_within(const std::filesystem::path& folder, std::size_t limit);

// Changes when a file is replaced, grows, shrinks or is touched; for a folder also when one is added or
// removed.
std::string file_signature(const std::filesystem::path& path);

} // namespace presstime

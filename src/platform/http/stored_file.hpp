// Reading a stored payload: closed by itself, refused when it is not what its record says.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace presstime::http {

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using StoredFile = std::unique_ptr<std::FILE, FileCloser>;

// `retry` when it cannot be opened; `give_up` when it is not `bytes` long.
Result<StoredFile> open_stored_file(const std::filesystem::path& path, std::int64_t bytes);

} // namespace presstime::http

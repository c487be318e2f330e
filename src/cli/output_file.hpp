// Where a command's result goes: a file that appears whole under its name or not at all, a device or pipe, or
// standard output. Making it first tells about a path that cannot be written before the work is done.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace presstime::cli {

class OutputFile {
public:
    // `path` "-" means `out`, which must outlive this. give_up naming the path when it cannot be written.
    static Result<OutputFile> create(const std::string& path, std::ostream& out);

    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile(); // what was not committed is gone

    // Takes over the bytes of a file and makes them visible.
    Result<> commit(const std::filesystem::path& from);

private:
    OutputFile() = default;

    std::ostream* stream_ = nullptr; // standard output
    std::filesystem::path path_;
    std::filesystem::path written_; // the temporary name, or the path itself when it is no regular file
};

} // namespace presstime::cli

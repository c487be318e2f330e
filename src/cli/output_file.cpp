// A temporary name beside the target and a rename, which is atomic within one file system.
#include "cli/output_file.hpp"

#include "base/id.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace presstime::cli {
namespace fs = std::filesystem;
namespace {

std::unexpected<Error> cannot_write(const fs::path& path, std::string_view why)
{
    return fail(
        Error::give_up(fmt::format("{} cannot be written: {}; choose another --output", path.string(), why)));
}

// In blocks: a stream that is given another's buffer calls it done when only a part of it went through.
bool copy_all(std::istream& source, std::ostream& target)
{
    std::array<char, 64 * 1024> block;
    while (source && target) {
        source.read(block.data(), block.size());
        target.write(block.data(), source.gcount());
    }
    target.flush();
    return source.eof() && target.good();
}

} // namespace

OutputFile::OutputFile(OutputFile&& other) noexcept
    : stream_(other.stream_), path_(std::move(other.path_)), written_(std::exchange(other.written_, {}))
{
}

OutputFile::~OutputFile()
{
    std::error_code ignored;
    if (!written_.empty() && written_ != path_)
        fs::remove(written_, ignored);
}

Result<OutputFile> OutputFile::create(const std::string& path, std::ostream& out)
{
    OutputFile file;
    if (path == "-") {
        file.stream_ = &out;
        return file;
    }
    file.path_ = path;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status))
        return cannot_write(path, "it is a folder; name a file in it");
    // A device or a pipe is written as it is: replacing it would take it away from others.
    if (fs::exists(status) && !fs::is_regular_file(status)) {
        file.written_ = file.path_;
        return file;
    }
    // A file that may not be changed must not be replaced either, which its folder alone might allow.
    if (fs::exists(status) && !std::ofstream(path, std::ios::binary | std::ios::app))
        return cannot_write(path, std::strerror(errno));
    file.written_ = path + fmt::format(".part-{}", make_random_text(8));
    if (!std::ofstream(file.written_, std::ios::binary)) {
        const int reason = errno;
        return cannot_write(path, std::strerror(reason));
    }
    return file;
}

Result<> OutputFile::commit(const fs::path& from)
{
    std::ifstream source(from, std::ios::binary);
    std::ofstream file;
    if (!stream_)
        file.open(written_, std::ios::binary | std::ios::trunc);
    std::ostream& target = stream_ ? *stream_ : file;
    if (!copy_all(source, target))
        return cannot_write(stream_ ? fs::path("standard output") : path_, std::strerror(errno));
    std::error_code error;
    if (!stream_ && written_ != path_)
        fs::rename(written_, path_, error);
    if (error)
        return cannot_write(path_, error.message());
    written_.clear();
    return {};
}

} // namespace presstime::cli

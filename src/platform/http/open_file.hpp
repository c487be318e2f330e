// A regular file open for reading, with its size at opening; what a streamed answer holds on to.
#pragma once

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>

namespace presstime::http {

// An open file that closes itself; -1 = not open.
class OpenFile {
public:
    OpenFile() = default;
    ~OpenFile()
    {
        if (descriptor_ >= 0)
            ::close(descriptor_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    bool open(const std::filesystem::path& path)
    {
        struct stat status{};
        descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor_ < 0 || ::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode))
            return false;
        bytes_ = static_cast<std::uint64_t>(status.st_size);
        return true;
    }
    int descriptor() const { return descriptor_; }
    std::uint64_t bytes() const { return bytes_; }

private:
    int descriptor_ = -1;
    std::uint64_t bytes_ = 0;
};

} // namespace presstime::http

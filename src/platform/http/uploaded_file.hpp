// A request's body that came to disk instead of memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <system_error>

namespace presstime::http {

// Owns its file: what nobody has moved away is gone with the last owner.
class UploadedFile {
public:
    // `place` is held as long as the file: one of the server's few for uploads.
    UploadedFile(std::filesystem::path path, std::shared_ptr<void> place)
        : path_(std::move(path)), place_(std::move(place))
    {
    }
    ~UploadedFile()
    {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    UploadedFile(const UploadedFile&) = delete;
    UploadedFile& operator=(const UploadedFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    std::shared_ptr<void> place_;
};

} // namespace presstime::http

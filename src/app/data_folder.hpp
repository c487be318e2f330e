// The data folder and its lock. Who holds a DataFolder is the one server of that folder: the lock is the
// operating system's, so it is gone with the process, however that ends.
#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace presstime {

class DataFolder {
public:
    // Creates the folder (0700) with the parents it lacks, locks it and writes
    // this process's id into its lock file. `conflict` naming the other
    // process when the lock is held; `give_up` when the folder cannot be used.
    static Result<DataFolder> open(const std::filesystem::path& path);

    DataFolder(DataFolder&& other) noexcept;
    DataFolder& operator=(DataFolder&& other) noexcept;
    ~DataFolder();

    const std::filesystem::path& path() const { return path_; }

private:
    DataFolder(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

    std::filesystem::path path_;
    int lock_ = -1;
};

} // namespace presstime

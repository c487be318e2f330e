// flock(2) on presstime.lock: it belongs to the open file,
// dies with the process, and is not inherited (O_CLOEXEC).
#include "app/data_folder.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace presstime {

namespace {

Error unusable(const std::filesystem::path& path, int code)
{
    return Error::give_up(
        fmt::format("the data folder {} cannot be used: {}; use another --data-dir or mend its "
                    "rights",
                    path.string(), std::generic_category().message(code)));
}

Result<> create_folder(const std::filesystem::path& path)
{
    std::error_code error;
    if (path.has_parent_path())
        std::filesystem::create_directories(path.parent_path(), error);
    if (error)
        return fail(unusable(path, error.value()));
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return fail(unusable(path, errno));
    if (!std::filesystem::is_directory(path, error))
        return fail(unusable(path, ENOTDIR));
    return {};
}

std::string holder_of(int lock)
{
    char text[24] = {};
    ssize_t bytes = ::pread(lock, text, sizeof text - 1, 0);
    auto pid = parse_int(trim(std::string_view(text, bytes > 0 ? static_cast<std::size_t>(bytes) : 0)));
    return pid ? fmt::format("another presstime (pid {})", *pid) : "another presstime";
}

} // namespace

Result<DataFolder> DataFolder::open(const std::filesystem::path& path)
{
    std::filesystem::path folder = std::filesystem::absolute(path).lexically_normal();
    if (!folder.has_filename())
        folder = folder.parent_path();
    TRY(create_folder(folder));
    std::filesystem::path file = folder / "presstime.lock";
    int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (lock < 0)
        return fail(unusable(folder, errno));
    DataFolder opened(folder, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail(unusable(folder, errno));
        return fail(Error::conflict(fmt::format("{} is serving {}; stop it or use another --data-dir",
                                                holder_of(lock), folder.string())));
    }
    std::string pid = fmt::format("{}\n", ::getpid());
    if (::ftruncate(lock, 0) != 0 ||
        ::pwrite(lock, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
        return fail(unusable(folder, errno));
    return opened;
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1))
{
}

DataFolder& DataFolder::operator=(DataFolder&& other) noexcept
{
    std::swap(path_, other.path_);
    std::swap(lock_, other.lock_);
    return *this;
}

DataFolder::~DataFolder()
{
    if (lock_ >= 0)
        ::close(lock_);
}

} // namespace presstime

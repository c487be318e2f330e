// Sums of rows for what has rows, a bounded walk for what is files alone.
#include "control/disk_use.hpp"

#include "control/access.hpp"

#include <string_view>
#include <sys/statvfs.h>

namespace presstime::control {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kKeepFigures{10};
constexpr int kMostFiles = 100'000;

// Links are not followed; what goes meanwhile counts as nothing.
std::int64_t bytes_below(const fs::path& folder)
{
    std::int64_t bytes = 0;
    int files = 0;
    std::error_code failed;
    for (fs::recursive_directory_iterator
             entry(folder, fs::directory_options::skip_permission_denied, failed),
         end;
         !failed && entry != end && files < kMostFiles; entry.increment(failed), ++files) {
        std::error_code gone;
        if (!entry->is_regular_file(gone) || entry->is_symlink(gone))
            continue;
        if (const std::uintmax_t size = entry->file_size(gone); !gone)
            bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

std::int64_t state_bytes_in(const fs::path& folder)
{
    std::int64_t bytes = 0;
    for (const std::string_view name : {"presstime.db", "presstime.db-wal", "presstime.db-shm"}) {
        std::error_code missing;
        if (const std::uintmax_t size = fs::file_size(folder / name, missing); !missing)
            bytes += static_cast<std::int64_t>(size);
    }
    return bytes;
}

std::int64_t free_bytes_at(const fs::path& folder)
{
    struct statvfs facts = {};
    if (::statvfs(folder.c_str(), &facts) != 0)
        return 0;
    return static_cast<std::int64_t>(facts.f_bavail) * static_cast<std::int64_t>(facts.f_frsize);
}

} // namespace

Result<DiskFigures> DiskUse::measure()
{
    DiskFigures figures;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        figures.stored = TRY(store::stored_sums(session));
        figures.oldest = TRY(store::oldest_kept(session));
        return {};
    }));
    figures.state_bytes = state_bytes_in(places_.data_folder);
    figures.outbox_bytes = bytes_below(places_.outbox);
    figures.uploads_bytes = bytes_below(places_.uploads);
    figures.free_bytes = free_bytes_at(places_.data_folder);
    figures.quota_bytes = places_.quota_bytes;
    figures.retain = places_.retain;
    return figures;
}

Result<DiskFigures> DiskUse::read(const Principal& principal)
{
    TRY(require_server_admin(principal));
    const std::lock_guard one_at_a_time(measuring_);
    const auto now = std::chrono::steady_clock::now();
    if (!last_ || now - measured_at_ >= kKeepFigures) {
        last_ = TRY(measure());
        measured_at_ = now;
    }
    return *last_;
}

} // namespace presstime::control

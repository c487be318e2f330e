// Kept sums for what has rows, a bounded walk for what is files alone.
#include "control/disk_use.hpp"

#include "base/text.hpp"
#include "control/access.hpp"

#include <fmt/format.h>

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

std::optional<std::int64_t> free_bytes_at(const fs::path& folder)
{
    struct statvfs facts = {};
    if (::statvfs(folder.c_str(), &facts) != 0)
        return std::nullopt;
    return static_cast<std::int64_t>(facts.f_bavail) * static_cast<std::int64_t>(facts.f_frsize);
}

std::string text_of(std::int64_t bytes)
{
    return format_bytes(static_cast<std::uint64_t>(bytes));
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
    figures.free_bytes = free_bytes_at(places_.data_folder).value_or(0);
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

Result<std::optional<std::string>> DiskUse::shortage(db::Session& session, const Principal& principal) const
{
    if (!require_server_admin(principal))
        return std::optional<std::string>{};
    const std::int64_t used = TRY(store::stored_sums(session)).together();
    if (places_.quota_bytes > 0 && used >= places_.quota_bytes / 100 * store::kQuotaWarnPercent)
        return std::optional(
            fmt::format("results and files of runs take {} of the {} they may; keep them for "
                        "a shorter time, or raise artifact_quota_gib",
                        text_of(used), text_of(places_.quota_bytes)));
    const auto free = free_bytes_at(places_.data_folder);
    if (free && *free < places_.least_free_bytes)
        return std::optional(fmt::format(
            "only {} are free where the data folder is; without room no report can run", text_of(*free)));
    return std::optional<std::string>{};
}

} // namespace presstime::control

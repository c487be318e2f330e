#include "source/source_path.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <sys/stat.h>

namespace presstime {
namespace {

namespace fs = std::filesystem;

// Deeper trees are not data folders; the bound also stops a loop of bind mounts.
constexpr int kMaxDepth = 8;
constexpr std::size_t kMaxSignedFiles = 10'000;

std::string stat_text(const fs::path& path)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0)
        return "-;";
    return fmt::format("{}:{}:{}:{}.{:09};", status.st_dev, status.st_ino, status.st_size,
                       status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

bool is_hidden(const fs::path& path)
{
    return path.filename().native().starts_with('.');
}

} // namespace

bool lies_within(const fs::path& path, const fs::path& folder)
{
    auto [folder_end, path_at] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return folder_end == folder.end();
}

Result<fs::path> resolve_source_path(const std::string& path, const SourceContext& context)
{
    fs::path given(path);
    fs::path full = given.is_absolute() ? given : context.data_folder / given;
    std::error_code code;
    fs::path canonical = fs::canonical(full, code);
    bool missing = static_cast<bool>(code);
    // Where nothing can be resolved, the spelling decides what may be said about it.
    fs::path judged = missing ? fs::weakly_canonical(full, code) : canonical;
    bool allowed =
        std::any_of(context.allowed_roots.begin(), context.allowed_roots.end(), [&](const fs::path& root) {
            std::error_code root_code;
            fs::path canonical_root = fs::canonical(root, root_code);
            return !root_code && lies_within(judged, canonical_root);
        });
    if (!allowed)
        return fail(Error::invalid(
            "options.path", fmt::format("\"{}\" lies outside the folders that sources may read; move the "
                                        "data there or allow its folder in the settings",
                                        path)));
    if (missing)
        return fail(Error::invalid("options.path", fmt::format("there is no file or folder \"{}\"", path)));
    return canonical;
}

Result<> check_source_path(const fs::path& canonical)
{
    std::error_code code;
    if (fs::canonical(canonical, code) != canonical || code)
        return fail(Error::give_up(
            fmt::format("the data \"{}\" is no longer where it was", canonical.filename().native())));
    return {};
}

std::vector<fs::path> files_within(const fs::path& folder, std::size_t limit)
{
    std::vector<fs::path> files;
    std::error_code code;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, code);
    for (fs::recursive_directory_iterator end; !code && entry != end && files.size() < limit;
         entry.increment(code)) {
        if (is_hidden(entry->path()) || entry.depth() >= kMaxDepth) {
            entry.disable_recursion_pending();
            continue;
        }
        std::error_code entry_code;
        fs::path canonical = fs::canonical(entry->path(), entry_code);
        if (!entry_code && entry->is_regular_file(entry_code) && lies_within(canonical, folder))
            files.push_back(entry->path().lexically_relative(folder));
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string file_signature(const fs::path& path)
{
    std::string signature = stat_text(path);
    std::error_code code;
    if (!fs::is_directory(path, code)) {
        // A database's write-ahead log holds its newest rows.
        for (const char* log : {".wal", "-wal"}) {
            fs::path beside = path;
            signature += stat_text(beside += log);
        }
        return signature;
    }
    for (const fs::path& file : files_within(path, kMaxSignedFiles))
        signature += file.native() + '=' + stat_text(path / file);
    return signature;
}

} // namespace presstime

// A file is looked through in a hidden folder of its own beside the others, where no table is made of it, and
// moved in under the name of its table when every row could be read.
#include "control/files.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/file_kind.hpp"
#include "control/folder_connection.hpp"
#include "control/upload_name.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

namespace presstime::control {
namespace fs = std::filesystem;
namespace {

Error no_room(const std::error_code& code)
{
    return Error::retry("the file cannot be kept; the server's log says why").with_context(code.message());
}

// A folder that is gone with what is left in it.
class Aside {
public:
    explicit Aside(fs::path path) : path_(std::move(path)) {}
    ~Aside()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Aside(const Aside&) = delete;
    Aside& operator=(const Aside&) = delete;
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

Instant written_at(const fs::path& file)
{
    std::error_code code;
    const auto time = fs::last_write_time(file, code);
    return code ? Instant{}
                : std::chrono::time_point_cast<Microseconds>(std::chrono::file_clock::to_sys(time));
}

std::vector<fs::path> files_in(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code))
        if (std::error_code ignored;
            entry->is_regular_file(ignored) && !entry->path().filename().native().starts_with('.'))
            files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

FileRow row_of(const fs::path& file)
{
    std::error_code code;
    FileRow row;
    row.name = file.filename().native();
    row.bytes = static_cast<std::int64_t>(fs::file_size(file, code));
    row.kind = extension_of(row.name);
    row.table = file.stem().native();
    row.uploaded_at = written_at(file);
    return row;
}

Error missing_file(const std::string& name)
{
    return Error::not_found(fmt::format("there is no uploaded file {}", clip_utf8(name, 100)));
}

} // namespace

fs::path Files::folder_of(std::int64_t workspace_id) const
{
    return config_.folder / std::to_string(workspace_id);
}

std::string Files::path_of(std::int64_t workspace_id) const
{
    return fmt::format("{}/{}", config_.connection_path, workspace_id);
}

Result<> Files::check_may_add(const Principal& principal) const
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    if (files_in(folder_of(principal.workspace_id)).size() >= kMostFiles)
        return fail(Error::too_large(
            "file", fmt::format("there are {} uploaded files already; delete one first", kMostFiles)));
    return {};
}

Result<FileRow> Files::look_through(const Principal& principal, const fs::path& file,
                                    const std::string& shown_name)
{
    Connection connection;
    connection.workspace_id = principal.workspace_id;
    connection.name = "upload";
    connection.kind = "duckdb";
    connection.options["path"] =
        fmt::format("{}/{}", path_of(principal.workspace_id),
                    file.lexically_relative(folder_of(principal.workspace_id)).native());
    const auto unreadable = [&](const Error& error) {
        if (error.kind == ErrorKind::retry || error.kind == ErrorKind::too_many)
            return error;
        return Error::invalid("file", fmt::format("{}: {}", shown_name, file_fault(error.message)));
    };
    const Result<SourceSchema> schema = reader_.schema_of(connection);
    if (!schema)
        return fail(unreadable(schema.error()));
    if (schema->tables.empty() || schema->tables.front().columns.empty())
        return fail(Error::invalid("file", fmt::format("{} holds no columns", shown_name)));
    const Result<std::int64_t> rows = reader_.read_through(connection, schema->tables.front());
    if (!rows)
        return fail(unreadable(rows.error()));
    FileRow row;
    row.columns = schema->tables.front().columns;
    row.rows = *rows;
    return row;
}

// The path that the file has now. A table's name is one whatever the case and the extension.
Result<fs::path> Files::move_in(const fs::path& folder, const fs::path& file, const std::string& stem,
                                const std::string& kind, SameName same_name)
{
    const std::lock_guard lock(moving_);
    const std::vector<fs::path> present = files_in(folder);
    const auto named = [&](const std::string& name) {
        return std::ranges::find_if(present, [&](const fs::path& each) {
            return equals_ignore_case_ascii(each.stem().native(), name);
        });
    };
    std::error_code code;
    std::string name = stem;
    const auto same = named(stem);
    if (same_name == SameName::beside)
        for (int number = 2; named(name) != present.end(); ++number)
            name = fmt::format("{}-{}", stem, number);
    else if (same != present.end())
        name = same->stem().native();
    const fs::path target = folder / fmt::format("{}.{}", name, kind);
    fs::rename(file, target, code);
    if (code)
        return fail(no_room(code));
    if (same_name == SameName::replace && same != present.end() && *same != target)
        fs::remove(*same, code);
    return target;
}

Result<std::optional<std::string>> Files::find_connection(std::int64_t workspace_id)
{
    std::optional<std::string> found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found = TRY(find_folder_connection(session, workspace_id, path_of(workspace_id)));
        return {};
    }));
    return found;
}

Result<FileRow> Files::add(const Principal& principal, const std::string& name, const fs::path& upload,
                           SameName same_name)
{
    TRY(check_may_add(principal));
    const std::string stem = table_name_of(name);
    const fs::path folder = folder_of(principal.workspace_id);
    const Aside aside(folder / (std::string(kAsidePrefix) + make_random_text(16)));
    std::error_code code;
    fs::create_directories(aside.path(), code);
    if (code)
        return fail(no_room(code));
    const fs::path arrived = aside.path() / "upload";
    fs::rename(upload, arrived, code);
    if (code)
        return fail(no_room(code));
    ReadyFile ready = TRY(make_ready(arrived, extension_of(name)));
    const fs::path file = aside.path() / fmt::format("{}.{}", stem, ready.kind);
    fs::rename(arrived, file, code);
    if (code)
        return fail(no_room(code));
    const std::string shown_name = fmt::format("{}.{}", stem, ready.kind);
    const FileRow looked = TRY(look_through(principal, file, shown_name));
    FileRow row = row_of(TRY(move_in(folder, file, stem, ready.kind, same_name)));
    row.columns = looked.columns;
    row.rows = looked.rows;
    row.note = std::move(ready.note);
    row.connection = TRY(ensure_folder_connection(environment_, connections_, principal,
                                                  {"uploads", path_of(principal.workspace_id)}));
    TRY(environment_.database.write([&](db::Session& session) {
        return record_change(
            session, principal,
            {.type = "file.uploaded",
             .resource = "file " + row.name,
             .detail = fmt::format("{}, {} rows", format_bytes(static_cast<std::uint64_t>(row.bytes)),
                                   format_count(*row.rows))},
            environment_.clock.now());
    }));
    return row;
}

Result<std::vector<FileRow>> Files::list(const Principal& principal)
{
    TRY(require(principal, Action::run, ResourceKind::query));
    std::vector<FileRow> rows;
    const auto connection = TRY(find_connection(principal.workspace_id));
    std::shared_ptr<const SourceSchema> schema;
    if (connection)
        if (auto known = schemas_.get(principal, *connection, "", Freshness::kept))
            schema = *known;
    for (const fs::path& file : files_in(folder_of(principal.workspace_id))) {
        FileRow& row = rows.emplace_back(row_of(file));
        row.connection = connection.value_or("");
        if (const SchemaTable* table = schema ? find_table(*schema, row.table) : nullptr)
            row.columns = table->columns;
    }
    return rows;
}

Result<> Files::remove(const Principal& principal, const std::string& name)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const auto files = files_in(folder_of(principal.workspace_id));
    const auto file =
        std::ranges::find_if(files, [&](const fs::path& each) { return each.filename().native() == name; });
    if (file == files.end())
        return fail(missing_file(name));
    const auto connection = TRY(find_connection(principal.workspace_id));
    return environment_.database.write([&](db::Session& session) -> Result<> {
        if (connection) {
            const auto users =
                TRY(table_users(session, principal.workspace_id, *connection, file->stem().native()));
            if (!users.empty())
                return fail(Error::conflict(
                    fmt::format("file {} is read by {}; change those first", name, join(users, ", "))));
        }
        std::error_code code;
        fs::remove(*file, code);
        if (code)
            return fail(Error::retry("the file cannot be deleted; the server's log says why")
                            .with_context(code.message()));
        return record_change(session, principal, {.type = "file.deleted", .resource = "file " + name},
                             environment_.clock.now());
    });
}

} // namespace presstime::control

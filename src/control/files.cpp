// A file is looked through in a hidden folder of its own beside the others, where no table is made of it, and
// moved in under the name of its table when every row could be read.
#include "control/files.hpp"

#include "base/text.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/file_kind.hpp"
#include "control/folder_connection.hpp"
#include "control/upload_folder.hpp"
#include "control/upload_name.hpp"
#include "platform/workbook/workbook.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <tuple>

namespace presstime::control {
namespace fs = std::filesystem;
namespace {

Instant written_at(const fs::path& file)
{
    std::error_code code;
    const auto time = fs::last_write_time(file, code);
    return code ? Instant{}
                : std::chrono::time_point_cast<Microseconds>(std::chrono::file_clock::to_sys(time));
}

bool is_workbook(const fs::path& file)
{
    std::array<char, 8> bytes{};
    std::ifstream(file, std::ios::binary).read(bytes.data(), bytes.size());
    return looks_like_workbook({bytes.data(), bytes.size()});
}

void name_sheet(FileRow& row, const std::vector<UploadedBook>& books)
{
    for (const UploadedBook& book : books)
        for (const UploadedBook::Sheet& sheet : book.sheets)
            if (sheet.file == row.name)
                std::tie(row.workbook, row.sheet) = std::tie(book.name, sheet.sheet);
}

// The file of that name, or those of the workbook's sheets.
std::vector<fs::path> files_named(const fs::path& folder, const std::string& name)
{
    std::vector<fs::path> files = uploaded_files(folder);
    std::erase_if(files, [&](const fs::path& file) { return file.filename().native() != name; });
    for (const UploadedBook& book : uploaded_books(folder))
        if (files.empty() && book.name == name)
            for (const UploadedBook::Sheet& sheet : book.sheets)
                files.push_back(folder / sheet.file);
    return files;
}

Error missing_file(const std::string& name)
{
    return Error::not_found(fmt::format("there is no uploaded file {}", clip_utf8(name, 100)));
}

} // namespace

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

fs::path Files::folder_of(std::int64_t workspace_id) const
{
    return config_.folder / std::to_string(workspace_id);
}

std::string Files::path_of(std::int64_t workspace_id) const
{
    return fmt::format("{}/{}", config_.connection_path, workspace_id);
}

Result<> Files::check_may_add(const Principal& principal, const std::string& name, SameName same_name) const
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const std::vector<fs::path> present = uploaded_files(folder_of(principal.workspace_id));
    const bool replaces =
        same_name == SameName::replace && !file_of_table(present, table_name_of(name)).empty();
    if (present.size() >= kMostFiles && !replaces)
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
    const std::vector<fs::path> present = uploaded_files(folder);
    std::string name = stem;
    if (same_name == SameName::beside)
        for (int number = 2; !file_of_table(present, name).empty(); ++number)
            name = fmt::format("{}-{}", stem, number);
    else if (const fs::path same = file_of_table(present, stem); !same.empty())
        name = same.stem().native();
    const fs::path target = TRY(put_in_place(folder, file, name, kind));
    TRY(forget_sheet(folder, target.filename().native()));
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

Result<std::vector<FileRow>> Files::add(const Principal& principal, const std::string& name,
                                        const fs::path& upload, SameName same_name)
{
    TRY(check_may_add(principal, name, same_name));
    const AsideFolder aside = TRY(AsideFolder::make(folder_of(principal.workspace_id), kAsidePrefix));
    const fs::path arrived = aside.path() / "upload";
    std::error_code code;
    fs::rename(upload, arrived, code);
    if (code)
        return fail(no_room(code));
    std::vector<FileRow> rows;
    if (is_workbook(arrived))
        rows = TRY(add_workbook(principal, name, arrived, same_name));
    else
        rows.push_back(TRY(add_file(principal, name, arrived, same_name)));
    const std::string connection = TRY(ensure_folder_connection(
        environment_, connections_, principal, {"uploads", path_of(principal.workspace_id)}));
    std::int64_t bytes = 0;
    std::int64_t count = 0;
    for (FileRow& row : rows) {
        row.connection = connection;
        bytes += row.bytes;
        count += row.rows.value_or(0);
    }
    const FileRow& first = rows.front();
    TRY(environment_.database.write([&](db::Session& session) {
        return record_change(
            session, principal,
            {.type = "file.uploaded",
             .resource = "file " + (first.workbook.empty() ? first.name : first.workbook),
             .detail = fmt::format("{}, {} rows", format_bytes(static_cast<std::uint64_t>(bytes)),
                                   format_count(count))},
            environment_.clock.now());
    }));
    return rows;
}

Result<FileRow> Files::add_file(const Principal& principal, const std::string& name, const fs::path& arrived,
                                SameName same_name)
{
    const std::string stem = table_name_of(name);
    ReadyFile ready = TRY(make_ready(arrived, extension_of(name)));
    const std::string shown_name = fmt::format("{}.{}", stem, ready.kind);
    const fs::path file = arrived.parent_path() / shown_name;
    std::error_code code;
    fs::rename(arrived, file, code);
    if (code)
        return fail(no_room(code));
    const FileRow looked = TRY(look_through(principal, file, shown_name));
    FileRow row = row_of(TRY(move_in(folder_of(principal.workspace_id), file, stem, ready.kind, same_name)));
    row.columns = looked.columns;
    row.rows = looked.rows;
    row.note = std::move(ready.note);
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
    const fs::path folder = folder_of(principal.workspace_id);
    const std::vector<UploadedBook> books = uploaded_books(folder);
    for (const fs::path& file : uploaded_files(folder)) {
        FileRow& row = rows.emplace_back(row_of(file));
        name_sheet(row, books);
        row.connection = connection.value_or("");
        if (const SchemaTable* table = schema ? find_table(*schema, row.table) : nullptr)
            row.columns = table->columns;
    }
    return rows;
}

Result<std::vector<std::string>> Files::readers_of(db::Session& session, std::int64_t workspace_id,
                                                   const std::vector<fs::path>& files) const
{
    std::vector<std::string> readers;
    const auto connection = TRY(find_folder_connection(session, workspace_id, path_of(workspace_id)));
    if (!connection)
        return readers;
    for (const fs::path& file : files)
        for (std::string& reader : TRY(table_users(session, workspace_id, *connection, file.stem().native())))
            readers.push_back(std::move(reader));
    std::ranges::sort(readers);
    readers.erase(std::ranges::unique(readers).begin(), readers.end());
    return readers;
}

Result<> Files::remove(const Principal& principal, const std::string& name)
{
    TRY(require(principal, Action::manage, ResourceKind::connection));
    const fs::path folder = folder_of(principal.workspace_id);
    const std::lock_guard lock(moving_);
    const std::vector<fs::path> files = files_named(folder, name);
    if (files.empty())
        return fail(missing_file(name));
    // Within one write, so that no query comes to read it in between.
    return environment_.database.write([&](db::Session& session) -> Result<> {
        const std::vector<std::string> readers = TRY(readers_of(session, principal.workspace_id, files));
        if (!readers.empty())
            return fail(Error::conflict(
                fmt::format("file {} is read by {}; change those first", name, join(readers, ", "))));
        for (const fs::path& file : files)
            TRY(forget_sheet(folder, file.filename().native()));
        for (const fs::path& file : files) {
            std::error_code code;
            fs::remove(file, code);
            if (code)
                return fail(Error::retry("the file cannot be deleted; the server's log says why")
                                .with_context(code.message()));
        }
        return record_change(session, principal, {.type = "file.deleted", .resource = "file " + name},
                             environment_.clock.now());
    });
}

} // namespace presstime::control

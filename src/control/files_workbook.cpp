// Workbooks among the uploads: which table each sheet becomes, and what happens to the tables it had before.
#include "base/text.hpp"
#include "control/files.hpp"
#include "control/upload_folder.hpp"
#include "control/upload_name.hpp"
#include "control/workbook_tables.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace presstime::control {
namespace fs = std::filesystem;
namespace {

// "sales.xlsx": by the name that its tables begin with.
std::string book_name(const std::string& stem, const std::string& extension)
{
    constexpr std::array<std::string_view, 4> kKnown = {"xlsx", "xlsm", "xltx", "xltm"};
    const bool known = std::ranges::find(kKnown, extension) != kKnown.end();
    return fmt::format("{}.{}", stem, known ? extension : "xlsx");
}

bool same_stem(const std::string& a, const std::string& b)
{
    return equals_ignore_case_ascii(fs::path(a).stem().native(), fs::path(b).stem().native());
}

// Under names that neither a table nor a workbook has: "sales", "sales-2" and so on.
std::pair<std::string, std::vector<std::string>> free_names(const fs::path& folder, const std::string& stem,
                                                            const std::vector<SheetFile>& sheets)
{
    const std::vector<fs::path> files = uploaded_files(folder);
    const std::vector<UploadedBook> books = uploaded_books(folder);
    for (int number = 1;; ++number) {
        const std::string tried = number == 1 ? stem : fmt::format("{}-{}", stem, number);
        std::vector<std::string> names = sheet_table_names(tried, sheets);
        const bool taken =
            std::ranges::any_of(names,
                                [&](const auto& name) { return !file_of_table(files, name).empty(); }) ||
            std::ranges::any_of(books, [&](const auto& book) { return same_stem(book.name, tried + ".x"); });
        if (!taken)
            return {tried, std::move(names)};
    }
}

// A sheet keeps the table it had; the only one of a workbook keeps it under another name, too. A new sheet
// takes no table of another origin, unless it is the whole workbook and goes by that very name.
std::vector<std::string> names_after(const UploadedBook& before, const std::string& stem,
                                     const std::vector<SheetFile>& sheets, const std::vector<fs::path>& files)
{
    const std::vector<std::string> fresh = sheet_table_names(stem, sheets);
    std::vector<std::string> names(sheets.size());
    for (std::size_t at = 0; at < sheets.size(); ++at)
        for (const UploadedBook::Sheet& sheet : before.sheets)
            if (sheet.sheet == sheets[at].sheet || (before.sheets.size() == 1 && sheets.size() == 1))
                names[at] = fs::path(sheet.file).stem().native();
    const auto taken = [&](const std::string& name) {
        return (sheets.size() > 1 && !file_of_table(files, name).empty()) ||
               std::ranges::any_of(
                   names, [&](const std::string& each) { return equals_ignore_case_ascii(each, name); });
    };
    for (std::size_t at = 0; at < sheets.size(); ++at) {
        if (!names[at].empty())
            continue;
        std::string name = fresh[at];
        for (int number = 2; taken(name); ++number)
            name = fmt::format("{}-{}", fresh[at], number);
        names[at] = std::move(name);
    }
    return names;
}

} // namespace

Result<std::vector<FileRow>> Files::add_workbook(const Principal& principal, const std::string& name,
                                                 const fs::path& arrived, SameName same_name)
{
    const std::string stem = table_name_of(name);
    const std::string shown = book_name(stem, extension_of(name));
    const WorkbookTables tables = TRY(make_workbook_tables(arrived, shown, arrived.parent_path(), reader_));
    std::vector<FileRow> rows;
    for (const SheetFile& sheet : tables.sheets) {
        FileRow& row = rows.emplace_back(
            TRY(look_through(principal, sheet.file, fmt::format("{}, sheet {}", shown, sheet.sheet))));
        row.sheet = sheet.sheet;
        row.note = sheet.note;
    }
    TRY(move_book_in({principal.workspace_id, stem, shown}, tables.sheets, same_name, rows));
    std::string& note = rows.front().note;
    if (!tables.note.empty())
        note += (note.empty() ? "" : "; ") + tables.note;
    return rows;
}

// Of the sheets that are gone what a query reads stays, and is said; the others' files are to be removed.
Result<std::vector<fs::path>> Files::keep_read_sheets(std::int64_t workspace_id, const UploadedBook& before,
                                                      UploadedBook& book, FileRow& told)
{
    const fs::path folder = folder_of(workspace_id);
    std::vector<fs::path> unused;
    for (const UploadedBook::Sheet& sheet : before.sheets) {
        if (std::ranges::find(book.sheets, sheet.file, &UploadedBook::Sheet::file) != book.sheets.end())
            continue;
        std::vector<std::string> readers;
        TRY(environment_.database.read([&](db::Session& session) -> Result<> {
            readers = TRY(readers_of(session, workspace_id, {folder / sheet.file}));
            return {};
        }));
        if (readers.empty()) {
            unused.push_back(folder / sheet.file);
            continue;
        }
        book.sheets.push_back(sheet);
        told.note += fmt::format("{}the sheet {} is gone, and its table stays as it was: {} reads it",
                                 told.note.empty() ? "" : "; ", sheet.sheet, join(readers, ", "));
    }
    return unused;
}

Result<> Files::move_book_in(const BookPlace& place, const std::vector<SheetFile>& sheets, SameName same_name,
                             std::vector<FileRow>& rows)
{
    const std::lock_guard lock(moving_);
    const fs::path folder = folder_of(place.workspace_id);
    UploadedBook before;
    UploadedBook book{place.name, {}};
    std::vector<std::string> names;
    if (same_name == SameName::beside) {
        auto [stem, free] = free_names(folder, place.stem, sheets);
        book.name = stem + fs::path(place.name).extension().native();
        names = std::move(free);
    } else {
        for (const UploadedBook& each : uploaded_books(folder))
            if (same_stem(each.name, place.name))
                before = each;
        names = names_after(before, place.stem, sheets, uploaded_files(folder));
    }
    const std::vector<fs::path> present = uploaded_files(folder);
    const auto made =
        std::ranges::count_if(names, [&](const auto& name) { return file_of_table(present, name).empty(); });
    if (present.size() + static_cast<std::size_t>(made) > kMostFiles)
        return fail(Error::too_large("file", fmt::format("{}: its {} sheets would make more than {} uploaded "
                                                         "files; delete some first",
                                                         place.name, sheets.size(), kMostFiles)));
    for (std::size_t at = 0; at < sheets.size(); ++at)
        book.sheets.push_back({sheets[at].sheet, names[at] + ".parquet"});
    const std::vector<fs::path> unused =
        TRY(keep_read_sheets(place.workspace_id, before, book, rows.front()));
    // First what they are, then the tables one by one: whenever the process dies, each is whole and known.
    TRY(keep_book(folder, book));
    if (!before.name.empty() && !equals_ignore_case_ascii(before.name, book.name))
        TRY(keep_book(folder, {before.name, {}}));
    for (std::size_t at = 0; at < sheets.size(); ++at) {
        FileRow row = row_of(TRY(put_in_place(folder, sheets[at].file, names[at], "parquet")));
        row.columns = std::move(rows[at].columns);
        row.rows = rows[at].rows;
        row.note = std::move(rows[at].note);
        row.workbook = book.name;
        row.sheet = sheets[at].sheet;
        rows[at] = std::move(row);
    }
    for (const fs::path& file : unused) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    return {};
}

} // namespace presstime::control

#include "control/workbook_tables.hpp"

#include "base/text.hpp"
#include "control/file_kind.hpp"
#include "control/upload_name.hpp"
#include "platform/workbook/sheet_table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace presstime::control {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNamed = 5;      // in one note
constexpr std::size_t kMostStemBytes = 40; // of a name, so that the sheet's fits behind it

Error named(Error error, const std::string& name)
{
    if (error.kind == ErrorKind::invalid || error.kind == ErrorKind::too_large)
        error.message = fmt::format("{}: {}", name, error.message);
    return error;
}

std::string some_of(const std::vector<std::string>& sheets)
{
    const std::vector<std::string> first(
        sheets.begin(), sheets.begin() + static_cast<std::ptrdiff_t>(std::min(sheets.size(), kMostNamed)));
    return sheets.size() <= kMostNamed
               ? join(first, ", ")
               : fmt::format("{} and {} more", join(first, ", "), sheets.size() - kMostNamed);
}

std::string note_of(const std::vector<std::string>& hidden, const std::vector<std::string>& empty)
{
    std::vector<std::string> parts;
    if (!hidden.empty())
        parts.push_back("hidden sheets are left out: " + some_of(hidden));
    if (!empty.empty())
        parts.push_back("empty sheets are left out: " + some_of(empty));
    return join(parts, "; ");
}

// Nothing when the sheet is empty.
Result<std::optional<SheetFile>> make_sheet(Workbook& workbook, std::size_t at, const fs::path& aside,
                                            SchemaReader& reader)
{
    const fs::path text = aside / "rows";
    std::optional<SheetTable> table = TRY(make_sheet_table(workbook, {.sheet = at, .rows_file = text}));
    if (!table)
        return std::optional<SheetFile>();
    SheetFile made{workbook.sheets()[at].name, aside / fmt::format("sheet-{}.parquet", at),
                   join(table->remarks, "; ")};
    if (auto written = reader.write_typed({text, std::move(table->columns), made.file}); !written) {
        Error error = std::move(written).error();
        if (error.kind == ErrorKind::retry || error.kind == ErrorKind::too_many)
            return fail(std::move(error));
        return fail(Error::invalid("file", file_fault(error.message)));
    }
    std::error_code ignored;
    fs::remove(text, ignored);
    return std::optional(std::move(made));
}

} // namespace

Result<WorkbookTables> make_workbook_tables(const fs::path& workbook, const std::string& shown_name,
                                            const fs::path& aside, SchemaReader& reader)
{
    Result<Workbook> book = Workbook::open(workbook);
    if (!book)
        return fail(named(std::move(book).error(), shown_name));
    WorkbookTables tables;
    std::vector<std::string> hidden;
    std::vector<std::string> empty;
    for (std::size_t at = 0; at < book->sheets().size(); ++at) {
        const SheetEntry& entry = book->sheets()[at];
        if (entry.hidden) {
            hidden.push_back(entry.name);
            continue;
        }
        auto made = make_sheet(*book, at, aside, reader);
        if (!made)
            return fail(named(std::move(made).error(), fmt::format("{}, sheet {}", shown_name, entry.name)));
        if (!*made)
            empty.push_back(entry.name);
        else
            tables.sheets.push_back(std::move(**made));
        if (tables.sheets.size() > kMostTableSheets)
            return fail(Error::too_large("file", fmt::format("{}: it has more than {} sheets; split it",
                                                             shown_name, kMostTableSheets)));
    }
    if (tables.sheets.empty())
        return fail(Error::invalid("file", fmt::format("{}: no visible sheet holds anything", shown_name)));
    tables.note = note_of(hidden, empty);
    return tables;
}

std::vector<std::string> sheet_table_names(const std::string& stem, const std::vector<SheetFile>& sheets)
{
    if (sheets.size() == 1)
        return {stem};
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (const SheetFile& each : sheets) {
        // A sheet's name may hold dots and slashes, and none of them begins an extension or a folder.
        std::string sheet = each.sheet;
        std::ranges::replace(sheet, '/', '_');
        std::ranges::replace(sheet, '\\', '_');
        const std::string wanted =
            table_name_of(fmt::format("{}_{}.", clip_utf8(stem, kMostStemBytes), sheet));
        std::string name = wanted;
        for (int number = 2; !taken.insert(to_lower_ascii(name)).second; ++number)
            name = fmt::format("{}-{}", wanted, number);
        names.push_back(std::move(name));
    }
    return names;
}

} // namespace presstime::control

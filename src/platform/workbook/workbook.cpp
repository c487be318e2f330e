#include "platform/workbook/workbook.hpp"

#include "base/text.hpp"
#include "platform/workbook/sheet_rows.hpp"
#include "platform/workbook/workbook_parts.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <optional>

namespace presstime {
namespace {

constexpr std::string_view kZip = "PK\x03\x04";
constexpr std::string_view kEmptyZip = "PK\x05\x06";
constexpr std::string_view kOle = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

Error wrong(std::string message)
{
    return Error::invalid("file", std::move(message));
}

// An encrypted workbook is a stream of this name, in UTF-16, within an OLE container; an old one is not.
bool holds_encrypted_package(const std::filesystem::path& path)
{
    constexpr std::string_view kWord = "EncryptedPackage";
    std::string name;
    for (const char c : kWord)
        name.append({c, '\0'});
    std::ifstream file(path, std::ios::binary);
    std::string window;
    std::string piece(64 << 10, '\0');
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        window.append(piece, 0, static_cast<std::size_t>(file.gcount()));
        if (window.find(name) != std::string::npos)
            return true;
        window.erase(0, window.size() - std::min(window.size(), name.size()));
    }
    return false;
}

Error ole_refusal(const std::filesystem::path& path)
{
    if (holds_encrypted_package(path))
        return wrong(
            "the workbook is protected by a password; open it in the spreadsheet program, remove the "
            "password (File, Info, Protect Workbook), save it, and upload that");
    return wrong(
        "this is a file of Excel 97-2003 (.xls) or another old Office file; open it in a spreadsheet "
        "program, save it as .xlsx, and upload that");
}

// Why an archive without sheets that can be read is none of ours.
Error archive_refusal(ZipParts& parts, const std::string& workbook)
{
    if (parts.peek("mimetype", 200).starts_with("application/vnd.oasis.opendocument"))
        return wrong("this is an OpenDocument file; save the spreadsheet as .xlsx and upload that");
    if (workbook.ends_with(".bin"))
        return wrong("this is a binary workbook (.xlsb); save it as .xlsx and upload that");
    if (parts.has("[Content_Types].xml"))
        return wrong(
            "this is an Office document without sheets; upload a workbook (.xlsx), CSV, TSV, JSON or "
            "Parquet");
    return wrong("this is an archive; unpack it and upload the file within");
}

std::string first_bytes_of(const std::filesystem::path& path)
{
    std::string bytes(kOle.size(), '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

} // namespace

struct Workbook::Parts {
    ZipParts zip;
    WorkbookLimits limits;
    SheetList list;
    std::vector<SheetEntry> entries;
    std::vector<NumberKind> kinds;
    SharedTexts shared;
    CellBudget budget;
};

Workbook::Workbook(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Workbook::Workbook(Workbook&&) noexcept = default;
Workbook& Workbook::operator=(Workbook&&) noexcept = default;
Workbook::~Workbook() = default;

bool looks_like_workbook(std::string_view first_bytes)
{
    return first_bytes.starts_with(kZip) || first_bytes.starts_with(kEmptyZip) ||
           first_bytes.starts_with(kOle);
}

Result<Workbook> Workbook::open(const std::filesystem::path& path, const WorkbookLimits& limits)
{
    if (first_bytes_of(path).starts_with(kOle))
        return fail(ole_refusal(path));
    ZipParts zip = TRY(ZipParts::open(path, {limits.unpacked_bytes, limits.parts}));
    const std::string workbook = target_of(TRY(read_relationships(zip, "")), "officeDocument");
    if (workbook.empty() || workbook.ends_with(".bin") || !zip.has(workbook))
        return fail(archive_refusal(zip, workbook));
    const auto relationships = TRY(read_relationships(zip, workbook));
    SheetList list = TRY(read_sheet_list(zip, workbook, relationships));
    if (list.sheets.empty())
        return fail(archive_refusal(zip, workbook));
    auto parts = std::make_unique<Parts>(Parts{std::move(zip), limits, std::move(list), {}, {}, {}, {}});
    parts->budget.most = limits.cells;
    for (const ListedSheet& sheet : parts->list.sheets)
        parts->entries.push_back(sheet.entry);
    if (const std::string styles = target_of(relationships, "styles"); parts->zip.has(styles))
        parts->kinds = TRY(read_styles(parts->zip, styles));
    if (const std::string texts = target_of(relationships, "sharedStrings"); parts->zip.has(texts))
        parts->shared = TRY(SharedTexts::read(parts->zip, texts, limits));
    return Workbook(std::move(parts));
}

const std::vector<SheetEntry>& Workbook::sheets() const
{
    return parts_->entries;
}

Result<> Workbook::read(std::size_t sheet, const TakeRow& take)
{
    return read_sheet_rows(parts_->zip, parts_->list.sheets.at(sheet).part,
                           {parts_->shared, parts_->kinds, parts_->list.epoch}, parts_->limits,
                           parts_->budget, take);
}

} // namespace presstime

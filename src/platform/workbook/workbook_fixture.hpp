// Workbooks made by tests: parts zipped as given, in the shapes that spreadsheet programs write.
#pragma once

#include "base/id.hpp"
#include "platform/workbook/workbook.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <zip.h>

namespace presstime {

class TempFolder {
public:
    TempFolder() { std::filesystem::create_directories(path_); }
    ~TempFolder() { std::filesystem::remove_all(path_); }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

private:
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("workbook-" + make_random_text(16));
};

using Parts = std::map<std::string, std::string>;

inline void write_zip(const std::filesystem::path& path, const Parts& parts)
{
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    ASSERT_NE(archive, nullptr);
    for (const auto& [name, content] : parts)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0),
                     ZIP_FL_ENC_UTF_8);
    ASSERT_EQ(zip_close(archive), 0);
}

constexpr std::string_view kMain = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kStrict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

// A package with one sheet, "Sheet1", of these rows (what stands within <sheetData>).
inline Parts one_sheet(std::string_view rows, std::string_view space = kMain)
{
    const std::string office = space == kStrict
                                   ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
                                   : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const auto relationships = [&](std::string_view inside) {
        return fmt::format("{}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
                           "relationships\">{}</Relationships>",
                           kHead, inside);
    };
    const auto relation = [&](std::string_view id, std::string_view type, std::string_view target) {
        return fmt::format(R"(<Relationship Id="{}" Type="{}/{}" Target="{}"/>)", id, office, type, target);
    };
    return {
        {"[Content_Types].xml", fmt::format("{}<Types/>", kHead)},
        {"_rels/.rels", relationships(relation("rId1", "officeDocument", "xl/workbook.xml"))},
        {"xl/workbook.xml",
         fmt::format(R"({}<workbook xmlns="{}" xmlns:r="{}"><sheets>)"
                     R"(<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>)",
                     kHead, space, office)},
        {"xl/_rels/workbook.xml.rels", relationships(relation("rId1", "worksheet", "worksheets/sheet1.xml") +
                                                     relation("rId2", "styles", "/xl/styles.xml") +
                                                     relation("rId3", "sharedStrings", "sharedStrings.xml"))},
        {"xl/worksheets/sheet1.xml",
         fmt::format(R"({}<worksheet xmlns="{}"><sheetData>{}</sheetData></worksheet>)", kHead, space, rows)},
    };
}

// Styles whose s="0" is General and s="1" and on have these format codes.
inline std::string styles_of(const std::vector<std::string>& codes)
{
    std::string formats;
    std::string cells = R"(<xf numFmtId="0"/>)";
    for (std::size_t at = 0; at < codes.size(); ++at) {
        formats += fmt::format(R"(<numFmt numFmtId="{}" formatCode="{}"/>)", 164 + at, codes[at]);
        cells += fmt::format(R"(<xf numFmtId="{}" applyNumberFormat="1"/>)", 164 + at);
    }
    return fmt::format(R"(<styleSheet xmlns="{}"><numFmts>{}</numFmts><cellStyleXfs><xf numFmtId="14"/>)"
                       R"(</cellStyleXfs><cellXfs>{}</cellXfs></styleSheet>)",
                       kMain, formats, cells);
}

inline std::string shared_of(std::string_view items)
{
    return fmt::format(R"({}<sst xmlns="{}">{}</sst>)", kHead, kMain, items);
}

// Each row as "number: A=kind text | C=kind text"; the error's sentence when it cannot be read.
inline std::string dump(const std::filesystem::path& path, std::size_t sheet = 0,
                        const WorkbookLimits& limits = {})
{
    Result<Workbook> book = Workbook::open(path, limits);
    if (!book)
        return book.error().message;
    constexpr std::array<const char*, 7> kKinds = {"int", "real", "bool", "date", "time", "text", "error"};
    std::string out;
    const Result<> read = book->read(sheet, [&](std::uint32_t number, std::span<const SheetCell> cells) {
        out += fmt::format("{}:", number);
        for (const SheetCell& cell : cells)
            out += fmt::format(" {}={} {}", column_letters(cell.column),
                               kKinds.at(static_cast<std::size_t>(cell.kind)), cell.text);
        out += '\n';
        return Result<>();
    });
    return read ? out : read.error().message;
}

} // namespace presstime

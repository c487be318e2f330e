// What is no workbook, is too large, or was made to do harm; and bytes that were lost or turned on the way.
#include "base/text.hpp"
#include "platform/workbook/sheet_table.hpp"
#include "platform/workbook/workbook_fixture.hpp"

#include <array>
#include <fstream>
#include <gmock/gmock.h>
#include <random>
#include <sstream>

namespace presstime {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class WorkbookBounds : public testing::Test {
protected:
    void write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary) << bytes; }
    std::string read() const
    {
        std::ostringstream bytes;
        bytes << std::ifstream(path_, std::ios::binary).rdbuf();
        return bytes.str();
    }
    std::string refusal(const Parts& parts, const WorkbookLimits& limits = {}) const
    {
        write_zip(path_, parts);
        return dump(path_, 0, limits);
    }

    TempFolder folder_;
    std::filesystem::path path_ = folder_ / "book.xlsx";
};

TEST_F(WorkbookBounds, WhatIsNoWorkbookIsSaidWithTheMend)
{
    const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(70'000, '\0');
    write(ole);
    EXPECT_THAT(dump(path_), AllOf(HasSubstr(".xls"), HasSubstr("save it as .xlsx")));
    std::string name;
    for (const char c : std::string("EncryptedPackage"))
        name += {c, '\0'};
    write(ole.substr(0, 65'530) + name + ole.substr(8));
    EXPECT_THAT(dump(path_), HasSubstr("remove the password"));
    EXPECT_THAT(refusal({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}}),
                HasSubstr("OpenDocument"));
    EXPECT_THAT(refusal({{"orders.csv", "a,b\n"}}), HasSubstr("unpack it"));
    Parts document = one_sheet("");
    document["xl/workbook.xml"] = "<document/>";
    EXPECT_THAT(refusal(document), HasSubstr("without sheets"));
    Parts binary = one_sheet("");
    std::string& root = binary["_rels/.rels"];
    root.replace(root.find("workbook.xml"), 12, "workbook.bin");
    EXPECT_THAT(refusal(binary), HasSubstr(".xlsb"));
    write("PK\x03\x04 and no more");
    EXPECT_THAT(dump(path_), HasSubstr("damaged"));
    EXPECT_TRUE(looks_like_workbook("PK\x03\x04"));
    EXPECT_TRUE(looks_like_workbook(ole));
    EXPECT_FALSE(looks_like_workbook("a,b\n"));
}

TEST_F(WorkbookBounds, EntitiesAreRefused)
{
    Parts parts = one_sheet("<row><c><v>&c;</v></c></row>");
    std::string& sheet = parts["xl/worksheets/sheet1.xml"];
    sheet.insert(kHead.size(),
                 "<!DOCTYPE x [<!ENTITY a \"1111111111\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                 "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>");
    EXPECT_THAT(refusal(parts), HasSubstr("document type"));
    parts = one_sheet("");
    parts["xl/workbook.xml"].insert(kHead.size(), "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">");
    EXPECT_THAT(refusal(parts), HasSubstr("document type"));
}

TEST_F(WorkbookBounds, EveryLimitIsNamed)
{
    const Parts parts = one_sheet("<row><c><v>1</v></c><c><v>2</v></c><c t=\"inlineStr\"><is><t>" +
                                  std::string(200'000, 'x') + "</t></is></c></row>");
    EXPECT_THAT(refusal(parts, {.unpacked_bytes = 100'000}), HasSubstr("unpacks to more than"));
    EXPECT_THAT(refusal(parts, {.parts = 3}), HasSubstr("more than 3 files"));
    EXPECT_THAT(refusal(parts, {.cell_bytes = 1 << 10}), HasSubstr("row 1 holds a text of more than 1 KiB"));
    EXPECT_THAT(refusal(parts, {.cells = 2}), HasSubstr("more than 2 filled cells"));
    Parts texts = one_sheet("<row><c t=\"s\"><v>2</v></c></row>");
    texts["xl/sharedStrings.xml"] = shared_of("<si><t>aaa</t></si><si><t>bbb</t></si>");
    EXPECT_THAT(refusal(texts, {.shared_texts = 1}), HasSubstr("more than 1 different texts"));
    EXPECT_THAT(refusal(texts, {.shared_bytes = 5}), HasSubstr("more than 5 B of texts"));
    EXPECT_THAT(refusal(texts), HasSubstr("does not hold"));
    EXPECT_THAT(refusal(one_sheet("<row><c r=\"XFE1\"><v>1</v></c></row>")), HasSubstr("16,384 columns"));
    EXPECT_THAT(refusal(one_sheet("<row r=\"1048577\"/>")), HasSubstr("1,048,576 rows"));
    EXPECT_THAT(refusal(one_sheet("<row r=\"1048576\"/><row/>")), HasSubstr("1,048,576 rows"));
}

TEST_F(WorkbookBounds, DeepAndEndlessTagsAreRefused)
{
    std::string deep;
    for (int level = 0; level < 200; ++level)
        deep += "<a>";
    EXPECT_THAT(refusal(one_sheet(deep)), HasSubstr("deeper than 100"));
    EXPECT_THAT(refusal(one_sheet("<row a=\"" + std::string(3 << 20, 'x') + "\"/>")),
                HasSubstr("tag of more"));
    EXPECT_THAT(refusal(one_sheet("<row><c></row>")), HasSubstr("xl/worksheets/sheet1.xml"));
}

TEST_F(WorkbookBounds, ATableThatTakesTooMuchRoomIsRefused)
{
    write_zip(path_, one_sheet("<row><c r=\"A1\" t=\"inlineStr\"><is><t>x</t></is></c></row>"
                               "<row><c r=\"XFD2\"><v>1</v></c></row>"));
    Workbook book = Workbook::open(path_).value();
    const auto table = make_sheet_table(book, {0, folder_ / "rows.csv", 1});
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.error().kind, ErrorKind::too_large);
}

// Whatever is lost or turned: an answer or a sentence, never a crash, and never the same rows as if whole.
TEST_F(WorkbookBounds, BrokenBytesNeverCrash)
{
    Parts parts = one_sheet(
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>)"
        R"(<row r="2"><c r="A2" s="1"><v>46133.5</v></c><c r="B2"><v>0.1</v></c></row>)"
        R"(<row r="3"><c r="A3" t="inlineStr"><is><t>x</t></is></c><c r="B3" t="b"><v>1</v></c></row>)");
    parts["xl/sharedStrings.xml"] = shared_of("<si><t>When</t></si><si><r><t>Total_x0041_</t></r></si>");
    parts["xl/styles.xml"] = styles_of({"yyyy-mm-dd", "[h]:mm"});
    write_zip(path_, parts);
    const std::string whole = read();
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random(seed);
    const auto look = [&](const std::string& bytes) {
        write(bytes);
        if (Result<Workbook> book = Workbook::open(path_); book && !book->sheets().empty())
            (void)make_sheet_table(*book, {0, folder_ / "rows.csv", 1 << 20});
    };
    for (int trial = 0; trial < 400; ++trial) {
        std::string bytes = whole;
        if (trial % 4 == 0)
            bytes.resize(random() % whole.size());
        for (unsigned flips = random() % 4 + 1; flips > 0 && !bytes.empty(); --flips)
            bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
        look(bytes);
    }
    // The same within the parts, behind the checksums.
    for (int trial = 0; trial < 400; ++trial) {
        Parts turned = parts;
        auto part = turned.begin();
        std::advance(part, static_cast<std::ptrdiff_t>(random() % turned.size()));
        if (trial % 3 == 0)
            part->second.resize(random() % part->second.size());
        for (unsigned flips = random() % 4 + 1; flips > 0 && !part->second.empty(); --flips)
            part->second[random() % part->second.size()] ^= static_cast<char>(1U << (random() % 8));
        write_zip(path_, turned);
        look(read());
    }
}

} // namespace
} // namespace presstime

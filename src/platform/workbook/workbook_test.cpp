// Sheets in the shapes that Excel, Google Sheets, LibreOffice and libxlsxwriter write.
#include "platform/workbook/rich_text.hpp"
#include "platform/workbook/workbook_fixture.hpp"

#include <array>
#include <gmock/gmock.h>
#include <xlsxwriter.h>

namespace presstime {
namespace {

using testing::HasSubstr;

class WorkbookFile : public testing::Test {
protected:
    std::string dump_of(const Parts& parts)
    {
        write_zip(path_, parts);
        return dump(path_);
    }

    TempFolder folder_;
    std::filesystem::path path_ = folder_ / "book.xlsx";
};

TEST_F(WorkbookFile, OfExcelHasSharedTextsWithRunsAndNoPhonetics)
{
    Parts parts =
        one_sheet(R"(<row r="1" spans="1:4"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>)"
                  R"(<c r="D1" t="s"><v>2</v></c></row>)"
                  R"(<row r="3"><c r="A3" s="1"><v>46133</v></c><c r="B3"><f>SUM(1,2)</f><v>3</v></c>)"
                  R"(<c r="C3" t="str"><f>A1</f><v>Ann_x000D_
Bob</v></c><c r="D3" t="e"><v>#N/A</v></c><c r="E3" t="b"><v>1</v></c><c r="F3" s="1"/></row>)");
    parts["xl/sharedStrings.xml"] =
        shared_of(R"(<si><t>Order date</t></si><si><r><t xml:space="preserve">Re</t></r><r><rPr><b/></rPr>)"
                  R"(<t>gion</t></r></si><si><t xml:space="preserve"> 東京 </t>)"
                  R"(<rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/></si>)");
    parts["xl/styles.xml"] = styles_of({"dd/mm/yyyy"});
    EXPECT_EQ(dump_of(parts), "1: A=text Order date B=text Region D=text  東京 \n"
                              "3: A=date 2026-04-21 B=int 3 C=text Ann\nBob D=error #N/A E=bool true\n");
}

TEST_F(WorkbookFile, OfOtherProgramsMayLeavePlacesOutAndHoldTextsInline)
{
    EXPECT_EQ(dump_of(one_sheet(
                  R"(<row><c t="inlineStr"><is><t>  a &amp; b </t></is></c><c/><c><v>1</v></c></row>)"
                  R"(<row/><row><c t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c></row>)")),
              "1: A=text a & b C=int 1\n3: A=text xy\n");
    EXPECT_EQ(dump_of(one_sheet(R"(<row r="2"><c r="C2"><v>3</v></c><c r="A2"><v>1</v></c></row>)")),
              "2: A=int 1 C=int 3\n")
        << "cells in any order";
}

TEST_F(WorkbookFile, OfTheStrictKindHasIsoDates)
{
    EXPECT_EQ(
        dump_of(one_sheet(R"(<row><c t="d"><v>2026-04-21</v></c><c t="d"><v>2026-04-21T13:05:09.25Z</v></c>)"
                          R"(<c t="d"><v>13:05</v></c><c t="d"><v>2026-02-31</v></c></row>)",
                          kStrict)),
        "1: A=date 2026-04-21 B=time 2026-04-21 13:05:09.250 C=text 13:05:00 D=text 2026-02-31\n");
}

TEST_F(WorkbookFile, KeepsNumbersAsTheyAreStored)
{
    EXPECT_EQ(
        dump_of(one_sheet(
            R"(<row><c><v>0.1</v></c><c><v>0.30000000000000004</v></c><c><v>1E-3</v></c><c><v>120.0</v></c>)"
            R"(<c><v>1.5E+3</v></c><c><v>9007199254740993</v></c><c><v>-0</v></c><c><v>1e999</v></c>)"
            R"(<c t="n"><v> 7 </v></c><c><v>1E+20</v></c></row>)")),
        "1: A=real 0.1 B=real 0.30000000000000004 C=real 0.001 D=int 120 E=int 1500 F=int 9007199254740993 "
        "G=int 0 H=text 1e999 I=int 7 J=real 1e+20\n");
}

TEST_F(WorkbookFile, TellsDatesTimesAndDurationsByTheirFormats)
{
    Parts parts = one_sheet(
        R"(<row><c s="1"><v>46133.5</v></c><c s="2"><v>0.25</v></c><c s="3"><v>1.5</v></c>)"
        R"(<c s="1"><v>0</v></c><c s="1"><v>-3</v></c><c s="2"><v>46133.25</v></c><c s="9"><v>5</v></c>)"
        R"(<c s="3"><v>-0.5</v></c></row>)");
    parts["xl/styles.xml"] = styles_of({"yyyy-mm-dd", "h:mm", "[h]:mm"});
    EXPECT_EQ(dump_of(parts), "1: A=time 2026-04-21 12:00:00 B=text 06:00:00 C=text 36:00:00 E=int -3 "
                              "F=time 2026-04-21 06:00:00 G=int 5 H=text -12:00:00\n");
    std::string& book = parts["xl/workbook.xml"];
    book.insert(book.find("<sheets>"), R"(<workbookPr date1904="1"/>)");
    EXPECT_THAT(dump_of(parts), HasSubstr("A=time 2030-04-22 12:00:00")) << "from 1904 on";
}

TEST_F(WorkbookFile, ListsItsSheetsAndWhichAreHidden)
{
    Parts parts = one_sheet("");
    parts["xl/workbook.xml"] = fmt::format(
        R"(<x:workbook xmlns:x="{}" xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/)"
        R"(relationships"><x:sheets><x:sheet name="Ums&#228;tze" q:id="rId1"/>)"
        R"(<x:sheet name="Old" state="veryHidden" q:id="rId1"/><x:sheet name="Chart" q:id="rId2"/>)"
        R"(<x:sheet name="Gone" q:id="rId9"/></x:sheets></x:workbook>)",
        kMain);
    write_zip(path_, parts);
    const Workbook book = Workbook::open(path_).value();
    ASSERT_EQ(book.sheets().size(), 2U) << "cells alone";
    EXPECT_EQ(book.sheets()[0].name, "Umsätze");
    EXPECT_FALSE(book.sheets()[0].hidden);
    EXPECT_TRUE(book.sheets()[1].hidden);
}

TEST_F(WorkbookFile, OfLibxlsxwriterIsReadBack)
{
    lxw_workbook* book = workbook_new(path_.c_str());
    lxw_worksheet* sheet = workbook_add_worksheet(book, "Orders");
    lxw_format* date = workbook_add_format(book);
    format_set_num_format(date, "d mmm yyyy");
    worksheet_write_string(sheet, 0, 0, "When", nullptr);
    worksheet_write_string(sheet, 0, 1, "00123", nullptr);
    lxw_datetime when = {2026, 4, 21, 13, 30, 0.5};
    worksheet_write_datetime(sheet, 1, 0, &when, date);
    worksheet_write_number(sheet, 1, 1, 0.1 + 0.2, nullptr);
    worksheet_write_boolean(sheet, 1, 2, 0, nullptr);
    worksheet_write_formula_str(sheet, 1, 3, "=\"a\"", nullptr, "a");
    ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    EXPECT_EQ(dump(path_), "1: A=text When B=text 00123\n"
                           "2: A=time 2026-04-21 13:30:00.500 B=real 0.3 C=bool false D=text a\n")
        << "the writer keeps 16 digits";
}

TEST_F(WorkbookFile, OfLibreOfficeIsRead)
{
    const std::filesystem::path saved = PRESSTIME_SOURCE_DIR "/test/workbooks/libreoffice.xlsx";
    EXPECT_EQ(dump(saved),
              "1: A=text Umsatzbericht 2026\n"
              "3: A=text Datum B=text Zeitpunkt C=text PLZ D=text Betrag E=text Stück F=text Bezahlt "
              "G=text Dauer\n"
              "4: A=date 2026-01-05 B=time 2026-01-05 13:45:00 C=text 01067 D=real 0.1 E=int 3 "
              "F=bool true G=text 26:30:00\n"
              "5: A=date 2026-02-28 B=date 2026-02-28 C=text 80331 D=real 0.3 E=error #DIV/0! "
              "F=bool false G=text 00:00:30\n");
    const Workbook book = Workbook::open(saved).value();
    ASSERT_EQ(book.sheets().size(), 3U);
    EXPECT_TRUE(book.sheets()[1].hidden);
    EXPECT_EQ(dump(saved, 2), "") << "an empty sheet";
}

TEST(RichTextEscapes, AreUndone)
{
    EXPECT_EQ(without_escapes("a_x0009_b"), "a\tb");
    EXPECT_EQ(without_escapes("_x005F_x0041_"), "_x0041_");
    EXPECT_EQ(without_escapes("_xD83D__xDE00_"), "\xF0\x9F\x98\x80");
    EXPECT_EQ(without_escapes("_xD83D_!_x0000_"), "\xEF\xBF\xBD!");
    EXPECT_EQ(without_escapes("a_xyz_ _x12 snake_x"), "a_xyz_ _x12 snake_x");
}

TEST(ColumnLetters, GoOnBeyondZ)
{
    EXPECT_EQ(column_letters(0), "A");
    EXPECT_EQ(column_letters(25), "Z");
    EXPECT_EQ(column_letters(26), "AA");
    EXPECT_EQ(column_letters(16'383), "XFD");
}

} // namespace
} // namespace presstime

#include "platform/canvas/canvas_fixture.hpp"
#include "platform/canvas/pdf_finish.hpp"
#include "platform/canvas/tag_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime {
namespace {

using namespace canvas_test;
using ::testing::HasSubstr;
using ::testing::Not;

void add_table(Drawing& drawing, int rows)
{
    drawing.push_back(BeginTag{Tag::table});
    for (int row = 0; row < rows; ++row) {
        drawing.push_back(BeginTag{Tag::table_row});
        for (int column = 0; column < 2; ++column) {
            drawing.push_back(PushClip{{40.0 + column * 80, 100.0 + row % 40 * 16, 70, 16}});
            drawing.push_back(BeginTag{row == 0 ? Tag::table_header : Tag::table_cell});
            drawing.push_back(DrawText{"cell " + std::to_string(row) + "/" + std::to_string(column),
                                       {40.0 + column * 80, 112.0 + row % 40 * 16},
                                       kProse});
            drawing.push_back(EndTag{});
            drawing.push_back(PopClip{});
        }
        drawing.push_back(EndTag{});
    }
    drawing.push_back(EndTag{});
}

PageList tagged_pages(int rows)
{
    PageList pages =
        list_of({BeginTag{Tag::artifact}, DrawText{"page 1 of 2", {40, 800}, kProse}, EndTag{},
                 BeginTag{Tag::heading, 2}, DrawText{"Orders", {40, 40}, kProse}, EndTag{},
                 BeginTag{Tag::figure, 1, "Orders rose to 12 \U0001F389 (Größe)"},
                 FillRect{{40, 50, 20, 20}, light_theme().accent}, EndTag{}, BeginTag{Tag::paragraph},
                 DrawText{"see page 2", {40, 90}, kProse, TextAlign::left, 0, 0, "#2"}, EndTag{}});
    add_table(pages.pages.front().drawing, rows);
    pages.pages.push_back(page_with({DrawText{"second", {40, 40}, kProse}}));
    pages.outline.push_back({"Umsätze", 2, 30});
    pages.language = "de-DE";
    return pages;
}

// The objects without the streams.
std::string unpacked(const std::string& pdf)
{
    return run_tool("qpdf --qdf --object-streams=disable", "- | strings | sed '/^stream$/,/^endstream$/d'",
                    pdf);
}

TEST(PdfStructure, NamesHeadingsTablesAndFigures)
{
    const std::string pdf = pdf_of(tagged_pages(3));
    EXPECT_THAT(run_tool("qpdf --check", "", pdf), HasSubstr("No syntax or stream encoding errors"));
    const std::string structure = run_tool("pdfinfo -struct-text", "", pdf);
    EXPECT_THAT(structure, HasSubstr("H2 (block)\n    \"Orders\""));
    EXPECT_TRUE(structure.starts_with("Document\n")) << "one element holds all others";
    EXPECT_THAT(structure, HasSubstr("Figure"));
    EXPECT_THAT(structure, HasSubstr("Table (block)\n    TR\n      TH\n        \"cell 0/0\""));
    EXPECT_THAT(structure, HasSubstr("      TD\n        \"cell 2/1\""));
    EXPECT_THAT(structure, Not(HasSubstr("page 1 of 2")));
    EXPECT_THAT(run_tool("pdfinfo", "", pdf), HasSubstr("Tagged:          yes"));
}

TEST(PdfStructure, SaysLanguageAndWhatFiguresShow)
{
    const std::string plain = unpacked(pdf_of(tagged_pages(3)));
    EXPECT_THAT(plain, HasSubstr("/Lang (de-DE)"));
    EXPECT_THAT(plain, HasSubstr("/DisplayDocTitle true"));
    EXPECT_THAT(plain, HasSubstr("/Alt <feff004f0072")); // "Or"
    EXPECT_THAT(plain, HasSubstr("d83cdf89"));           // the pictograph, as two surrogates
}

TEST(PdfStructure, LinksAndOutlineLeadToTheirPages)
{
    const std::string plain = unpacked(pdf_of(tagged_pages(3)));
    EXPECT_THAT(plain, HasSubstr("/Subtype /Link"));
    EXPECT_THAT(plain, HasSubstr("/Dest (page 2)"));
    EXPECT_THAT(plain, HasSubstr("/Title <feff0055006d007300e40074007a0065>")); // Umsätze
    EXPECT_THAT(run_tool("pdfinfo -dests", "", pdf_of(tagged_pages(3))), HasSubstr("\"page 2\""));
}

TEST(PdfStructure, OfManyCellsIsTheTableAlone)
{
    const std::string pdf = pdf_of(tagged_pages(canvas::kMaxTaggedCells / 2 + 1));
    const std::string structure = run_tool("pdfinfo -struct", "", pdf);
    EXPECT_THAT(structure, HasSubstr("Table"));
    EXPECT_THAT(structure, Not(HasSubstr("TD")));
    EXPECT_THAT(run_tool("pdftotext", "-", pdf), HasSubstr("2479/1"));
}

TEST(PdfStructure, StandsWhereTagsAreUnbalanced)
{
    PageList pages = list_of({EndTag{}, BeginTag{Tag::table}, BeginTag{Tag::heading, 99},
                              PushClip{{0, 0, 99, 99}}, DrawText{"open", {40, 40}, kProse}});
    pages.pages.push_back(pages.pages.front());
    for (int depth = 0; depth < 1000; ++depth) {
        pages.pages.back().drawing.insert(pages.pages.back().drawing.begin(), BeginTag{Tag::figure, 1, ""});
    }
    EXPECT_THAT(run_tool("qpdf --check", "", pdf_of(pages)),
                HasSubstr("No syntax or stream encoding errors"));
}

TEST(PdfStructure, IsWholeWhereTextHoldsNoncharacters)
{
    const std::string text = "a\xEF\xBF\xBE\xEF\xB7\x90\xF0\x9F\xBF\xBFz";
    PageList pages = list_of({DrawText{text, {40, 40}, kProse}, DrawText{text, {40, 80}, kFigures}});
    pages.title = text;
    pages.author = text;
    pages.outline = {{text, 1, 0}};
    EXPECT_THAT(run_tool("qpdf --check", "", pdf_of(pages)),
                HasSubstr("No syntax or stream encoding errors"));
}

TEST(PdfStructure, IsNotTouchedInAFileThatIsLaidOutOtherwise)
{
    for (const std::string file :
         {"", "no PDF", "xref\n0 1\ntrailer << /Size 1 /Root 1 0 R /Info 1 0 R >>\nstartxref\n0\n%%EOF\n",
          "startxref\n99999999999\n%%EOF", "/Size 9 /Root 1 /Info 2 startxref\n0\n"}) {
        std::string out;
        const ByteWriter writer = into(out);
        ASSERT_TRUE(canvas::finish_pdf(file, {"en", {}}, writer));
        EXPECT_EQ(out, file);
    }
    const std::string whole = pdf_of(tagged_pages(3)); // no table, but a stream of cross-references
    std::string out;
    const ByteWriter writer = into(out);
    ASSERT_TRUE(canvas::finish_pdf(whole, {"en", {}}, writer));
    EXPECT_EQ(out, whole);
}

} // namespace
} // namespace presstime

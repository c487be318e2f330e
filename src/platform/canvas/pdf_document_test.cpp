// What the file that is written without cairo says to the tools people read PDFs with, and what it leaves to
// cairo.
#include "platform/canvas/canvas_fixture.hpp"
#include "platform/canvas/pdf_document.hpp"

#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace canvas_test;
using testing::HasSubstr;

bool is_made(std::vector<DrawCommand> commands)
{
    const auto made = canvas::make_pdf(list_of(std::move(commands)), Instant{}, a_minute());
    EXPECT_TRUE(made);
    return made && made->has_value();
}

TEST(PdfDocument, LeavesEmojiToCairoAndMakesEverythingElse)
{
    EXPECT_TRUE(
        is_made({DrawText{"Größe 日本 मासिक", {40, 40}, kProse}, FillRect{{1, 1, 9, 9}, rgb(0x123456), 3}}));
    EXPECT_FALSE(is_made({DrawText{"Done 🎉", {40, 40}, kProse}}));
}

TEST(PdfDocument, IsSoundWhereClipsAndTagsCrossAndNumbersAreHuge)
{
    const std::string pdf = pdf_of(list_of(
        {PopClip{}, PushClip{{0, 0, 50, 50}}, BeginTag{Tag::paragraph}, DrawText{"(a\\b)", {9, 9}, kProse},
         PopClip{}, DrawText{"still", {9, 30}, kProse}, PushClip{{0, 0, 1e300, 5}},
         FillPolygon{{{0, 0}, {9, 0}, {9, 9}}, with_alpha(rgb(0xFF0000), 0.5), with_alpha(rgb(0xFF0000), 0)},
         Dots{{{5, 5}, {5, 6}}, 4, with_alpha(rgb(0x0000FF), 0.3)},
         FillWedge{{50, 50}, 10, 20, 0, 99, rgb(0x00FF00)}}));
    EXPECT_THAT(run_tool("qpdf --check", "", pdf), HasSubstr("No syntax or stream encoding errors"));
    EXPECT_THAT(run_tool("pdftotext", "-", pdf), HasSubstr("(a\\b)"));
    EXPECT_THAT(run_tool("pdfinfo -struct-text", "", pdf), HasSubstr("P (block)\n    \"(a\\b)"));
}

} // namespace
} // namespace presstime

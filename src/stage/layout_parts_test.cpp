// The parts of the layout that break text: lines and Markdown.
#include "stage/layout_fixture.hpp"
#include "stage/layout_lines.hpp"
#include "stage/markdown.hpp"

namespace presstime::stage {
namespace {

std::vector<std::string> wrapped(std::string_view text, std::size_t letters, std::size_t most = 9)
{
    FixedMeasure measure;
    const TextStyle style{10};
    return wrap_text(text, style, measure.width(std::string(letters, 'x'), style) + 0.01, most, measure)
        .lines;
}

using Lines = std::vector<std::string>;

TEST(WrapText, BreaksAtSpacesAndOnlyOverlongWordsInside)
{
    EXPECT_EQ(wrapped("one two three", 7), (Lines{"one two", "three"}));
    EXPECT_EQ(wrapped("abcdefghij kl", 4), (Lines{"abcd", "efgh", "ij", "kl"}));
    EXPECT_EQ(wrapped("", 4), Lines{});
    EXPECT_EQ(wrapped(" \n\t ", 4), Lines{});
}

TEST(WrapText, EndsInAnEllipsisWhenLinesRunOut)
{
    EXPECT_EQ(wrapped("one two three", 7, 1), Lines{"one tw…"});
    EXPECT_EQ(wrapped("one two", 7, 1), Lines{"one two"});
}

TEST(WrapText, GoesOnWhenNotEvenOneLetterFits)
{
    EXPECT_EQ(wrapped("äb", 0, 5), (Lines{"ä", "b"}));
}

TEST(Markdown, ReadsHeadingsParagraphsAndLists)
{
    const auto blocks = parse_markdown("# Title\nfirst\nline\n\n- one\n  - two\n3. three\n\n#hash");
    ASSERT_EQ(blocks.size(), 6u);
    EXPECT_EQ(blocks[0].kind, MarkdownKind::heading);
    EXPECT_EQ(blocks[0].level, 1);
    EXPECT_EQ(blocks[1].spans.front().text, "first line");
    EXPECT_EQ(blocks[2].marker, "•");
    EXPECT_EQ(blocks[3].level, 1);
    EXPECT_EQ(blocks[4].marker, "3.");
    EXPECT_EQ(blocks[5].spans.front().text, "#hash");
}

TEST(Markdown, ReadsStressAndLinksAndLeavesOtherStarsAlone)
{
    using Spans = std::vector<MarkdownSpan>;
    EXPECT_EQ(parse_markdown("a **b** *c* 2*3 [d](https://e.f)").front().spans,
              (Spans{{"a ", FontWeight::regular, ""},
                     {"b", FontWeight::semibold, ""},
                     {" ", FontWeight::regular, ""},
                     {"c", FontWeight::medium, ""},
                     {" 2*3 ", FontWeight::regular, ""},
                     {"d", FontWeight::regular, "https://e.f"}}));
    EXPECT_EQ(parse_markdown("**open [x").front().spans, (Spans{{"**open [x", FontWeight::regular, ""}}));
}

} // namespace
} // namespace presstime::stage

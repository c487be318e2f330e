// The parts of the layout that decide in words: lines, Markdown, periods, and the completeness line.
#include "stage/layout_fixture.hpp"
#include "stage/layout_lines.hpp"
#include "stage/layout_stamp.hpp"
#include "stage/markdown.hpp"
#include "stage/period_text.hpp"

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

std::string period(const char* start, const char* end, const char* zone = "Europe/Berlin")
{
    return period_text({at(start), at(end)}, *find_zone(zone).value());
}

TEST(PeriodText, IsAsShortAsTheCalendarAllows)
{
    EXPECT_EQ(period("2025-12-31T23:00:00Z", "2026-12-31T23:00:00Z"), "2026");
    EXPECT_EQ(period("2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z"), "October 2026");
    EXPECT_EQ(period("2026-11-19T23:00:00Z", "2026-11-20T23:00:00Z"), "20 Nov 2026");
    EXPECT_EQ(period("2026-11-13T23:00:00Z", "2026-11-20T23:00:00Z"), "14 – 20 Nov 2026");
    EXPECT_EQ(period("2026-10-29T23:00:00Z", "2026-11-02T23:00:00Z"), "30 Oct – 2 Nov 2026");
    EXPECT_EQ(period("2025-12-28T23:00:00Z", "2026-01-04T23:00:00Z"), "29 Dec 2025 – 4 Jan 2026");
}

TEST(PeriodText, SaysTimesAndTheZoneWhenNotWholeDays)
{
    EXPECT_EQ(period("2026-11-20T07:00:00Z", "2026-11-20T08:00:00Z"), "20 Nov 2026, 08:00 – 09:00 CET");
    EXPECT_EQ(period("2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
              "25 Oct 2026, 02:00 CEST – 25 Oct 2026, 02:00 CET");
    EXPECT_EQ(period("2026-11-20T07:00:00Z", "2026-11-20T07:00:00Z"), "");
}

TEST(CompletenessLine, NamesCountsAndCutters)
{
    EXPECT_EQ(completeness_line({.shown = 1, .in_result = 1}), "1 row");
    EXPECT_EQ(completeness_line({.shown = 1'204, .in_result = 1'204}), "1,204 rows");
    EXPECT_EQ(completeness_line({.shown = 200, .in_result = 4'812, .limit = "the widget's limit"}),
              "Showing 200 of 4,812 rows, cut by the widget's limit");
    EXPECT_EQ(completeness_line({.shown = 20,
                                 .in_result = 500,
                                 .limit = "the widget's limit",
                                 .source_cut = "the query's max_rows of 500"}),
              "Showing 20 of more than 500 rows, cut by the widget's limit and the query's max_rows of 500");
    EXPECT_EQ(
        completeness_line({.shown = 9, .in_result = 9, .columns_left_out = 3, .columns = 12, .shortened = 1}),
        "9 rows; 3 of 12 columns left out for want of room; 1 long text shortened");
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

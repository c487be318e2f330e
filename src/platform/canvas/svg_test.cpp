#include "platform/canvas/svg.hpp"

#include "platform/canvas/canvas_fixture.hpp"
#include "platform/canvas/image.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace presstime {
namespace {

using namespace canvas_test;
using ::testing::HasSubstr;
using ::testing::Not;

std::string svg_of(const Page& page, const SvgStyle& style = {})
{
    const auto svg = write_svg(page, style);
    EXPECT_TRUE(svg) << svg.error().message;
    return svg.value_or("");
}

// "ok" when Python's XML parser takes it and finds no element or attribute beyond the ones that only draw.
std::string judge(const std::string& svg)
{
    static const char* const kJudge =
        "python3 -c \"import sys,xml.etree.ElementTree as t\n"
        "allowed={'svg','rect','path','text','g','image','linearGradient','stop'}\n"
        "for e in t.parse(sys.argv[1]).iter():\n"
        "    name=e.tag.split('}')[1]\n"
        "    assert name in allowed,name\n"
        "    for k,v in e.attrib.items():\n"
        "        assert not k.startswith('on') and k!='style',k\n"
        "        assert k!='href' or v.startswith('data:image/'),v\n"
        "print('ok')\"";
    return run_tool(kJudge, "", svg);
}

TEST(Svg, IsWellFormedWhateverTheTextsSay)
{
    const std::string attack =
        "\"'><script>alert(1)</script>&amp;\x01\x1B\xC2\x85\xEF\xBF\xBF\xFF]]>\n</svg>";
    Page page =
        page_with({DrawText{attack, {10, 20}, kProse, TextAlign::left, 0, 0, "javascript:alert(1)"},
                   BeginTag{Tag::figure, 1, attack}, FillRect{{1, 2, 3, 4}, light_theme().ink, 2}, EndTag{}});
    page.alt_text = attack;
    page.widget_id = attack;
    page.drawing.push_back(FillPolygon{{{0, 0}, {9, 0}, {9, 9}}, light_theme().accent, light_theme().bad});
    SvgStyle style;
    style.font_family = attack;
    style.language = attack;
    style.id_prefix = attack;
    const std::string svg = svg_of(page, style);
    EXPECT_EQ(judge(svg), "ok\n");
    EXPECT_THAT(svg, Not(HasSubstr("<script")));
    EXPECT_THAT(svg, Not(HasSubstr("javascript")));
}

TEST(Svg, KeepsTextAsTextAtItsMeasuredWidth)
{
    const std::string svg = svg_of(page_with(
        {DrawText{"Umsatz & Gewinn", {10, 20}, {9, FontWeight::semibold}},
         DrawText{"1,204", {90, 20}, kFigures, TextAlign::right},
         DrawText{"Ein sehr langer Name", {10, 40}, kProse, TextAlign::left, 40},
         DrawText{"שלום", {10, 60}, kProse}, DrawText{"turned", {10, 80}, kProse, TextAlign::left, 0, 35}}));
    EXPECT_EQ(judge(svg), "ok\n");
    EXPECT_THAT(svg, HasSubstr(">Umsatz &amp; Gewinn</text>"));
    EXPECT_THAT(svg, HasSubstr("font-weight=\"600\""));
    EXPECT_THAT(svg, HasSubstr("font-variant=\"tabular-nums\" text-anchor=\"end\" textLength=\""));
    EXPECT_THAT(svg, HasSubstr("…</text>"));
    EXPECT_THAT(svg, HasSubstr("text-anchor=\"end\" direction=\"rtl\"")); // its left end stands at x
    EXPECT_THAT(svg, HasSubstr("transform=\"rotate(-35 10 80)\""));
}

TEST(Svg, WritesNumbersShortAndIdsApart)
{
    Page page = page_with({FillRect{{1.0 / 3, 2, 10.126, 5}, with_alpha(light_theme().ink, 0.5), 1.5},
                           FillPolygon{{{0, 0}, {9, 0}, {9, 9}}, light_theme().accent, light_theme().bad},
                           FillPolygon{{{0, 0}, {9, 0}, {9, 9}}, light_theme().bad, light_theme().accent}});
    page.widget_id = "w7";
    const std::string svg = svg_of(page);
    EXPECT_THAT(svg, HasSubstr("<rect x=\"0.33\" y=\"2\" width=\"10.13\" height=\"5\" rx=\"1.5\" "
                               "fill=\"#1b1f24\" fill-opacity=\"0.5\"/>"));
    EXPECT_THAT(svg, HasSubstr("url(#w7g1)"));
    EXPECT_THAT(svg, HasSubstr("url(#w7g2)"));
    EXPECT_EQ(svg, svg_of(page));
}

TEST(Svg, StaysWellFormedWhereClipsAndTagsCrossOrNeverEnd)
{
    const std::string svg =
        svg_of(page_with({PopClip{}, EndTag{}, PushClip{{0, 0, 50, 50}}, BeginTag{Tag::figure, 1, "a"},
                          PopClip{}, DrawText{"still in the figure", {1, 9}, kProse}, EndTag{},
                          BeginTag{Tag::table}, PushClip{{0, 0, 9, 9}}, BeginTag{Tag::table_row}}));
    EXPECT_EQ(judge(svg), "ok\n");
    EXPECT_THAT(svg, HasSubstr("</svg>\n<g role=\"img\" aria-label=\"a\">\n<text"));
}

TEST(Svg, LeavesOutNumbersThatAreNotFinite)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::string svg = svg_of(page_with(
        {FillRect{{nan, 0, 1, 1}, {}}, StrokeRect{{0, 0, 1, 1}, {}, nan}, FillRect{{0, 0, 1, 1}, {}, nan},
         Polyline{{{0, 0}, {nan, 1}, {2, 2}, {3, 3}}, {}}, FillPolygon{{{nan, 0}}, {}, rgb(1)},
         FillWedge{{0, 0}, 0, nan, 0, 1, {}}, Dots{{{nan, 0}, {1, 1}}, 4, {}},
         DrawText{"x", {nan, 0}, kProse}, PushClip{{0, nan, 1, 1}}, DrawImage{nullptr, {0, 0, 1, 1}}}));
    EXPECT_EQ(judge(svg), "ok\n");
    EXPECT_THAT(svg, Not(HasSubstr("nan")));
    EXPECT_THAT(svg, HasSubstr("d=\"M0 0M2 2L3 3\""));
    Page page;
    page.width = nan;
    EXPECT_FALSE(write_svg(page, {}));
}

TEST(Svg, CarriesImagesPaperAndFullRings)
{
    const auto image = read_image(png_of(page_with({FillRect{{0, 0, 9, 9}, rgb(0xFF0000)}}), 0.1)).value();
    SvgStyle style;
    style.paper = rgb(0x101418);
    const std::string svg = svg_of(page_with({DrawImage{image, {10, 10, 80, 80}},
                                              FillWedge{{50, 50}, 10, 20, 0, 6.2832, light_theme().good}}),
                                   style);
    EXPECT_EQ(judge(svg), "ok\n");
    EXPECT_THAT(svg, HasSubstr("href=\"data:image/png;base64,iVBORw0KGgo"));
    EXPECT_THAT(svg, HasSubstr("fill=\"#101418\"/>"));
    EXPECT_THAT(svg,
                HasSubstr("A20 20 0 0 1 50 70A20 20 0 0 1 50 30L50 40A10 10 0 0 0 50 60A10 10 0 0 0 50 40Z"));
}

} // namespace
} // namespace presstime

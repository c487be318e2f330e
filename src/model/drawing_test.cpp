#include "model/dashboard.hpp"
#include "model/drawing.hpp"
#include "model/page_list.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

TEST(DrawingDump, WritesOneCommandALineWithAtMostTwoDecimals)
{
    Drawing drawing;
    drawing.push_back(FillRect{{0, 1.005, 10.126, 4}, rgb(0x2F5FD0), 1.5});
    drawing.push_back(Polyline{{{0, 0}, {-0.001, 5.5}}, rgb(0), 0.5, false, {2, 1}});
    drawing.push_back(DrawText{"say \"hi\"\n", {1, 2}, {}, TextAlign::right, 40, 35, "https://example.com"});
    drawing.push_back(PopClip{});
    EXPECT_EQ(to_dump(drawing), "fill 0,1 10.13x4 #2f5fd0 radius=1.5\n"
                                "line 0,0 0,5.5 #000000 width=0.5 square dash=2,1\n"
                                "text 1,2 \"say \\\"hi\\\"\\n\" 9 #1b1f24 right max=40 angle=35 "
                                "link=\"https://example.com\"\n"
                                "unclip\n");
}

TEST(DrawingDump, SaysBothColoursOfAGradientAndAlphaOnlyWhenNotOpaque)
{
    Drawing drawing;
    drawing.push_back(FillPolygon{{{0, 0}}, with_alpha(rgb(0xFF0000), 0.5), rgb(0xFF0000)});
    EXPECT_EQ(to_dump(drawing), "polygon 0,0 #ff000080..#ff0000\n");
}

TEST(PageListDump, SaysTheStampBeforeThePages)
{
    PageList pages;
    pages.title = "Sales";
    pages.language = "en";
    pages.rows_shown = 2;
    pages.rows_in_result = 9;
    pages.complete = false;
    pages.note = "Orders: cut";
    pages.pages.resize(1);
    EXPECT_EQ(to_dump(pages), "title \"Sales\" author \"\" language en\nrows 2 of 9, cut\nnote Orders: cut\n"
                              "page 1 595.28x841.89\n");
}

TEST(Dashboard, FindsAQueryByItsName)
{
    Dashboard dashboard;
    dashboard.queries.resize(2);
    dashboard.queries[1].name = "orders";
    EXPECT_EQ(dashboard.find_query("orders"), &dashboard.queries[1]);
    EXPECT_EQ(dashboard.find_query("Orders"), nullptr);
}

TEST(Widget, TextIsTheOnlyKindAFileOfRowsLeavesOut)
{
    Widget widget;
    widget.kind = WidgetKind::text;
    EXPECT_FALSE(is_tabular(widget));
    widget.kind = WidgetKind::kpi;
    EXPECT_TRUE(is_tabular(widget));
}

} // namespace
} // namespace presstime

#include "chart/chart_fixture.hpp"

#include "model/theme.hpp"

namespace presstime {
namespace {

Table sales()
{
    return table_of({{"month", text_column({"Jan", "Feb", "Mar"})},
                     {"revenue", real_column({120, 90, 150})},
                     {"margin", real_column({0.31, 0.28, 0.36})},
                     {"note", text_column({"a", "b", "c"})}});
}

ChartSpec combo()
{
    return {.mark = Mark::combo, .x = "month", .y = {"revenue"}, .y2 = {"margin"}, .y2_format = "0 %"};
}

std::vector<DrawText> labels_at_right(const Drawing& drawing)
{
    std::vector<DrawText> found;
    for (const DrawText& text : commands_of<DrawText>(drawing))
        if (text.at.x == kTestBox.right() && text.align == TextAlign::right)
            found.push_back(text);
    return found;
}

std::vector<double> gridline_heights(const Drawing& drawing)
{
    std::vector<double> heights;
    for (const Polyline& line : commands_of<Polyline>(drawing))
        if (line.color == light_theme().hairline)
            heights.push_back(line.points[0].y);
    return heights;
}

TEST(Combos, LabelTheRightAxisOnTheGridlinesOfTheLeft)
{
    auto result = draw(combo(), sales());
    ASSERT_TRUE(result);
    auto lines = gridline_heights(result->drawing);
    auto labels = labels_at_right(result->drawing);
    ASSERT_EQ(labels.size(), lines.size()) << "one set of gridlines, a label of both axes at each";
    for (std::size_t i = 0; i < labels.size(); ++i) {
        EXPECT_NEAR(labels[i].at.y, lines[i], 4);
        EXPECT_NE(labels[i].text.find('%'), std::string::npos) << labels[i].text;
    }
}

TEST(Combos, TellWhichSeriesIsOnTheRightAxis)
{
    auto texts = texts_of(draw(combo(), sales())->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "margin (right axis)"), 1);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "revenue"), 1);
    auto german = texts_of(draw(combo(), sales(), "Titel", kTestBox, {.locale = "de-DE"})->drawing);
    EXPECT_EQ(std::count(german.begin(), german.end(), "margin (rechte Achse)"), 1);
}

TEST(Combos, ShareOneAxisWhenAsked)
{
    ChartSpec spec = combo();
    spec.y2_axis = SecondAxis::shared;
    auto result = draw(spec, sales());
    ASSERT_TRUE(result);
    EXPECT_TRUE(labels_at_right(result->drawing).empty());
    auto texts = texts_of(result->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "margin"), 1) << "no word of a right axis";
}

TEST(Combos, PutZeroOnZeroWhenBothAxesHaveOne)
{
    auto result = draw(combo(), table_of({{"month", text_column({"Jan", "Feb"})},
                                          {"revenue", real_column({10, -10})},
                                          {"margin", real_column({0.3, -0.1})}}));
    ASSERT_TRUE(result);
    double left = 0, right = -1;
    for (const DrawText& text : commands_of<DrawText>(result->drawing)) {
        left = text.text == "0" ? text.at.y : left;
        right = text.text == "0 %" ? text.at.y : right;
    }
    EXPECT_EQ(left, right);
}

TEST(Combos, SayWhereTheRightAxisStarts)
{
    auto result = draw(combo(), sales());
    EXPECT_EQ(result->note, "The right axis starts at 25 %, not at zero.");
}

TEST(Combos, NameTheFieldOfABadLine)
{
    ChartSpec spec = combo();
    spec.y2 = {"note"};
    EXPECT_EQ(draw(spec, sales()).error().field, "chart.y2");
    spec.y2 = {"nothing"};
    EXPECT_EQ(draw(spec, sales()).error().field, "chart.y2");
    spec = combo();
    spec.y2_format = "%%";
    EXPECT_EQ(draw(spec, sales()).error().field, "chart.y2_format");
}

TEST(Combos, AreSaidInWordsWithTheFormatOfEachAxis)
{
    auto result = draw(combo(), sales());
    EXPECT_EQ(result->alt_text, "Combo chart “Title”: revenue and margin by month. 2 series: revenue adds up "
                                "to 360, margin runs from 28 % to 36 %.");
}

TEST(Combos, HaveAHitForEveryBarAndPoint)
{
    auto result = draw(combo(), sales());
    ASSERT_EQ(result->hits.size(), 6u);
    EXPECT_EQ(result->hits[0].series, "revenue");
    EXPECT_EQ(result->hits[0].category, "Jan");
    EXPECT_EQ(result->hits[0].value, "120");
    EXPECT_EQ(result->hits[3].series, "margin");
    EXPECT_EQ(result->hits[3].value, "31 %");
}

TEST(Donuts, WriteTheSumInTheHole)
{
    auto result = draw({.mark = Mark::donut, .x = "month", .y = {"revenue"}, .y_format = "€ 0"}, sales());
    ASSERT_TRUE(result);
    auto texts = texts_of(result->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "€ 360"), 1);
    for (const FillWedge& wedge : commands_of<FillWedge>(result->drawing))
        EXPECT_GT(wedge.inner_radius, wedge.outer_radius / 2);
    EXPECT_EQ(result->alt_text.find("Donut chart"), 0u);
    ASSERT_EQ(result->hits.size(), 3u);
    EXPECT_EQ(result->hits[0].category, "Mar");
    EXPECT_EQ(result->hits[0].value, "€ 150 (42 %)");
}

TEST(Donuts, LeaveTheSumOutWhereItDoesNotFit)
{
    auto tiny = draw({.mark = Mark::donut, .x = "month", .y = {"revenue"}, .y_format = "€ 0,0.0000000"},
                     sales(), "", {0, 0, 60, 50});
    ASSERT_TRUE(tiny);
    for (const std::string& text : texts_of(tiny->drawing))
        EXPECT_EQ(text.find("360.0000000"), std::string::npos);
}

} // namespace
} // namespace presstime

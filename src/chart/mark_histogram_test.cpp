#include "chart/chart_fixture.hpp"

#include <limits>

namespace presstime {
namespace {

ChartSpec histogram()
{
    return {.mark = Mark::histogram, .x = "days"};
}

// 1, 2, 2, 3, 3, 3 ... : as many of each number as it says.
Table stairs(int steps)
{
    Reals days, cost;
    for (int step = 1; step <= steps; ++step)
        for (int i = 0; i < step; ++i) {
            days.push_back(step);
            cost.push_back(10);
        }
    return table_of({{"days", real_column(days)}, {"cost", real_column(cost)}});
}

TEST(Histogram, CountsRowsInBarsThatTouch)
{
    auto result = draw(histogram(), stairs(6));
    ASSERT_TRUE(result);
    auto bars = commands_of<FillRect>(result->drawing);
    ASSERT_EQ(bars.size(), 6U);
    for (std::size_t i = 1; i < bars.size(); ++i) {
        EXPECT_NEAR(bars[i].box.x - bars[i - 1].box.right(), 1, 0.01);
        EXPECT_NEAR(bars[i].box.h / bars[0].box.h, static_cast<double>(i + 1), 0.01);
    }
    ASSERT_EQ(result->hits.size(), 6U);
    EXPECT_EQ(result->hits[2].series, "days");
    EXPECT_EQ(result->hits[2].category, "3 – 4");
    EXPECT_EQ(result->hits[2].value, "3");
}

TEST(Histogram, AddsUpAMeasure)
{
    ChartSpec spec = histogram();
    spec.y = {"cost"};
    auto result = draw(spec, stairs(4));
    ASSERT_TRUE(result);
    ASSERT_EQ(result->hits.size(), 4U);
    EXPECT_EQ(result->hits[3].series, "cost");
    EXPECT_EQ(result->hits[3].value, "40");
}

TEST(Histogram, LabelsItsEdges)
{
    auto result = draw(histogram(), stairs(6), "", {0, 0, 400, 200});
    ASSERT_TRUE(result);
    auto bars = commands_of<FillRect>(result->drawing);
    for (const DrawText& text : commands_of<DrawText>(result->drawing))
        if (text.text == "4" && text.align == TextAlign::center) {
            EXPECT_NEAR(text.at.x, (bars[2].box.right() + bars[3].box.x) / 2, 0.01);
            return;
        }
    FAIL() << "no label at the edge 4";
}

TEST(Histogram, HasOneBarForEqualValues)
{
    auto result = draw(histogram(), table_of({{"days", real_column({5, 5, 5})}}));
    ASSERT_TRUE(result);
    EXPECT_EQ(commands_of<FillRect>(result->drawing).size(), 1U);
    EXPECT_EQ(result->alt_text, "Histogram “Title”: days. 3 values of 5.");
}

TEST(Histogram, LeavesOutWhatIsNoNumberAndSaysSo)
{
    constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
    auto result = draw(histogram(), table_of({{"days", real_column({1, 2, kNan, std::nullopt, 3})}}));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->note, "2 rows without `days` left out.");
    auto empty = draw(histogram(), table_of({{"days", real_column({kNan, std::nullopt})}}));
    ASSERT_TRUE(empty);
    EXPECT_TRUE(empty->empty);
}

TEST(Histogram, PutsStatisticsOfItsNumbersOnX)
{
    ChartSpec spec = histogram();
    spec.references = {{.statistic = ReferenceStatistic::median}};
    auto result = draw(spec, stairs(5));
    ASSERT_TRUE(result);
    auto texts = texts_of(result->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "Median 4"), 1);
    EXPECT_EQ(result->note, "");
}

TEST(Histogram, RefusesTextAndSeveralMeasures)
{
    auto text = draw(histogram(), table_of({{"days", text_column({"Monday"})}}));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().field, "chart.x");
    ChartSpec spec = histogram();
    spec.y = {"cost", "days"};
    EXPECT_EQ(draw(spec, stairs(2)).error().field, "chart.y");
}

TEST(Histogram, LooksLikeItsGoldenDump)
{
    ChartSpec spec = histogram();
    spec.y_title = "Orders";
    spec.bins = 4;
    spec.labels = LabelMode::on;
    auto result = draw(spec, stairs(12), "Delivery");
    ASSERT_TRUE(result);
    expect_golden("chart_histogram",
                  "alt: " + result->alt_text + "\nnote: " + result->note + "\n" + to_dump(result->drawing));
}

} // namespace
} // namespace presstime

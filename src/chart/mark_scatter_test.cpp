#include "chart/chart_fixture.hpp"
#include "platform/text/phrases.hpp"

#include <limits>
#include <random>

namespace presstime {
namespace {

ChartSpec scatter()
{
    return {.mark = Mark::scatter, .x = "x", .y = {"y"}};
}

Table cloud(std::size_t count)
{
    std::mt19937 random(5);
    std::normal_distribution<double> normal(0, 1);
    Reals x, y;
    Texts series;
    for (std::size_t i = 0; i < count; ++i) {
        x.push_back(50 + 10 * normal(random));
        y.push_back(2 * *x.back() + normal(random));
        series.push_back(i % 2 == 0 ? "even" : "odd");
    }
    return table_of({{"x", real_column(x)}, {"y", real_column(y)}, {"s", text_column(series)}});
}

Table named_points()
{
    return table_of({{"x", real_column({10, 42, 55, 80})},
                     {"y", real_column({5, 25, 18, 60})},
                     {"name", text_column({"Ada", "Bell", "Cray", "Dirac"})}});
}

TEST(Scatter, DrawsAllDotsOfASeriesInOneCommand)
{
    ChartSpec spec = scatter();
    spec.series = "s";
    auto result = draw(spec, cloud(1000));
    ASSERT_TRUE(result);
    auto dots = commands_of<Dots>(result->drawing);
    ASSERT_EQ(dots.size(), 2U);
    EXPECT_EQ(dots[0].centers.size(), 500U);
    EXPECT_LT(dots[0].color.a, 255);
    EXPECT_NE(dots[0].color, dots[1].color);
    EXPECT_EQ(result->note, "");
}

TEST(Scatter, NeedNotBeginAtZero)
{
    auto result = draw(scatter(), table_of({{"x", real_column({1000, 1040})}, {"y", real_column({70, 84})}}));
    ASSERT_TRUE(result);
    auto texts = texts_of(result->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "0"), 0);
}

TEST(Scatter, LeavesOutAndCountsWhatHasNoPlace)
{
    ChartSpec spec = scatter();
    spec.x_scale = spec.y_scale = ScaleKind::log;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    auto result = draw(spec, table_of({{"x", real_column({1, 10, -1, 0, 100, 1000, std::nullopt, 5})},
                                       {"y", real_column({1, 20, 3, 4, std::nullopt, kInfinity, 6, 0})}}));
    ASSERT_TRUE(result);
    ASSERT_EQ(commands_of<Dots>(result->drawing).size(), 1U);
    EXPECT_EQ(commands_of<Dots>(result->drawing)[0].centers.size(), 2U);
    EXPECT_NE(result->note.find("1 row without `x` left out."), std::string::npos) << result->note;
    EXPECT_NE(result->note.find("2 rows without `y` left out."), std::string::npos) << result->note;
    EXPECT_NE(result->note.find("3 values of zero or less left out of the logarithmic axis."),
              std::string::npos)
        << result->note;
}

TEST(Scatter, HasNoPictureWhenNothingHasAPlace)
{
    ChartSpec spec = scatter();
    spec.x_scale = ScaleKind::log;
    auto result = draw(spec, table_of({{"x", real_column({-1, 0})}, {"y", real_column({1, 2})}}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->empty);
}

TEST(Scatter, MergesACrowdAndSaysSo)
{
    auto result = draw(scatter(), cloud(100'000));
    ASSERT_TRUE(result);
    std::size_t drawn = 0;
    for (const Dots& dots : commands_of<Dots>(result->drawing))
        drawn += dots.centers.size();
    EXPECT_LT(drawn, 30'000U);
    EXPECT_EQ(result->note, "100,000 points are drawn as " +
                                count_text(find_locale("en-US"), static_cast<std::int64_t>(drawn)) +
                                ": those in the same place are merged.");
    EXPECT_LE(result->hits.size(), 3000U);
}

TEST(Scatter, NamesPointsWithoutCoveringAny)
{
    ChartSpec spec = scatter();
    spec.label = "name";
    auto result = draw(spec, named_points());
    ASSERT_TRUE(result);
    auto dots = commands_of<Dots>(result->drawing);
    ASSERT_EQ(dots.size(), 1U);
    FixedMeasure measure;
    int named = 0;
    for (const DrawText& text : commands_of<DrawText>(result->drawing)) {
        bool is_name =
            text.text == "Ada" || text.text == "Bell" || text.text == "Cray" || text.text == "Dirac";
        named += is_name ? 1 : 0;
        for (const Point& at : dots[0].centers)
            EXPECT_FALSE(is_name && at.x > text.at.x &&
                         at.x < text.at.x + measure.width(text.text, text.style) && at.y < text.at.y &&
                         at.y > text.at.y - text.style.size)
                << text.text;
    }
    EXPECT_EQ(named, 4);
    spec.labels = LabelMode::off;
    auto texts = texts_of(draw(spec, named_points())->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "Ada"), 0);
}

TEST(Scatter, TellsItsNumbers)
{
    ChartSpec spec = scatter();
    spec.label = "name";
    auto result = draw(spec, named_points(), "Trials");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->alt_text, "Scatter chart “Trials”: y by x. 4 points from 10 to 80; y from 5 to 60; "
                                "correlation 0.90.");
    ASSERT_EQ(result->hits.size(), 4U);
    EXPECT_EQ(result->hits[1].series, "Bell");
    EXPECT_EQ(result->hits[1].category, "42");
    EXPECT_EQ(result->hits[1].value, "25");
}

TEST(Scatter, RefusesTextOnX)
{
    auto result = draw(scatter(), table_of({{"x", text_column({"a", "b"})}, {"y", real_column({1, 2})}}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().field, "chart.x");
    ChartSpec spec = scatter();
    spec.label = "nobody";
    auto unnamed = draw(spec, cloud(3));
    ASSERT_FALSE(unnamed);
    EXPECT_EQ(unnamed.error().field, "chart.label");
}

TEST(Scatter, LeavesOutWhatLiesBeyondGivenEnds)
{
    ChartSpec spec = scatter();
    spec.y_max = 30;
    auto result = draw(spec, named_points());
    ASSERT_TRUE(result);
    EXPECT_EQ(commands_of<Dots>(result->drawing)[0].centers.size(), 3U);
    EXPECT_EQ(result->note, "1 value lies beyond the axis.");
}

TEST(Scatter, LooksLikeItsGoldenDump)
{
    ChartSpec spec = scatter();
    spec.label = "name";
    spec.x_title = "Price, €";
    spec.y_scale = ScaleKind::log;
    auto result = draw(spec, named_points(), "Trials");
    ASSERT_TRUE(result);
    expect_golden("chart_scatter",
                  "alt: " + result->alt_text + "\nnote: " + result->note + "\n" + to_dump(result->drawing));
}

} // namespace
} // namespace presstime

#include "chart/chart_fixture.hpp"

namespace presstime {
namespace {

ChartSpec bubbles()
{
    return {.mark = Mark::bubble, .x = "x", .y = {"y"}, .size = "size"};
}

Table five()
{
    return table_of({{"x", real_column({10, 40, 20, 0, 30})},
                     {"y", real_column({5, 25, 0, 60, 30})},
                     {"size", real_column({1, 4, -2, 100, std::nullopt})},
                     {"name", text_column({"Ada", "Bell", "Cray", "Dirac", "Euler"})}});
}

// Those in the plot; the legend's stand above it.
std::vector<Dots> bubbles_of(const Drawing& drawing)
{
    std::vector<Dots> found;
    for (const Dots& dots : commands_of<Dots>(drawing))
        if (dots.color.b != dots.color.r && with_alpha(dots.color, 1) != light_theme().secondary)
            found.push_back(dots);
    return found;
}

TEST(Bubbles, HaveAreasInProportionAndTheLargestBehind)
{
    auto result = draw(bubbles(), five());
    ASSERT_TRUE(result);
    auto drawn = bubbles_of(result->drawing);
    ASSERT_EQ(drawn.size(), 3U);
    EXPECT_NEAR(drawn[0].diameter / drawn[1].diameter, 5, 0.01);
    EXPECT_NEAR(drawn[0].diameter / drawn[2].diameter, 10, 2); // never too small to be seen
    EXPECT_EQ(result->note, "1 row without `size` left out. 1 point with a size of zero or less left out.");
}

TEST(Bubbles, AreNeverCutByTheEdge)
{
    auto result = draw(bubbles(), five(), "");
    ASSERT_TRUE(result);
    for (const Dots& dots : bubbles_of(result->drawing)) {
        double radius = dots.diameter / 2;
        EXPECT_GE(dots.centers[0].x - radius, kTestBox.x);
        EXPECT_LE(dots.centers[0].x + radius, kTestBox.right());
        EXPECT_GE(dots.centers[0].y - radius, kTestBox.y);
        EXPECT_LE(dots.centers[0].y + radius, kTestBox.bottom());
    }
    // The bubble at x = 0 makes room beyond zero without a tick there.
    auto texts = texts_of(result->drawing);
    EXPECT_TRUE(std::none_of(texts.begin(), texts.end(), [](const auto& t) { return t.starts_with("-"); }));
}

TEST(Bubbles, AreBoundedAndTheLargestKept)
{
    Reals x, y, size;
    for (int i = 0; i < 3000; ++i) {
        x.push_back(i % 77);
        y.push_back(i % 91);
        size.push_back(i + 1);
    }
    auto result = draw(bubbles(),
                       table_of({{"x", real_column(x)}, {"y", real_column(y)}, {"size", real_column(size)}}));
    ASSERT_TRUE(result);
    EXPECT_EQ(bubbles_of(result->drawing).size(), 2000U);
    EXPECT_EQ(result->note, "The 2,000 largest of 3,000 points are shown.");
    EXPECT_NE(result->alt_text.find("smallest 1,001"), std::string::npos) << result->alt_text;
}

TEST(Bubbles, NeedAColumnOfSizes)
{
    ChartSpec spec = bubbles();
    spec.size = "";
    auto none = draw(spec, five());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().field, "chart.size");
    spec.size = "name";
    auto text = draw(spec, five());
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().field, "chart.size");
}

TEST(Bubbles, TellTheirSizes)
{
    ChartSpec spec = bubbles();
    spec.label = "name";
    auto result = draw(spec, five());
    ASSERT_TRUE(result);
    EXPECT_NE(result->alt_text.find("Areas are size, largest 100 (Dirac), smallest 1 (Ada)."),
              std::string::npos)
        << result->alt_text;
    ASSERT_EQ(result->hits.size(), 3U);
    EXPECT_EQ(result->hits[0].series, "Dirac");
    EXPECT_EQ(result->hits[0].value, "60 (size 100)");
    auto texts = texts_of(result->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "size"), 1); // the legend of areas
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "Dirac"), 1);
}

TEST(Bubbles, LookLikeTheirGoldenDump)
{
    ChartSpec spec = bubbles();
    spec.label = "name";
    auto result = draw(spec, five(), "Trials");
    ASSERT_TRUE(result);
    expect_golden("chart_bubble",
                  "alt: " + result->alt_text + "\nnote: " + result->note + "\n" + to_dump(result->drawing));
}

} // namespace
} // namespace presstime

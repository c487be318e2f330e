#include "chart/chart_fixture.hpp"

#include <numbers>

namespace presstime {
namespace {

Table number(const Reals& values)
{
    return table_of({{"level", real_column(values)}});
}

ChartSpec gauge_spec()
{
    return {.mark = Mark::gauge, .y = {"level"}, .y_min = 0, .y_max = 100};
}

ChartResult drawn(const ChartSpec& spec, const Table& table, Box box = kTestBox)
{
    auto result = draw(spec, table, "Title", box);
    EXPECT_TRUE(result) << result.error().message;
    return std::move(*result);
}

bool has(const ChartResult& result, const std::string& wanted)
{
    auto texts = texts_of(result.drawing);
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

// The share of the arc that is filled.
double filled(const ChartResult& result)
{
    auto wedges = commands_of<FillWedge>(result.drawing);
    return wedges.size() < 2 ? 0 : (wedges[1].end - wedges[1].start) / (wedges[0].end - wedges[0].start);
}

TEST(Gauge, FillsItsArcInProportion)
{
    ChartResult result = drawn(gauge_spec(), number({72.5}));
    EXPECT_NEAR(filled(result), 0.725, 1e-9);
    EXPECT_TRUE(has(result, "72.5"));
    EXPECT_TRUE(has(result, "0"));
    EXPECT_TRUE(has(result, "100"));
    EXPECT_EQ(result.alt_text, "Gauge “Title”: level. level is 72.5 on a scale from 0 to 100.");
    ASSERT_EQ(result.hits.size(), 1u);
    EXPECT_EQ(result.hits[0].value, "72.5");
}

TEST(Gauge, FillsFromZeroWhereItsScaleHasOne)
{
    ChartSpec spec = gauge_spec();
    spec.y_min = -100;
    auto wedges = commands_of<FillWedge>(drawn(spec, number({-50})).drawing);
    ASSERT_EQ(wedges.size(), 2u);
    EXPECT_NEAR(wedges[1].end, 0, 1e-9) << "twelve o'clock is zero";
    EXPECT_LT(wedges[1].start, 0);
}

TEST(Gauge, ClampsAtItsEndsShowsAnArrowAndSaysTheTrueNumber)
{
    ChartResult above = drawn(gauge_spec(), number({132}));
    EXPECT_NEAR(filled(above), 1, 1e-9);
    EXPECT_EQ(commands_of<FillPolygon>(above.drawing).size(), 1u);
    EXPECT_TRUE(has(above, "132"));
    EXPECT_EQ(above.note, "132 is above the end of the gauge, 100.");
    ChartResult below = drawn(gauge_spec(), number({-3}));
    EXPECT_EQ(filled(below), 0);
    EXPECT_EQ(commands_of<FillPolygon>(below.drawing).size(), 1u);
    EXPECT_TRUE(commands_of<FillPolygon>(drawn(gauge_spec(), number({100})).drawing).empty());
}

TEST(Gauge, DrawsBandsInTheirTonesAndTargetsWithTheirNames)
{
    ChartSpec spec = gauge_spec();
    spec.references = {{.from = 0, .to = 60, .label = "Low", .tone = Tone::bad},
                       {.from = 60, .to = 100, .label = "Good", .tone = Tone::good},
                       {.value = 85, .label = "Target"}};
    ChartResult result = drawn(spec, number({72}), {0, 0, 400, 250});
    auto wedges = commands_of<FillWedge>(result.drawing);
    ASSERT_EQ(wedges.size(), 4u);
    EXPECT_EQ(wedges[2].color, light_theme().bad);
    EXPECT_EQ(wedges[3].color, light_theme().good);
    EXPECT_DOUBLE_EQ(wedges[2].end, wedges[3].start);
    EXPECT_GT(wedges[2].inner_radius, wedges[0].outer_radius) << "outside the arc";
    EXPECT_TRUE(has(result, "Target 85"));
    EXPECT_NE(result.alt_text.find("within 60 to 100 (Good); Target 85."), std::string::npos)
        << result.alt_text;
}

TEST(Gauge, PutsNamesThatFindNoPlaceUnderThePicture)
{
    ChartSpec spec = gauge_spec();
    spec.references = {{.value = 20, .label = "What the board wished for in the spring"}};
    ChartResult result = drawn(spec, number({72}), {0, 0, 150, 110});
    EXPECT_TRUE(has(result, "20")) << "the value stays at its tick";
    EXPECT_EQ(result.note, "What the board wished for in the spring 20.");
}

TEST(Gauge, TakesTwoThirdsOfACircleInAHighBoxAndHalfInALowOne)
{
    auto arc = [](Box box) {
        auto wedges = commands_of<FillWedge>(drawn(gauge_spec(), number({50}), box).drawing);
        return wedges[0].end - wedges[0].start;
    };
    EXPECT_NEAR(arc({0, 0, 200, 200}), std::numbers::pi * 4 / 3, 1e-9);
    EXPECT_NEAR(arc({0, 0, 300, 120}), std::numbers::pi, 1e-9);
}

TEST(Gauge, SaysNoDataForNullAndForNoRow)
{
    EXPECT_TRUE(drawn(gauge_spec(), number({std::nullopt, 5})).empty) << "the first row counts";
    EXPECT_TRUE(drawn(gauge_spec(), number({})).empty);
    EXPECT_NE(drawn(gauge_spec(), number({1, 2, 3})).alt_text.find("the first of 3 rows"), std::string::npos);
}

TEST(Gauge, NamesTheColumnThatIsMissingOrNoNumber)
{
    ChartSpec spec = gauge_spec();
    spec.y = {"share"};
    EXPECT_EQ(draw(spec, number({1})).error().field, "chart.y");
    spec.y = {};
    EXPECT_EQ(draw(spec, number({1})).error().field, "chart.y");
}

TEST(Gauge, KeepsItsPicture)
{
    ChartSpec spec = gauge_spec();
    spec.references = {{.from = 0, .to = 60, .tone = Tone::bad},
                       {.from = 60, .to = 100, .label = "Good", .tone = Tone::good},
                       {.value = 85, .label = "Target"}};
    ChartResult result = drawn(spec, number({72.5}));
    expect_golden("chart_gauge",
                  "alt: " + result.alt_text + "\nnote: " + result.note + "\n" + to_dump(result.drawing));
}

} // namespace
} // namespace presstime

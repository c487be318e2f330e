#include "chart/chart_fixture.hpp"

namespace presstime {
namespace {

Table stages(const Texts& names, const Reals& values)
{
    return table_of({{"stage", text_column(names)}, {"people", real_column(values)}});
}

ChartSpec funnel_spec()
{
    return {.mark = Mark::funnel, .x = "stage", .y = {"people"}};
}

constexpr Box kWide{10, 20, 400, 180};

ChartResult drawn(const ChartSpec& spec, const Table& table, Box box = kWide)
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

TEST(Funnel, CentresBarsInProportionToTheLargest)
{
    auto bars = commands_of<FillRect>(
        drawn(funnel_spec(), stages({"Visit", "Cart", "Order"}, {1000, 400, 100})).drawing);
    ASSERT_EQ(bars.size(), 3u);
    EXPECT_NEAR(bars[1].box.w / bars[0].box.w, 0.4, 1e-9);
    EXPECT_NEAR(bars[2].box.w / bars[0].box.w, 0.1, 1e-9);
    for (const FillRect& bar : bars)
        EXPECT_NEAR(bar.box.x + bar.box.w / 2, bars[0].box.x + bars[0].box.w / 2, 1e-9);
}

TEST(Funnel, WritesValueAndBothShares)
{
    ChartResult result = drawn(funnel_spec(), stages({"Visit", "Cart", "Order"}, {48'000, 12'000, 90}));
    for (const char* text : {"Visit", "48,000", "100 %", "12,000", "25 %", "90", "0.2 %", "0.8 %"})
        EXPECT_TRUE(has(result, text)) << text;
    EXPECT_EQ(result.alt_text,
              "Funnel “Title”: people by stage. 3 stages: Visit 48,000, Cart 12,000 (25 % of "
              "the first), Order 90 (0.2 % of the first); the steepest step is from Cart to "
              "Order, 0.8 %.");
    ASSERT_EQ(result.hits.size(), 3u);
    EXPECT_EQ(result.hits[1].value, "12,000 (25 % of first, 25 % of previous)");
}

TEST(Funnel, KeepsTheOrderOfTheRowsWhenAStageGrows)
{
    ChartResult result = drawn(funnel_spec(), stages({"a", "b"}, {100, 150}));
    auto bars = commands_of<FillRect>(result.drawing);
    EXPECT_LT(bars[0].box.w, bars[1].box.w);
    EXPECT_LT(bars[0].box.y, bars[1].box.y);
    EXPECT_TRUE(has(result, "150 %"));
}

TEST(Funnel, SaysWhatHasNoBar)
{
    ChartResult result =
        drawn(funnel_spec(), stages({"a", "b", "c", "d", "e"}, {100, 0, -5, std::nullopt, 7}));
    EXPECT_EQ(commands_of<FillRect>(result.drawing).size(), 2u);
    EXPECT_NE(result.note.find("1 negative value has no bar."), std::string::npos) << result.note;
    EXPECT_NE(result.note.find("1 stage is without a value."), std::string::npos) << result.note;
    EXPECT_TRUE(has(result, "0 %")) << "of a stage that nobody reached";
    EXPECT_TRUE(has(result, "–")) << "no share of something negative";
    EXPECT_TRUE(has(result, "7 %") || has(result, "7.0 %")) << "of the first, though the previous is missing";
}

TEST(Funnel, LeavesOutTheStagesThatFindNoRoomAndSaysSo)
{
    Texts names;
    Reals values;
    for (int i = 0; i < 40; ++i) {
        names.push_back("s" + std::to_string(i));
        values.push_back(1000 - i);
    }
    ChartResult result = drawn(funnel_spec(), stages(names, values), {0, 0, 400, 400});
    EXPECT_EQ(commands_of<FillRect>(result.drawing).size(), 20u);
    EXPECT_EQ(result.note, "The first 20 of 40 stages are shown.");
    EXPECT_LT(commands_of<FillRect>(drawn(funnel_spec(), stages(names, values)).drawing).size(), 20u);
}

TEST(Funnel, GivesUpSharesBeforeBars)
{
    ChartResult result = drawn(funnel_spec(), stages({"Visit", "Cart"}, {900, 300}), {0, 0, 150, 100});
    EXPECT_FALSE(has(result, "of previous"));
    EXPECT_TRUE(has(result, "300"));
    EXPECT_GE(commands_of<FillRect>(result.drawing)[0].box.w, 40);
    ChartSpec spec = funnel_spec();
    spec.labels = LabelMode::off;
    EXPECT_FALSE(has(drawn(spec, stages({"Visit", "Cart"}, {900, 300})), "300"));
}

TEST(Funnel, BreaksLongNamesInTwo)
{
    ChartResult result = drawn(
        funnel_spec(), stages({"Clicked on at least one of the links", "Order"}, {9, 3}), {0, 0, 300, 150});
    auto texts = texts_of(result.drawing);
    EXPECT_EQ(std::count_if(texts.begin(), texts.end(),
                            [](const std::string& text) { return text.starts_with("Clicked"); }),
              1);
    EXPECT_FALSE(has(result, "Clicked on at least one of the links"));
    EXPECT_EQ(result.hits[0].category, "Clicked on at least one of the links");
}

TEST(Funnel, KeepsItsPicture)
{
    ChartResult result =
        drawn(funnel_spec(), stages({"Visits", "Product page", "Cart", "Order"}, {48'210, 21'400, 6'120, 0}));
    expect_golden("chart_funnel",
                  "alt: " + result.alt_text + "\nnote: " + result.note + "\n" + to_dump(result.drawing));
}

} // namespace
} // namespace presstime

#include "chart/chart_fixture.hpp"

namespace presstime {
namespace {

Table changes(const Texts& names, const Reals& values)
{
    return table_of({{"item", text_column(names)}, {"amount", real_column(values)}});
}

ChartSpec waterfall_spec()
{
    return {.mark = Mark::waterfall, .x = "item", .y = {"amount"}};
}

ChartResult drawn(const ChartSpec& spec, const Table& table, const ChartStyle& style = {})
{
    auto result = draw(spec, table, "Title", kTestBox, style);
    EXPECT_TRUE(result) << result.error().message;
    return std::move(*result);
}

// The bars, without the swatches of the legend.
std::vector<FillRect> bars_of(const ChartResult& result)
{
    auto rects = commands_of<FillRect>(result.drawing);
    std::erase_if(rects, [](const FillRect& rect) { return rect.box.w <= 7 && rect.box.h <= 7; });
    return rects;
}

bool has(const ChartResult& result, const std::string& wanted)
{
    auto texts = texts_of(result.drawing);
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

TEST(Waterfall, HangsEachBarWhereTheLastOneEnded)
{
    ChartResult result = drawn(waterfall_spec(), changes({"Sales", "Costs", "Grant"}, {100, -60, 20}));
    auto bars = bars_of(result);
    ASSERT_EQ(bars.size(), 4u);
    EXPECT_NEAR(bars[1].box.y, bars[0].box.y, 1e-6) << "falls from the top of the first";
    EXPECT_NEAR(bars[2].box.bottom(), bars[1].box.bottom(), 1e-6) << "rises from where the second ended";
    EXPECT_NEAR(bars[3].box.y, bars[2].box.y, 1e-6) << "the total ends where the last one did";
    EXPECT_NEAR(bars[3].box.bottom(), bars[0].box.bottom(), 1e-6) << "and stands on zero";
    EXPECT_EQ(bars[0].color, light_theme().categorical[0]);
    EXPECT_EQ(bars[1].color, light_theme().categorical[1]);
    EXPECT_EQ(bars[3].color, light_theme().secondary) << "no change, no colour of one";
}

TEST(Waterfall, WritesSignedChangesAndAnUnsignedTotal)
{
    ChartResult result = drawn(waterfall_spec(), changes({"Sales", "Costs", "Grant"}, {100, -60, 20}));
    EXPECT_TRUE(has(result, "+100"));
    EXPECT_TRUE(has(result, "-60"));
    EXPECT_TRUE(has(result, "+20"));
    EXPECT_TRUE(has(result, "60"));
    EXPECT_TRUE(has(result, "Total"));
    EXPECT_EQ(result.alt_text, "Waterfall chart “Title”: amount by item. 3 changes add up to 60; largest "
                               "increase Sales (+100); largest decrease Costs (-60).");
    ASSERT_EQ(result.hits.size(), 4u);
    EXPECT_EQ(result.hits[1].value, "-60 (Total 40)");
    EXPECT_EQ(result.hits[3].value, "60");
}

TEST(Waterfall, NamesTheTotalInTheLanguageOfTheReport)
{
    ChartResult result = drawn(waterfall_spec(), changes({"a"}, {1}), {.locale = "de-DE"});
    EXPECT_TRUE(has(result, "Summe") || has(result, "Gesamt"));
}

TEST(Waterfall, EndsWithoutATotalWhenToldSo)
{
    ChartSpec spec = waterfall_spec();
    spec.closing_total = false;
    ChartResult result = drawn(spec, changes({"Sales", "Costs"}, {100, -60}));
    EXPECT_EQ(bars_of(result).size(), 2u);
    EXPECT_FALSE(has(result, "Total"));
}

TEST(Waterfall, PassesANullAsAGapAndSaysSo)
{
    ChartResult result = drawn(waterfall_spec(), changes({"a", "b", "c"}, {10, std::nullopt, 5}));
    auto bars = bars_of(result);
    ASSERT_EQ(bars.size(), 3u);
    EXPECT_NEAR(bars[1].box.bottom(), bars[0].box.y, 1e-6);
    EXPECT_TRUE(has(result, "b")) << "the place stays";
    EXPECT_NE(result.note.find("1 step without a value"), std::string::npos) << result.note;
}

TEST(Waterfall, CrossesZeroAndEndsBelowIt)
{
    auto bars = bars_of(drawn(waterfall_spec(), changes({"a", "b"}, {10, -30})));
    ASSERT_EQ(bars.size(), 3u);
    EXPECT_NEAR(bars[2].box.y, bars[0].box.bottom(), 1e-6) << "the total hangs from zero";
    EXPECT_NEAR(bars[2].box.bottom(), bars[1].box.bottom(), 1e-6);
    EXPECT_NEAR(bars[1].box.h / bars[2].box.h, 1.5, 1e-6);
}

TEST(Waterfall, KeepsTheOrderOfTheRowsForDatesAndForNamesThatComeTwice)
{
    ChartResult dates = drawn(waterfall_spec(), changes({"2026-03-01", "2026-01-01"}, {3, -1}));
    EXPECT_EQ(dates.hits[0].category, "Mar 2026");
    ChartResult twice = drawn(waterfall_spec(), changes({"Fee", "Sale", "Fee"}, {-1, 9, -2}));
    EXPECT_EQ(bars_of(twice).size(), 4u) << "rows are not added up";
}

TEST(Waterfall, JoinsNeighboursWhereThereIsNoRoomAndSaysSo)
{
    Texts names;
    Reals values;
    for (int i = 0; i < 1000; ++i) {
        names.push_back("n" + std::to_string(i));
        values.push_back(i % 3 - 0.9);
    }
    ChartResult result = drawn(waterfall_spec(), changes(names, values));
    EXPECT_NE(result.note.find("1,000 steps are drawn as"), std::string::npos) << result.note;
    EXPECT_LT(result.drawing.size(), 400u);
    EXPECT_NE(result.alt_text.find("add up to 99"), std::string::npos) << "all rows count";
}

TEST(Waterfall, LiesDownWhenAskedOrWhenNamesDoNotFit)
{
    ChartSpec spec = waterfall_spec();
    spec.horizontal = true;
    auto bars = bars_of(drawn(spec, changes({"a", "b"}, {10, -4})));
    EXPECT_LT(bars[0].box.bottom(), bars[1].box.y);
    EXPECT_NEAR(bars[1].box.right(), bars[0].box.right(), 1e-6);
    Texts names;
    for (int i = 0; i < 8; ++i)
        names.push_back("A step with quite a long name " + std::to_string(i));
    bars = bars_of(drawn(waterfall_spec(), changes(names, {1, 2, 3, 4, 5, 6, 7, 8})));
    EXPECT_LT(bars[0].box.bottom(), bars[1].box.y);
}

TEST(Waterfall, ReadsTheFirstMeasureOnlyAndSaysSo)
{
    ChartSpec spec = waterfall_spec();
    spec.y = {"amount", "amount"};
    EXPECT_NE(drawn(spec, changes({"a"}, {1})).note.find("first of 2"), std::string::npos);
    spec.y = {"item"};
    EXPECT_EQ(draw(spec, changes({"a"}, {1})).error().field, "chart.y");
}

TEST(Waterfall, KeepsItsPicture)
{
    ChartResult result = drawn(waterfall_spec(), changes({"Opening", "Sales", "Refunds", "Salaries", "Grant"},
                                                         {120e3, 84e3, -12.5e3, std::nullopt, 15e3}));
    expect_golden("chart_waterfall",
                  "alt: " + result.alt_text + "\nnote: " + result.note + "\n" + to_dump(result.drawing));
}

} // namespace
} // namespace presstime

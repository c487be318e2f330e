#include "chart/chart_fixture.hpp"

#include "model/theme.hpp"

#include <limits>

namespace presstime {
namespace {

Table pairs(const Texts& names, const Reals& values)
{
    return table_of({{"name", text_column(names)}, {"value", real_column(values)}});
}

ChartSpec spec_of(Mark mark)
{
    return {.mark = mark, .x = "name", .y = {"value"}};
}

bool contains(const std::vector<std::string>& texts, const std::string& wanted)
{
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

// The filled boxes in the first colour of the palette, without the square foot that each rounded bar has.
std::vector<Box> bars_of(const Drawing& drawing)
{
    std::vector<Box> bars;
    for (const FillRect& rect : commands_of<FillRect>(drawing))
        if (rect.color == light_theme().categorical[0] && rect.radius > 0)
            bars.push_back(rect.box);
    return bars;
}

TEST(ChartErrors, NameTheMissingColumnAndWhatTheQueryReturns)
{
    auto result = draw({.x = "name", .y = {"revenue"}}, pairs({"a"}, {1}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, ErrorKind::invalid);
    EXPECT_EQ(result.error().field, "chart.y");
    EXPECT_EQ(result.error().message, "column `revenue` is missing; the query returns: name, value");
    EXPECT_EQ(draw({.x = "month", .y = {"value"}}, pairs({"a"}, {1})).error().field, "chart.x");
    EXPECT_EQ(draw({.x = "name", .y = {"value"}, .series = "s"}, pairs({"a"}, {1})).error().field,
              "chart.series");
    EXPECT_EQ(draw({.x = "", .y = {"value"}}, pairs({"a"}, {1})).error().field, "chart.x");
    EXPECT_EQ(draw({.x = "name"}, pairs({"a"}, {1})).error().field, "chart.y");
}

TEST(ChartErrors, RefuseATextMeasureWithTheMend)
{
    auto result = draw({.x = "value", .y = {"name"}}, pairs({"a"}, {1}));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().field, "chart.y");
    EXPECT_EQ(result.error().message, "column `name` holds text and a chart draws numbers; choose a column "
                                      "of numbers (value) or cast it in "
                                      "the query");
}

TEST(ChartErrors, RefuseABrokenFormat)
{
    ChartSpec spec = spec_of(Mark::bar);
    spec.y_format = "€";
    EXPECT_EQ(draw(spec, pairs({"a"}, {1})).error().field, "chart.y_format");
    spec.y_format = "";
    spec.x_format = "QQ";
    EXPECT_EQ(draw(spec, pairs({"a"}, {1})).error().field, "chart.x_format");
}

TEST(EmptyChart, SaysWhatWasLeftOut)
{
    auto result = draw(spec_of(Mark::pie), pairs({"a", "b"}, {-1, -2}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->empty);
    const std::string note = "2 negative values left out: a pie shows parts of a whole.";
    EXPECT_EQ(result->note, note);
    const std::vector<std::string> texts = texts_of(result->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), note), 1);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "No data for this period"), 1);
}

TEST(Measures, SayHowManyValuesAreNotFinite)
{
    auto result = draw(spec_of(Mark::bar),
                       pairs({"a", "b", "c", "d", "e"}, {1, std::nan(""), HUGE_VAL, 1e200, std::nullopt}));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->note, "3 infinite, too large or non-numeric values left out.");
}

TEST(EmptyChart, SaysSoInItsFrame)
{
    for (Mark mark : {Mark::bar, Mark::line, Mark::area, Mark::pie}) {
        for (const Table& table :
             {pairs({}, {}), pairs({"a", "b"}, {std::nullopt, std::nullopt}), pairs({"a"}, {std::nan("")})}) {
            auto result = draw(spec_of(mark), table);
            ASSERT_TRUE(result);
            EXPECT_TRUE(result->empty);
            EXPECT_TRUE(contains(texts_of(result->drawing), "No data for this period"));
            EXPECT_EQ(commands_of<StrokeRect>(result->drawing).size(), 1u);
        }
    }
    EXPECT_TRUE(draw(spec_of(Mark::pie), pairs({"a"}, {0}))->empty) << "a pie of nothing";
}

TEST(Bars, StandOnZero)
{
    auto result = draw(spec_of(Mark::bar), pairs({"a", "b", "c"}, {1000, 1001, 1002}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(contains(texts_of(result->drawing), "0"));
    auto bars = bars_of(result->drawing);
    ASSERT_EQ(bars.size(), 3u);
    EXPECT_NEAR(bars[0].h / bars[2].h, 1000.0 / 1002.0, 1e-6) << "lengths are in proportion to values";
    EXPECT_NEAR(bars[0].bottom(), bars[2].bottom(), 1e-9);
}

TEST(Bars, LeaveGapsForNullsAndNotZeros)
{
    auto result = draw(spec_of(Mark::bar), pairs({"a", "b", "c"}, {5, std::nullopt, 7}));
    ASSERT_TRUE(result);
    EXPECT_EQ(bars_of(result->drawing).size(), 2u);
    auto texts = texts_of(result->drawing);
    EXPECT_TRUE(contains(texts, "b")) << "the place stays";
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "0"), 1) << "the axis has a zero, the gap has none";
}

TEST(Bars, ShowMissingMonthsAsGaps)
{
    auto result = draw(spec_of(Mark::bar), pairs({"2026-01-01", "2026-02-01", "2026-04-01"}, {5, 6, 7}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(contains(texts_of(result->drawing), "Mar"));
}

TEST(Bars, GrowDownwardsWhenNegative)
{
    auto result = draw(spec_of(Mark::bar), pairs({"a", "b"}, {10, -10}));
    ASSERT_TRUE(result);
    auto bars = bars_of(result->drawing);
    ASSERT_EQ(bars.size(), 2u);
    EXPECT_NEAR(bars[0].bottom(), bars[1].y, 1e-9);
}

TEST(Bars, LabelUpToTwelveValues)
{
    Texts names;
    Reals values;
    for (int i = 0; i < 13; ++i) {
        names.push_back(std::string(1, static_cast<char>('a' + i)));
        values.push_back(101 + i);
    }
    EXPECT_FALSE(contains(texts_of(draw(spec_of(Mark::bar), pairs(names, values))->drawing), "101"));
    names.pop_back();
    values.pop_back();
    EXPECT_TRUE(contains(texts_of(draw(spec_of(Mark::bar), pairs(names, values))->drawing), "101"));
    ChartSpec off = spec_of(Mark::bar);
    off.labels = LabelMode::off;
    EXPECT_FALSE(contains(texts_of(draw(off, pairs(names, values))->drawing), "101"));
}

TEST(Bars, LieDownForLongNames)
{
    Texts names(8, "A product whose name is far too long for a place under an upright bar");
    Reals values;
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] = std::to_string(i) + names[i];
        values.push_back(static_cast<double>(i) + 1);
    }
    auto bars = bars_of(draw(spec_of(Mark::bar), pairs(names, values))->drawing);
    ASSERT_GE(bars.size(), 2u);
    EXPECT_NEAR(bars[0].x, bars[1].x, 1e-9) << "they begin at one vertical line";
    EXPECT_LT(bars[0].y, bars[1].y) << "the first is on top";
}

TEST(Bars, AddUpRepeatedNamesAndSaySo)
{
    auto result = draw(spec_of(Mark::bar), pairs({"a", "a", "b"}, {100, 23, 77}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(contains(texts_of(result->drawing), "123"));
    EXPECT_NE(result->note.find("added up"), std::string::npos);
}

TEST(Lines, BreakAtNulls)
{
    Table table = pairs({"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05"},
                        {5, 6, std::nullopt, 7, 6});
    auto result = draw(spec_of(Mark::line), table);
    ASSERT_TRUE(result);
    int lines = 0;
    for (const Polyline& line : commands_of<Polyline>(result->drawing))
        lines += line.color == light_theme().categorical[0] ? 1 : 0;
    EXPECT_EQ(lines, 2);
}

TEST(Lines, ShowALonelyPointAsADot)
{
    auto result = draw(spec_of(Mark::line), pairs({"2026-01-01"}, {5}));
    ASSERT_TRUE(result);
    ASSERT_EQ(commands_of<Dots>(result->drawing).size(), 1u);
    EXPECT_EQ(result->alt_text, "Line chart “Title”: value by name. The only value is 5 at 1 Jan 2026.");
}

TEST(Lines, SaySoWhenTheyDoNotStartAtZero)
{
    auto near = draw(spec_of(Mark::line), pairs({"2026-01-01", "2026-01-02"}, {1000, 1010}));
    EXPECT_NE(near->note.find("not at zero"), std::string::npos);
    EXPECT_TRUE(contains(texts_of(near->drawing), near->note)) << "in the picture too";
    auto wide = draw(spec_of(Mark::line), pairs({"2026-01-01", "2026-01-02"}, {10, 1010}));
    EXPECT_EQ(wide->note, "");
}

TEST(Lines, MergeHundredThousandPointsAndKeepThePeak)
{
    std::vector<std::int64_t> steps;
    Reals values;
    for (int i = 0; i < 100'000; ++i) {
        steps.push_back(i);
        values.push_back(i == 54'321 ? 500 : i % 7);
    }
    auto result = draw(
        {.mark = Mark::line, .x = "step", .y = {"value"}},
        table_of({{"step", integer_column(ColumnType::integer, steps)}, {"value", real_column(values)}}));
    ASSERT_TRUE(result);
    std::size_t points = 0;
    double top = 1e9, bottom = 0;
    for (const Polyline& line : commands_of<Polyline>(result->drawing))
        if (line.color == light_theme().categorical[0])
            for (const Point& point : line.points) {
                ++points;
                top = std::min(top, point.y);
                bottom = std::max(bottom, point.y);
            }
    EXPECT_LT(points, 2500u);
    EXPECT_GT(bottom - top, 100) << "the single peak is there";
    EXPECT_NE(result->note.find("100,000 points are drawn as"), std::string::npos);
}

TEST(Lines, AreNamedAtTheirEndsInsteadOfALegend)
{
    Table table = table_of({{"day", text_column({"2026-01-01", "2026-01-02"})},
                            {"a", real_column({1, 9})},
                            {"b", real_column({2, 3})}});
    auto result = draw({.mark = Mark::line, .x = "day", .y = {"a", "b"}}, table);
    ASSERT_TRUE(result);
    EXPECT_TRUE(commands_of<FillRect>(result->drawing).empty()) << "no swatch, no legend";
    EXPECT_TRUE(contains(texts_of(result->drawing), "a"));
}

TEST(Lines, ReadInfinitiesAndNotANumberAsGaps)
{
    double infinity = std::numeric_limits<double>::infinity();
    auto result = draw(spec_of(Mark::line), pairs({"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"},
                                                  {infinity, std::nan(""), 5, -infinity}));
    ASSERT_TRUE(result);
    EXPECT_EQ(commands_of<Dots>(result->drawing).size(), 1u);
}

TEST(Pies, HaveAtMostSixSlices)
{
    Texts names;
    Reals values;
    for (int i = 0; i < 40; ++i) {
        names.push_back("slice " + std::to_string(i));
        values.push_back(100 - i);
    }
    auto result = draw(spec_of(Mark::pie), pairs(names, values));
    ASSERT_TRUE(result);
    auto wedges = commands_of<FillWedge>(result->drawing);
    ASSERT_EQ(wedges.size(), 6u);
    EXPECT_NEAR(wedges.back().end, 6.283185, 1e-5);
    EXPECT_TRUE(contains(texts_of(result->drawing), "Other"));
}

TEST(Pies, LeaveNegativeValuesOutAndSaySo)
{
    auto result = draw(spec_of(Mark::pie), pairs({"a", "b", "c"}, {3, -1, 1}));
    ASSERT_TRUE(result);
    EXPECT_EQ(commands_of<FillWedge>(result->drawing).size(), 2u);
    EXPECT_NE(result->note.find("1 negative value left out"), std::string::npos);
}

TEST(ManySeries, AreCutToTheLargestAndSaidSo)
{
    Texts days, names;
    Reals values;
    for (int series = 0; series < 57; ++series)
        for (const char* day : {"2026-01-01", "2026-01-02"}) {
            days.push_back(day);
            names.push_back("s" + std::to_string(series));
            values.push_back(series);
        }
    Table table =
        table_of({{"day", text_column(days)}, {"s", text_column(names)}, {"v", real_column(values)}});
    auto result = draw({.mark = Mark::line, .x = "day", .y = {"v"}, .series = "s"}, table);
    ASSERT_TRUE(result);
    EXPECT_NE(result->note.find("The 20 largest of 57 series are shown."), std::string::npos);
}

TEST(TimeAxis, PutsTheYearUnderJanuary)
{
    Texts months;
    Reals values;
    for (int i = 0; i < 6; ++i) {
        months.push_back(i < 3 ? "2025-1" + std::to_string(i) + "-01"
                               : "2026-0" + std::to_string(i - 2) + "-01");
        values.push_back(i);
    }
    auto result = draw(spec_of(Mark::bar), pairs(months, values));
    ASSERT_TRUE(result);
    double january = 0, year = 0;
    for (const DrawText& text : commands_of<DrawText>(result->drawing)) {
        january = text.text == "Jan" ? text.at.x : january;
        year = text.text == "2026" ? text.at.x : year;
    }
    EXPECT_GT(january, 0);
    EXPECT_NEAR(january, year, 1e-9);
}

TEST(TimeAxis, ShowsWallTime)
{
    std::vector<std::int64_t> hours;
    Reals values;
    for (int i = 0; i < 6; ++i) {
        hours.push_back((490'000 + std::int64_t{i}) * 3'600'000'000);
        values.push_back(i);
    }
    Table table =
        table_of({{"at", integer_column(ColumnType::timestamp, hours)}, {"v", real_column(values)}});
    ChartStyle style;
    auto utc = texts_of(draw({.x = "at", .y = {"v"}}, table, "", kTestBox, style)->drawing);
    style.utc_offset = [](Instant) { return std::chrono::hours(2); };
    auto local = texts_of(draw({.x = "at", .y = {"v"}}, table, "", kTestBox, style)->drawing);
    EXPECT_TRUE(contains(utc, "16:00"));
    EXPECT_FALSE(contains(local, "16:00"));
    EXPECT_TRUE(contains(local, "18:00"));
    style.timezone = "Europe/Berlin";
    EXPECT_NE(
        draw({.x = "at", .y = {"v"}}, table, "", kTestBox, style)->alt_text.find("(times in Europe/Berlin)"),
        std::string::npos);
}

TEST(AltText, IsWrittenFromTheNumbers)
{
    auto bars =
        draw(spec_of(Mark::bar), pairs({"EMEA", "Asia", "Americas"}, {12'400'000, 7'700'000, 9e6}), "Sales");
    EXPECT_EQ(bars->alt_text,
              "Bar chart “Sales”: value by name. 3 values, highest 12.4\u00A0M (EMEA), lowest "
              "7.7\u00A0M (Asia).");
    auto pie = draw(spec_of(Mark::pie), pairs({"a", "b"}, {1, 3}), "");
    EXPECT_EQ(pie->alt_text, "Pie chart of value by name. Shares of 4: b 75 %, a 25 %.");
}

} // namespace
} // namespace presstime

// Ends, logarithms, titles, steps and markers: what a spec says about its axes and lines.
#include "chart/chart_fixture.hpp"

#include "chart/paths.hpp"
#include "chart/scales.hpp"
#include "model/theme.hpp"

#include <gmock/gmock.h>

namespace presstime {
namespace {

using testing::ElementsAre;

Table pairs(const Texts& names, const Reals& numbers)
{
    return table_of({{"name", text_column(names)}, {"value", real_column(numbers)}});
}

std::vector<Polyline> data_lines(const Drawing& drawing)
{
    auto lines = commands_of<Polyline>(drawing);
    std::erase_if(lines, [](const Polyline& line) { return line.color != light_theme().categorical[0]; });
    return lines;
}

bool says(const ChartResult& result, const std::string& wanted)
{
    auto texts = texts_of(result.drawing);
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

TEST(LogTicks, ArePowersOfTenWithTwoAndFiveBetweenFew)
{
    EXPECT_THAT(log_ticks({1, 90'000}, {}, 6).values, ElementsAre(1, 10, 100, 1'000, 10'000, 100'000));
    EXPECT_THAT(log_ticks({3, 40}, {}, 6).values, ElementsAre(2, 5, 10, 20, 50));
    EXPECT_THAT(log_ticks({5, 5}, {}, 6).values, ElementsAre(5, 10, 20, 50));
    auto far = log_ticks({1e-8, 1e12}, {}, 6);
    EXPECT_LE(far.values.size(), 7u);
    EXPECT_LE(far.first(), 1e-8);
    EXPECT_GE(far.last(), 1e12);
}

TEST(AlignedTicks, AreAsManyAsTheFirstAxisHas)
{
    Ticks first = nice_ticks({0, 100}, 6);
    for (ValueRange range : {ValueRange{0, 7}, ValueRange{0.31, 0.36, ZeroBase::optional},
                             ValueRange{-50, -20, ZeroBase::optional}, ValueRange{3, 3}}) {
        Ticks second = aligned_ticks(range, first);
        EXPECT_EQ(second.values.size(), first.values.size());
        EXPECT_LE(second.first(), range.minimum);
        EXPECT_GE(second.last(), range.maximum);
    }
    Ticks around = nice_ticks({-20, 40}, 5);
    EXPECT_THAT(aligned_ticks({-0.1, 0.2}, around).values, ElementsAre(-0.1, 0, 0.1, 0.2));
}

TEST(TicksBetweenGivenEnds, LieWithinThem)
{
    Ticks ticks = nice_ticks_between({3, 90}, {17.0, 83.0}, 6);
    EXPECT_EQ(ticks.first(), 17);
    EXPECT_EQ(ticks.last(), 83);
    EXPECT_THAT(ticks.values, ElementsAre(20, 40, 60, 80));
    EXPECT_GT(nice_ticks_between({3, 90}, {200.0, {}}, 6).last(), 200) << "an end beyond the data";
    EXPECT_LT(nice_ticks_between({3, 90}, {{}, -200.0}, 6).first(), -200);
}

TEST(LogAxis, LeavesOutWhatIsNotAboveZeroAndSaysSo)
{
    auto result = draw({.mark = Mark::line, .x = "name", .y = {"value"}, .y_scale = ScaleKind::log},
                       pairs({"a", "b", "c", "d", "e"}, {1, 10, 0, 100, 1000}));
    ASSERT_TRUE(result);
    EXPECT_EQ(data_lines(result->drawing).size(), 2u) << "a gap where the zero was";
    EXPECT_NE(result->note.find("1 value of zero or less left out"), std::string::npos);
    EXPECT_NE(result->note.find("The vertical axis is logarithmic."), std::string::npos);
    auto line = data_lines(result->drawing)[0].points;
    auto other = data_lines(result->drawing)[1].points;
    EXPECT_NEAR(line[0].y - line[1].y, other[0].y - other[1].y, 1e-6) << "equal factors, equal distances";
}

TEST(LogAxis, StaysLinearWithNothingAboveZero)
{
    auto result = draw({.mark = Mark::line, .x = "name", .y = {"value"}, .y_scale = ScaleKind::log},
                       pairs({"a", "b"}, {-1, 0}));
    ASSERT_TRUE(result);
    EXPECT_EQ(data_lines(result->drawing).size(), 1u);
    EXPECT_NE(result->note.find("No value is above zero, so the axis is not logarithmic."),
              std::string::npos);
}

TEST(AxisEnds, CutLinesAtTheEdgeAndSaySo)
{
    ChartSpec spec{.mark = Mark::line, .x = "name", .y = {"value"}};
    spec.y_min = 0;
    spec.y_max = 10;
    auto result = draw(spec, pairs({"a", "b", "c"}, {5, 25, 5}));
    ASSERT_TRUE(result);
    EXPECT_EQ(result->note, "1 value lies beyond the axis.");
    auto lines = data_lines(result->drawing);
    ASSERT_EQ(lines.size(), 2u) << "up to the edge, and back from it";
    EXPECT_NEAR(lines[0].points.back().y, lines[1].points.front().y, 1e-6);
    EXPECT_EQ(result->hits.size(), 2u) << "no tooltip for what is not seen";
}

TEST(AxisEnds, NeverTakeTheZeroFromBars)
{
    ChartSpec spec{.x = "name", .y = {"value"}};
    spec.y_min = 90;
    auto result = draw(spec, pairs({"a", "b"}, {100, 110}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(says(*result, "0"));
}

TEST(AxisTitles, StandAboveTheAxisAndUnderThePlot)
{
    ChartSpec spec{.mark = Mark::line,
                   .x = "name",
                   .y = {"value"},
                   .x_title = "Region",
                   .y_title = "Revenue, million euros"};
    auto result = draw(spec, pairs({"a", "b"}, {1, 2}));
    ASSERT_TRUE(result);
    double name_y = 0;
    for (const DrawText& text : commands_of<DrawText>(result->drawing)) {
        name_y = text.text == "a" ? text.at.y : name_y;
        EXPECT_EQ(text.angle, 0) << "no title is turned";
        if (text.text == "Revenue, million euros") {
            EXPECT_EQ(text.at.x, kTestBox.x);
        } else if (text.text == "Region") {
            EXPECT_GT(text.at.y, name_y);
        }
    }
    EXPECT_TRUE(says(*result, "Region"));
    EXPECT_TRUE(says(*result, "Revenue, million euros"));
}

TEST(Steps, HoldAValueUntilTheNext)
{
    auto result = draw({.mark = Mark::line, .x = "name", .y = {"value"}, .curve = Curve::step},
                       pairs({"a", "b", "c"}, {1, 3, 3}));
    ASSERT_TRUE(result);
    auto points = data_lines(result->drawing).at(0).points;
    ASSERT_EQ(points.size(), 4u) << "one corner; equal neighbours need none";
    EXPECT_EQ(points[0].y, points[1].y);
    EXPECT_EQ(points[1].x, points[2].x);
}

TEST(Markers, AreDrawnWhenAskedForAndThereIsRoom)
{
    ChartSpec spec{.mark = Mark::line, .x = "name", .y = {"value"}, .markers = MarkerMode::on};
    auto few = draw(spec, pairs({"a", "b", "c"}, {1, 3, 2}));
    ASSERT_EQ(commands_of<Dots>(few->drawing).size(), 1u);
    EXPECT_EQ(commands_of<Dots>(few->drawing)[0].centers.size(), 3u);
    Texts names;
    Reals numbers;
    for (int i = 0; i < 200; ++i) {
        names.push_back(std::to_string(i) + "th");
        numbers.push_back(i % 7);
    }
    EXPECT_TRUE(commands_of<Dots>(draw(spec, pairs(names, numbers))->drawing).empty());
}

TEST(ClippedPaths, EndWhereTheyLeaveAndBeginWhereTheyReturn)
{
    auto parts = clip_between({{0, 5}, {10, -5}, {20, 5}, {30, 25}, {40, 25}}, 0, 10);
    ASSERT_EQ(parts.size(), 2u);
    EXPECT_EQ(parts[0].back().x, 5);
    EXPECT_EQ(parts[1].front().x, 15);
    EXPECT_EQ(parts[1].back().x, 22.5);
    EXPECT_TRUE(clip_between({{0, -5}, {10, -1}}, 0, 10).empty());
    EXPECT_EQ(clip_between({{0, -5}, {10, 15}}, 0, 10).size(), 1u) << "through the whole height";
}

TEST(CappedPaths, RunAlongTheEdge)
{
    auto path = cap_between({{0, 5}, {10, -5}, {20, 5}}, 0, 10);
    ASSERT_EQ(path.size(), 5u);
    EXPECT_EQ(path[1].x, 5);
    EXPECT_EQ(path[2].y, 0);
    EXPECT_EQ(path[3].x, 15);
}

} // namespace
} // namespace presstime

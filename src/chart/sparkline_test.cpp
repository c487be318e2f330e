#include "chart/sparkline.hpp"

#include "chart/chart_fixture.hpp"

#include <limits>
#include <random>

namespace presstime {
namespace {

constexpr Box kSparkBox{100, 50, 60, 24};
constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

Drawing spark(const std::vector<double>& values, SparklineFill fill = SparklineFill::none,
              Box box = kSparkBox)
{
    return draw_sparkline(values, box, light_theme(), fill);
}

std::vector<Polyline> lines_of(const Drawing& drawing)
{
    auto lines = commands_of<Polyline>(drawing);
    std::erase_if(lines, [](const Polyline& line) { return line.color != light_theme().accent; });
    return lines;
}

Point marked(const Drawing& drawing)
{
    return commands_of<Dots>(drawing).back().centers.back();
}

TEST(Sparkline, RunsFromEdgeToEdgeAndMarksItsLastPoint)
{
    Drawing drawing = spark({3, 1, 4, 2});
    auto lines = lines_of(drawing);
    ASSERT_EQ(lines.size(), 1u);
    ASSERT_EQ(lines[0].points.size(), 4u);
    EXPECT_DOUBLE_EQ(lines[0].points[0].x, kSparkBox.x + 2) << "half a marker is kept free";
    EXPECT_DOUBLE_EQ(lines[0].points[1].y, kSparkBox.bottom() - 2) << "the lowest value";
    EXPECT_DOUBLE_EQ(lines[0].points[2].y, kSparkBox.y + 2) << "the highest value";
    EXPECT_DOUBLE_EQ(marked(drawing).x, kSparkBox.right() - 2);
    EXPECT_DOUBLE_EQ(marked(drawing).y, lines[0].points[3].y);
}

TEST(Sparkline, BreaksAtGapsAndShowsAValueBetweenTwo)
{
    Drawing drawing = spark({1, 2, kGap, 3, kGap, 2, 1});
    EXPECT_EQ(lines_of(drawing).size(), 2u);
    auto dots = commands_of<Dots>(drawing);
    ASSERT_EQ(dots.size(), 2u);
    EXPECT_DOUBLE_EQ(dots[0].centers[0].x, kSparkBox.x + kSparkBox.w / 2);
    double infinite = std::numeric_limits<double>::infinity();
    EXPECT_EQ(to_dump(spark({1, 2, infinite, 3, -infinite, 2, 1})), to_dump(drawing));
}

TEST(Sparkline, MarksTheLastKnownValueWhereItStands)
{
    EXPECT_LT(marked(spark({1, 2, 3, kGap, kGap})).x, kSparkBox.right() - 20);
}

TEST(Sparkline, IsLevelWhenAllValuesAreEqual)
{
    auto lines = lines_of(spark({-7, -7, -7}));
    ASSERT_EQ(lines.size(), 1u);
    for (const Point& point : lines[0].points)
        EXPECT_DOUBLE_EQ(point.y, kSparkBox.y + kSparkBox.h / 2);
}

TEST(Sparkline, ShowsASingleValueAsADotAndNoneAsNothing)
{
    EXPECT_TRUE(lines_of(spark({5})).empty());
    EXPECT_EQ(commands_of<Dots>(spark({5})).back().centers.size(), 1u);
    EXPECT_TRUE(spark({}).empty());
    EXPECT_TRUE(spark({kGap, kGap}).empty());
    EXPECT_TRUE(spark({1, 2}, SparklineFill::none, {0, 0, 4, 4}).empty()) << "no room";
}

TEST(Sparkline, MarksZeroOnlyBetweenValuesOnBothSides)
{
    auto zero_lines = [](const std::vector<double>& values) {
        auto lines = commands_of<Polyline>(spark(values));
        return std::count_if(lines.begin(), lines.end(),
                             [](const Polyline& line) { return line.color == light_theme().zero_line; });
    };
    EXPECT_EQ(zero_lines({-1, 2, 3}), 1);
    EXPECT_EQ(zero_lines({1, 2, 3}), 0);
    EXPECT_EQ(zero_lines({-1, -2, -3}), 0);
}

TEST(Sparkline, FillsItsAreaTowardsZero)
{
    auto base = [](const std::vector<double>& values) {
        return commands_of<FillPolygon>(spark(values, SparklineFill::light_area)).at(0).points.back().y;
    };
    EXPECT_DOUBLE_EQ(base({1, 3, 2}), kSparkBox.bottom() - 2);
    EXPECT_DOUBLE_EQ(base({-1, -3, -2}), kSparkBox.y + 2);
    EXPECT_DOUBLE_EQ(base({-1, 1, 0.5}), kSparkBox.y + kSparkBox.h / 2);
    EXPECT_TRUE(commands_of<FillPolygon>(spark({1, 3, 2})).empty());
}

TEST(Sparkline, MergesWhatIsFinerThanItsBox)
{
    std::vector<double> values(100'000);
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = i == 50'000 ? 9 : static_cast<double>(i % 7);
    auto lines = lines_of(spark(values));
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_LE(lines[0].points.size(), 4 * 2 * 60u);
    EXPECT_TRUE(std::any_of(lines[0].points.begin(), lines[0].points.end(), [](const Point& p) {
        return p.y == kSparkBox.y + 2;
    })) << "the peak is kept";
}

TEST(Sparkline, StaysInItsBoxWhateverTheNumbers)
{
    std::mt19937 random(20'261'121);
    auto real = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(random); };
    for (int round = 0; round < 500; ++round) {
        Box box{real(-50, 50), real(-50, 50), real(0, 200), real(0, 60)};
        std::vector<double> values(static_cast<std::size_t>(real(0, 80)));
        double scale = std::pow(10.0, real(-300, 308));
        for (double& value : values)
            value = real(0, 1) < 0.1 ? kGap : real(-1, 1) * scale;
        Drawing drawing = spark(values, SparklineFill::light_area, box);
        for (const DrawCommand& command : drawing) {
            std::vector<Point> points;
            if (const auto* line = std::get_if<Polyline>(&command))
                points = line->points;
            if (const auto* area = std::get_if<FillPolygon>(&command))
                points = area->points;
            if (const auto* dots = std::get_if<Dots>(&command))
                points = dots->centers;
            for (const Point& point : points) {
                ASSERT_GE(point.x, box.x);
                ASSERT_LE(point.x, box.right() + 1e-9);
                ASSERT_GE(point.y, box.y);
                ASSERT_LE(point.y, box.bottom() + 1e-9);
            }
        }
    }
}

TEST(Sparkline, KeepsItsPicture)
{
    expect_golden("chart_sparkline", to_dump(spark({4, 6, 5, kGap, 7, 9, 8}, SparklineFill::light_area)));
}

} // namespace
} // namespace presstime

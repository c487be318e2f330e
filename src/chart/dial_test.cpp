#include "chart/dial.hpp"

#include <cmath>
#include <gtest/gtest.h>

namespace presstime {
namespace {

Dial dial(double value, ChartSpec spec = {})
{
    return scale_dial(spec, value);
}

TEST(Dial, EndsAtARoundNumberBeyondTheValueAndTheTargets)
{
    EXPECT_DOUBLE_EQ(dial(72).from, 0);
    EXPECT_DOUBLE_EQ(dial(72).to, 100);
    EXPECT_DOUBLE_EQ(dial(100).to, 200) << "beyond, so that the arc is not full";
    EXPECT_DOUBLE_EQ(dial(0.0042).to, 0.005);
    EXPECT_DOUBLE_EQ(dial(72, {.references = {{.value = 180}}}).to, 200);
    EXPECT_DOUBLE_EQ(dial(0).to, 1);
}

TEST(Dial, EndsWhereTheSpecSays)
{
    Dial given = dial(72, {.y_min = 50, .y_max = 80});
    EXPECT_DOUBLE_EQ(given.from, 50);
    EXPECT_DOUBLE_EQ(given.to, 80);
    Dial above = dial(72, {.y_min = 500});
    EXPECT_LT(above.from, above.to) << "one end given beyond the other";
    Dial below = dial(72, {.y_max = -500});
    EXPECT_DOUBLE_EQ(below.to, -500);
    EXPECT_LT(below.from, below.to);
}

TEST(Dial, EndsWithItsBandsWhereTheyHoldTheValue)
{
    ChartSpec spec{.references = {{.from = 0, .to = 60}, {.from = 60, .to = 90}}};
    EXPECT_DOUBLE_EQ(dial(72, spec).to, 90);
    EXPECT_TRUE(dial(72, spec).has_bands);
    EXPECT_DOUBLE_EQ(dial(93, spec).to, 100);
}

TEST(Dial, GivesSharesAWholeAndNegativesASideBelowZero)
{
    EXPECT_DOUBLE_EQ(dial(0.62, {.y_format = "0 %"}).to, 1);
    EXPECT_DOUBLE_EQ(dial(1.3, {.y_format = "0 %"}).to, 2);
    EXPECT_DOUBLE_EQ(dial(-72).from, -100);
    EXPECT_DOUBLE_EQ(dial(-72).to, 0);
}

TEST(Dial, TurnsValuesIntoAnglesAndClampsWhatIsBeyond)
{
    Dial half = dial(72, {.y_max = 100});
    half.half = kHalfCircle;
    half.radius = 10;
    EXPECT_DOUBLE_EQ(half.angle(50), 0);
    EXPECT_DOUBLE_EQ(half.angle(100), kHalfCircle);
    EXPECT_DOUBLE_EQ(half.angle(1000), kHalfCircle);
    EXPECT_DOUBLE_EQ(half.angle(-5), -kHalfCircle);
    EXPECT_NEAR(half.at(half.angle(50), 10).y, -10, 1e-9) << "twelve o'clock";
    EXPECT_NEAR(half.at(half.angle(100), 10).x, 10, 1e-9);
    EXPECT_NEAR(half.depth(), 0, 1e-9);
}

TEST(Dial, LeavesReferencesOfOtherAxesAndBrokenNumbersAlone)
{
    EXPECT_FALSE(is_target({.axis = ReferenceAxis::x, .value = 3}));
    EXPECT_FALSE(is_target({.value = std::nan("")}));
    EXPECT_FALSE(is_band({.from = 5, .to = 5}));
    EXPECT_TRUE(is_band({.from = 5, .to = 6}));
}

} // namespace
} // namespace presstime

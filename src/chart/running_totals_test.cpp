#include "chart/running_totals.hpp"

#include <gtest/gtest.h>
#include <limits>

namespace presstime {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

TEST(RunningTotals, StandOnTheTotalBefore)
{
    auto steps = running_totals({{"a", 10}, {"b", -25}, {"c", 5}});
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_DOUBLE_EQ(steps[1].before, 10);
    EXPECT_DOUBLE_EQ(steps[1].after, -15);
    EXPECT_DOUBLE_EQ(steps[2].after, -10);
    EXPECT_DOUBLE_EQ(steps[2].change(), 5);
}

TEST(RunningTotals, PassAMissingChangeUnchanged)
{
    auto steps = running_totals({{"a", 10}, {"b", kMissing}, {"c", 5}});
    EXPECT_EQ(steps[1].kind, StepKind::missing);
    EXPECT_DOUBLE_EQ(steps[1].before, 10);
    EXPECT_DOUBLE_EQ(steps[2].before, 10);
    EXPECT_DOUBLE_EQ(steps[2].after, 15);
}

TEST(RunningTotals, JoinNeighboursWithoutLosingAChange)
{
    auto steps = running_totals(
        {{"a", 1}, {"b", 2}, {"c", -4}, {"d", kMissing}, {"e", kMissing}, {"f", kMissing}, {"g", 8}});
    EXPECT_EQ(join_neighbours(steps, 3), 3u);
    ASSERT_EQ(steps.size(), 3u);
    EXPECT_EQ(steps[0].name, "a – c");
    EXPECT_DOUBLE_EQ(steps[0].change(), -1);
    EXPECT_EQ(steps[1].kind, StepKind::missing);
    EXPECT_EQ(steps[2].name, "g") << "the last run is shorter";
    EXPECT_DOUBLE_EQ(steps[2].after, 7);
}

TEST(RunningTotals, JoinNothingWhereThereIsRoom)
{
    auto steps = running_totals({{"a", 1}, {"b", 2}});
    EXPECT_EQ(join_neighbours(steps, 2), 1u);
    EXPECT_EQ(steps.size(), 2u);
    EXPECT_EQ(join_neighbours(steps, 0), 2u) << "one step remains";
    EXPECT_EQ(steps.size(), 1u);
}

} // namespace
} // namespace presstime

#include "chart/five_numbers.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

TEST(Quantile, InterpolatesBetweenRanksAsRDoesByDefault)
{
    // quantile(c(1, 2, 4, 8, 16, 32), c(.25, .5, .75)) in R
    const std::vector<double> values{1, 2, 4, 8, 16, 32};
    EXPECT_DOUBLE_EQ(quantile(values, 0.25), 2.5);
    EXPECT_DOUBLE_EQ(quantile(values, 0.5), 6);
    EXPECT_DOUBLE_EQ(quantile(values, 0.75), 14);
    EXPECT_DOUBLE_EQ(quantile(values, 0), 1);
    EXPECT_DOUBLE_EQ(quantile(values, 1), 32);
    EXPECT_DOUBLE_EQ(quantile({7}, 0.3), 7);
}

TEST(BoxSummary, EndsItsWhiskersAtTheFurthestValuesInReach)
{
    BoxSummary box = summarize({14, 10, 12, 40, 11, 13, -9, 12.5});
    EXPECT_DOUBLE_EQ(box.lower_quartile, 10.75);
    EXPECT_DOUBLE_EQ(box.median, 12.25);
    EXPECT_DOUBLE_EQ(box.upper_quartile, 13.25);
    EXPECT_DOUBLE_EQ(box.lower_whisker, 10) << "a value, not the fence at 7";
    EXPECT_DOUBLE_EQ(box.upper_whisker, 14);
    EXPECT_EQ(box.outliers, (std::vector<double>{-9, 40}));
    EXPECT_DOUBLE_EQ(box.lowest(), -9);
    EXPECT_DOUBLE_EQ(box.highest(), 40);
    EXPECT_EQ(box.count, 8u);
}

TEST(BoxSummary, HasNoWhiskerWhereEveryValueBeyondTheBoxIsAnOutlier)
{
    BoxSummary box = summarize({0, 100, 100, 100});
    EXPECT_DOUBLE_EQ(box.lower_quartile, 75);
    EXPECT_DOUBLE_EQ(box.lower_whisker, 75) << "never within the box";
    EXPECT_EQ(box.outliers, (std::vector<double>{0}));
}

TEST(BoxSummary, OfOneValueIsThatValue)
{
    BoxSummary box = summarize({-3});
    EXPECT_DOUBLE_EQ(box.lower_whisker, -3);
    EXPECT_DOUBLE_EQ(box.median, -3);
    EXPECT_DOUBLE_EQ(box.upper_whisker, -3);
    EXPECT_TRUE(box.outliers.empty());
}

} // namespace
} // namespace presstime

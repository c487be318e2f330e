#include "chart/binning.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <random>

namespace presstime {
namespace {

std::vector<double> normal_numbers(std::size_t count, double mean, double deviation)
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal(mean, deviation);
    std::vector<double> values(count);
    for (double& value : values)
        value = normal(random);
    return values;
}

TEST(Bins, HaveRoundEdgesThatHoldEveryValue)
{
    auto values = normal_numbers(1000, 50, 12);
    auto edges = bin_edges(values, 0);
    EXPECT_GE(edges.size(), 15U);
    EXPECT_LE(edges.size(), 41U);
    for (double edge : edges)
        EXPECT_DOUBLE_EQ(edge * 2, std::round(edge * 2)) << edge;
    for (double value : values) {
        std::size_t bin = bin_of(edges, value);
        EXPECT_LE(edges[bin], value + 1e-6);
        EXPECT_GE(edges[bin + 1], value - 1e-6);
    }
}

TEST(Bins, GiveEveryFaceOfADieItsOwn)
{
    std::vector<double> faces;
    for (int i = 0; i < 60; ++i)
        faces.push_back(1 + i % 6);
    auto edges = bin_edges(faces, 0);
    EXPECT_EQ(edges, (std::vector<double>{1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(bin_of(edges, 6), 5U);
}

TEST(Bins, CloseTheLastOneWhenTheStepIsWide)
{
    std::vector<double> scores;
    for (int i = 0; i <= 100; ++i)
        scores.push_back(i);
    auto edges = bin_edges(scores, 10);
    EXPECT_EQ(edges.size(), 11U);
    EXPECT_EQ(edges.back(), 100);
    EXPECT_EQ(bin_of(edges, 100), 9U);
    EXPECT_EQ(bin_of(edges, 90), 9U);
}

TEST(Bins, AreOneForEqualValues)
{
    EXPECT_EQ(bin_edges({5, 5, 5}, 0), (std::vector<double>{5, 6}));
    EXPECT_EQ(bin_edges({0}, 0), (std::vector<double>{0, 1}));
    auto real = bin_edges({0.37, 0.37}, 0);
    ASSERT_EQ(real.size(), 2U);
    EXPECT_LE(real[0], 0.37);
    EXPECT_GT(real[1], 0.37);
    EXPECT_EQ(bin_edges({1e15, 1e15 + 1}, 0).size(), 2U);
    EXPECT_EQ(bin_edges({}, 0).size(), 2U);
}

TEST(Bins, AreAboutAsManyAsAskedFor)
{
    auto values = normal_numbers(500, 0, 1);
    for (int wanted : {1, 4, 12, 30, 100, 5000}) {
        auto bins = static_cast<double>(bin_edges(values, wanted).size() - 1);
        double aim = std::min(wanted, kMostBins);
        EXPECT_LE(bins, std::max(aim * 1.8, 3.0)) << wanted;
        EXPECT_GE(bins, aim * 0.5) << wanted;
    }
}

TEST(Bins, PutDecimalsOnTheirOwnEdges)
{
    std::vector<double> values;
    for (int i = 0; i < 100; ++i)
        values.push_back(i * 0.1);
    auto edges = bin_edges(values, 0);
    std::vector<int> counts(edges.size() - 1);
    for (double value : values)
        ++counts[bin_of(edges, value)];
    for (std::size_t bin = 0; bin + 1 < counts.size(); ++bin)
        EXPECT_EQ(counts[bin], counts[0]) << bin;
}

TEST(Bins, StayFewAndFiniteWhateverTheNumbers)
{
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        std::uniform_int_distribution<int> exponent(-120, 149);
        std::uniform_real_distribution<double> real(-1, 1);
        double scale = std::pow(10.0, exponent(random)),
               shift = real(random) * std::pow(10.0, exponent(random));
        std::vector<double> values;
        for (int i = 0; i < 1 + round % 40; ++i)
            values.push_back(std::clamp(real(random) * scale + shift, -9e149, 9e149));
        auto edges = bin_edges(values, round % 3 == 0 ? round % 250 : 0);
        ASSERT_GE(edges.size(), 2U);
        ASSERT_LE(edges.size(), 202U);
        for (std::size_t i = 1; i < edges.size(); ++i)
            ASSERT_LT(edges[i - 1], edges[i]);
        double slack = (edges[1] - edges[0]) * 1e-6;
        for (double value : values) {
            ASSERT_GE(value, edges.front() - slack);
            ASSERT_LE(value, edges.back() + slack);
        }
    }
}

TEST(Quantile, IsInterpolated)
{
    EXPECT_DOUBLE_EQ(quantile_of({1, 2, 3, 4}, 0.5), 2.5);
    EXPECT_DOUBLE_EQ(quantile_of({7}, 0.25), 7);
    EXPECT_DOUBLE_EQ(quantile_of({1, 3}, 1), 3);
}

} // namespace
} // namespace presstime

#include "chart/scales.hpp"

#include "chart/calendar_ticks.hpp"
#include "chart/ink.hpp"
#include "chart/numbers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <random>
#include <set>

namespace presstime {
namespace {

using testing::ElementsAre;

TEST(NiceTicks, AreRoundAndCoverTheRange)
{
    EXPECT_THAT(nice_ticks({0, 97}, 6).values, ElementsAre(0, 20, 40, 60, 80, 100));
    EXPECT_THAT(nice_ticks({-13, 22}, 6).values, ElementsAre(-20, -10, 0, 10, 20, 30));
    EXPECT_THAT(nice_ticks({101, 109, ZeroBase::optional}, 6).values,
                ElementsAre(100, 102, 104, 106, 108, 110));
    EXPECT_THAT(nice_ticks({2, 109, ZeroBase::optional}, 4).values, ElementsAre(0, 50, 100, 150));
    EXPECT_THAT(nice_ticks({0, 2, ZeroBase::required, Numbers::whole}, 6).values, ElementsAre(0, 1, 2));
    EXPECT_THAT(nice_ticks({0, 0}, 3).values, ElementsAre(0, 0.5, 1));
}

TEST(NiceTicks, OfDurationsAreWholeMinutesHoursAndDays)
{
    auto ticks = [](double from, double to) {
        return nice_ticks({from, to, ZeroBase::required, Numbers::seconds}, 6).values;
    };
    EXPECT_THAT(ticks(0, 18'800), ElementsAre(0, 7'200, 14'400, 21'600));
    EXPECT_THAT(ticks(0, 290), ElementsAre(0, 60, 120, 180, 240, 300));
    EXPECT_THAT(ticks(-40, 40), ElementsAre(-60, -30, 0, 30, 60));
    EXPECT_THAT(ticks(0, 4), ElementsAre(0, 1, 2, 3, 4));
    EXPECT_THAT(ticks(0, 9.5 * 86'400), ElementsAre(0, 172'800, 345'600, 518'400, 691'200, 864'000));
}

TEST(NiceTicks, HoldForAnyRange)
{
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        auto number = [&] {
            double mantissa = std::uniform_real_distribution<>(-1, 1)(random);
            return mantissa * std::pow(10.0, std::uniform_int_distribution<>(-12, 140)(random));
        };
        double a = number(), b = round % 5 == 0 ? a : number();
        ValueRange range{std::min(a, b), std::max(a, b),
                         round % 2 == 0 ? ZeroBase::required : ZeroBase::optional,
                         round % 3 == 0 ? Numbers::seconds : Numbers::real};
        int most = 2 + round % 6;
        Ticks ticks = nice_ticks(range, most);
        ASSERT_GE(ticks.values.size(), 2u) << a << " " << b;
        ASSERT_LE(static_cast<int>(ticks.values.size()), std::max(most, 3)) << a << " " << b;
        double slack = (ticks.last() - ticks.first()) * 1e-6;
        ASSERT_LE(ticks.first(), range.minimum + slack) << a << " " << b;
        ASSERT_GE(ticks.last(), range.maximum - slack) << a << " " << b;
        auto labels = tick_labels(ticks, "", find_locale("en-US"));
        ASSERT_EQ(std::set<std::string>(labels.begin(), labels.end()).size(), labels.size()) << a << " " << b;
    }
}

TEST(TickLabels, HaveTheDecimalsOfTheirStepAndOneUnit)
{
    const Locale& locale = find_locale("en-US");
    EXPECT_THAT(tick_labels(nice_ticks({0, 1.9e6}, 5), "€ 0a", locale),
                ElementsAre("€ 0", "€ 0.5\u00A0M", "€ 1.0\u00A0M", "€ 1.5\u00A0M", "€ 2.0\u00A0M"));
    EXPECT_THAT(tick_labels(nice_ticks({0, 1}, 6), "0 %", locale),
                ElementsAre("0 %", "20 %", "40 %", "60 %", "80 %", "100 %"));
    EXPECT_THAT(tick_labels(nice_ticks({0, 0.02}, 5), "", locale),
                ElementsAre("0", "0.005", "0.010", "0.015", "0.020"));
}

double day(std::int64_t days)
{
    return static_cast<double>(days) * 86'400e6;
}

TEST(CalendarTicks, BeginMonthsAndWeeks)
{
    // 2025-11-15 to 2026-03-02.
    auto months = calendar_ticks(day(20'407), day(20'514), {CalendarUnit::month, 1}, 20, {});
    EXPECT_THAT(months, ElementsAre(day(20'423), day(20'454), day(20'485), day(20'513)));
    EXPECT_EQ(label_position(months[1], CalendarUnit::month, "", find_locale("en-US"), {}).primary, "Jan");
    EXPECT_EQ(label_position(months[1], CalendarUnit::month, "", find_locale("en-US"), {}).group, "2026");
    auto weeks = calendar_ticks(day(20'407), day(20'421), {CalendarUnit::day, 7}, 20, {});
    EXPECT_THAT(weeks, ElementsAre(day(20'409), day(20'416))) << "Mondays, 17 and 24 November 2025";
    EXPECT_TRUE(calendar_ticks(day(0), day(20'000), {CalendarUnit::hour, 1}, 20, {}).empty());
}

TEST(NiceTicks, OfNumbersNextToNothingAreRound)
{
    for (const double value : {5e-324, 1e-310, -1e-300})
        for (const int most : {2, 5, 11})
            EXPECT_GT(nice_ticks({std::min(value, 0.0), std::max(value, 0.0)}, most).step, 0.01);
}

TEST(CalendarTicks, FollowTheOffsetAcrossAClockChange)
{
    // UTC+1 until 2026-03-29T01:00Z, then UTC+2.
    UtcOffset berlin = [](Instant at) {
        return std::chrono::seconds(at < Instant(std::chrono::seconds(1'774'746'000)) ? 3600 : 7200);
    };
    auto days = calendar_ticks(1'774'600'000e6, 1'774'900'000e6, {CalendarUnit::day, 1}, 20, berlin);
    EXPECT_THAT(days, ElementsAre(1'774'652'400e6, 1'774'738'800e6, 1'774'821'600e6))
        << "the 29th has 23 hours";
}

TEST(CalendarTicks, KnowTheUnitOfTheData)
{
    EXPECT_EQ(unit_of_positions({day(20'454), day(20'485)}, {}), CalendarUnit::month);
    EXPECT_EQ(unit_of_positions({day(20'454), day(20'486)}, {}), CalendarUnit::day);
    EXPECT_EQ(unit_of_positions({day(20'454) + 3600e6}, {}), CalendarUnit::hour);
    EXPECT_EQ(position_of(ordinal_of(day(20'485), CalendarUnit::month, {}), CalendarUnit::month, {}),
              day(20'485));
}

TEST(SpreadApart, MovesAsLittleAsItMay)
{
    EXPECT_THAT(spread_apart({10, 50}, 8, 0, 100), ElementsAre(10, 50));
    EXPECT_THAT(spread_apart({50, 50}, 8, 0, 100), ElementsAre(46, 54));
    EXPECT_THAT(spread_apart({1, 2}, 8, 0, 100), ElementsAre(0, 8));
    EXPECT_THAT(spread_apart({99, 100}, 8, 0, 100), ElementsAre(92, 100));
}

} // namespace
} // namespace presstime

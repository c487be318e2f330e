#include "calendar/cron.hpp"

#include <gtest/gtest.h>

#include <string>

namespace presstime {
namespace {

CronExpression read(std::string_view text)
{
    auto cron = parse_cron(text);
    EXPECT_TRUE(cron.has_value()) << text << ": " << cron.error().message;
    return cron.value_or(CronExpression{});
}

std::string refusal(std::string_view text)
{
    auto cron = parse_cron(text);
    if (cron.has_value())
        return "accepted";
    EXPECT_EQ(cron.error().field, "cron");
    return cron.error().message;
}

TEST(Cron, ReadsListsRangesAndSteps)
{
    CronExpression cron = read("0,30-32,*/20 8-18/5 1-3 1,12 1-5");
    EXPECT_EQ(cron.minutes, 1ull << 0 | 1ull << 20 | 1ull << 40 | 1ull << 30 | 1ull << 31 | 1ull << 32);
    EXPECT_EQ(cron.hours, 1u << 8 | 1u << 13 | 1u << 18);
    EXPECT_EQ(cron.days_of_month, 0b1110u);
    EXPECT_EQ(cron.months, 1u << 1 | 1u << 12);
    EXPECT_EQ(cron.days_of_week, 0b0111110u);
}

TEST(Cron, ReadsNamesInAnyCase)
{
    EXPECT_EQ(read("0 0 * jan,DEC Mon-fri"), read("0 0 * 1,12 1-5"));
    EXPECT_EQ(read("0 0 * * SUN"), read("0 0 * * 0"));
}

TEST(Cron, SevenIsSunday)
{
    EXPECT_EQ(read("0 0 * * 7"), read("0 0 * * 0"));
    EXPECT_EQ(read("0 0 * * 5-7").days_of_week, 0b1100001u);
}

TEST(Cron, TakesAnyBlanksBetweenFields)
{
    EXPECT_EQ(read("  0\t9   * * *  "), read("0 9 * * *"));
}

TEST(Cron, AFieldThatBeginsWithAStarIsUnrestricted)
{
    EXPECT_TRUE(read("0 * 1 * 1").hour_begins_with_star);
    EXPECT_TRUE(read("0 */2 1 * 1").hour_begins_with_star);
    EXPECT_FALSE(read("0 0-23 1 * 1").hour_begins_with_star);
    EXPECT_TRUE(read("0 0 1 * 1").either_day_field());
    EXPECT_FALSE(read("0 0 */2 * 1").either_day_field());
    EXPECT_FALSE(read("0 0 1 * *").either_day_field());
}

TEST(Cron, RefusalsNameTheFieldAndTheMend)
{
    EXPECT_EQ(refusal("75 * * * *"), "the minute field of the cron expression: 75 is out of range; use 0-59");
    EXPECT_EQ(refusal("0 24 * * *"), "the hour field of the cron expression: 24 is out of range; use 0-23");
    EXPECT_EQ(refusal("0 0 0 * *"),
              "the day of month field of the cron expression: 0 is out of range; use 1-31");
    EXPECT_EQ(refusal("0 0 * 13 *"),
              "the month field of the cron expression: 13 is out of range; use 1-12 or JAN-DEC");
    EXPECT_EQ(refusal("0 0 * * MOO"),
              "the day of week field of the cron expression: \"MOO\" is not a value; use 0-7 or SUN-SAT");
    EXPECT_EQ(refusal("0 0 L * *"),
              "the day of month field of the cron expression: \"L\" is not a value; use 1-31");
    EXPECT_EQ(refusal("5/15 * * * *"),
              "the minute field of the cron expression: a step needs a range; write 5-59/15 or */15");
    EXPECT_EQ(refusal("*/0 * * * *"),
              "the minute field of the cron expression: the step \"0\" must be a number from 1 to 59");
    EXPECT_EQ(refusal("0 0 * * 5-1"), "the day of week field of the cron expression: the range 5-1 runs "
                                      "backwards; write its parts as a list");
    EXPECT_EQ(refusal("0,,5 * * * *"),
              "the minute field of the cron expression: an entry is empty; take out the extra comma");
    EXPECT_EQ(refusal("0 0 * *"),
              "the cron expression has 4 fields; write five: minute, hour, day of month, month, day of week");
    EXPECT_EQ(refusal("@daily"),
              "the shorthand @daily is not supported; write five fields, for example \"0 0 * * *\" "
              "for every midnight");
}

TEST(Cron, RefusesWhatIsNotAnExpression)
{
    for (std::string_view text :
         {"", " ", "0 0 * * * *", "0 0 0 * * * 2026", "- * * * *", "1- * * * *", "-1 * * * *", "* * * * */",
          "*5 * * * *", "1-2-3 * * * *", "? * * * *", "0 0 ? * *", "\xFF * * * *"})
        EXPECT_NE(refusal(text), "accepted") << text;
    EXPECT_NE(refusal(std::string(5000, '*')), "accepted");
}

TEST(Cron, KnowsWhatCanNeverFire)
{
    for (std::string_view text : {"0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 30,31 FEB *", "0 0 31 4 */2"})
        EXPECT_TRUE(never_fires(read(text))) << text;
    for (std::string_view text :
         {"0 0 29 2 *", "0 0 30 2 MON", "0 0 31 1 *", "0 0 30 2,3 *", "0 0 */31 2 MON"})
        EXPECT_FALSE(never_fires(read(text))) << text;
}

} // namespace
} // namespace presstime

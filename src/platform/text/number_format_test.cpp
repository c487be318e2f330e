#include "platform/text/number_format.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace presstime {
namespace {

ColumnData column_of(ColumnType type, std::int64_t value, int scale = 0)
{
    ColumnData data;
    data.type = type;
    data.scale = scale;
    data.rows = 1;
    data.integers = {value};
    return data;
}

TEST(NumberFormat, FollowsTheLocale)
{
    EXPECT_EQ(format_number(1234.5, "0,0.0", "en-US"), "1,234.5");
    EXPECT_EQ(format_number(1234.5, "0,0.0", "de-DE"), "1.234,5");
    EXPECT_EQ(format_number(1234.5, "0,0.0", "fr-FR"), "1\u202F234,5");
    EXPECT_EQ(format_number(1234.5, "0,0.0", "de-CH"), "1'234.5");
    EXPECT_EQ(format_number(1234.5, "0,0.0", "de-LI"), "1.234,5")
        << "an unknown region is read as its language";
    EXPECT_EQ(format_number(1234.5, "0,0.0", "xx"), "1,234.5");
}

TEST(NumberFormat, ShortensWithUnits)
{
    EXPECT_EQ(format_number(12'480'000, "€ 0.00a", "en-US"), "€ 12.48\u00A0M");
    EXPECT_EQ(format_number(1200, "0.0a", "en-US"), "1.2\u00A0K");
    EXPECT_EQ(format_number(999, "0a", "en-US"), "999");
    EXPECT_EQ(format_number(999'960, "0.0a", "en-US"), "1.0\u00A0M") << "rounding moves to the next unit";
    EXPECT_EQ(format_number(-2.5e9, "0.0a", "en-US"), "-2.5\u00A0B");
    EXPECT_EQ(format_number(1'500'000, "0.0a", "de-DE"), "1,5\u00A0Mio.");
    EXPECT_EQ(format_number(7e15, "0a", "en-US"), "7,000\u00A0T");
    EXPECT_EQ(format_number(3, "0 apples", "en-US"), "3 apples") << "a word is not the unit sign";
}

TEST(NumberFormat, WritesPercentSignAndPadding)
{
    EXPECT_EQ(format_number(0.123, "0 %", "en-US"), "12 %");
    EXPECT_EQ(format_number(0.1234, "0.0%", "de-DE"), "12,3%");
    EXPECT_EQ(format_number(0.062, "+0.0 %", "en-US"), "+6.2 %");
    EXPECT_EQ(format_number(-0.062, "+0.0 %", "en-US"), "-6.2 %");
    EXPECT_EQ(format_number(-5, "€ 0", "en-US"), "-€ 5") << "the sign stands before the currency";
    EXPECT_EQ(format_number(-0.001, "0.0", "en-US"), "0.0") << "there is no minus zero";
    EXPECT_EQ(format_number(7, "000", "en-US"), "007");
    EXPECT_EQ(format_number(1234.5, "#,##0.00", "en-US"), "1,234.50");
    EXPECT_EQ(format_number(1234.5, "0.[000]", "en-US"), "1234.5");
    EXPECT_EQ(format_number(3905, "duration", "en-US"), "1\u00A0h\u00A005\u00A0min");
}

TEST(NumberFormat, ChoosesSensiblyWithoutPattern)
{
    EXPECT_EQ(format_number(1204, "", "en-US"), "1,204");
    EXPECT_EQ(format_number(1204.567, "", "en-US"), "1,204.57");
    EXPECT_EQ(format_number(0.0123456, "", "en-US"), "0.0123");
    EXPECT_EQ(format_number(0, "", "en-US"), "0");
    EXPECT_EQ(format_number(1.5e300, "", "en-US"), "1.50e+300");
    EXPECT_EQ(format_number(1.5e300, "0,0", "de-DE"), "1,50e+300");
    EXPECT_EQ(format_number(std::nan(""), "0,0", "en-US"), "-");
    EXPECT_EQ(format_number(std::numeric_limits<double>::infinity(), "", "en-US"), "-");
}

TEST(NumberFormat, PutsCurrencyWhereThePatternHasIt)
{
    EXPECT_EQ(format_number(12'480'000, "0.00a €", "de-DE"), "12,48\u00A0Mio. €");
    EXPECT_EQ(format_number(-12'480'000, "€ 0.00a", "de-DE"), "-€ 12,48\u00A0Mio.");
    EXPECT_EQ(format_number(1234.5, "0,0.00 €", "fr-FR"), "1\u202F234,50 €");
    EXPECT_EQ(format_number(1234.5, "R$ 0,0.00", "pt-BR"), "R$ 1.234,50");
    EXPECT_EQ(format_number(1234.5, "CHF 0,0.00", "de-CH"), "CHF 1'234.50");
}

TEST(NumberFormat, KeepsSignUnitAndScaleOfNumbersBeyondAllReading)
{
    EXPECT_EQ(format_number(-1.5e300, "€ 0,0", "en-US"), "-€ 1.50e+300");
    EXPECT_EQ(format_number(1.5e300, "+0 %", "de-DE"), "+1,50e+302 %");
    EXPECT_EQ(format_number(1.5e307, "0 %", "en-US"), "1.50e+309 %") << "the percentage is no double";
    EXPECT_EQ(format_number(-0.0, "+0.0", "en-US"), "0.0");
    EXPECT_EQ(format_number(-0.0, "", "en-US"), "0");
    EXPECT_EQ(format_number(-90, "duration", "de-DE"), "-1\u00A0min\u00A030\u00A0s");
    EXPECT_EQ(format_number(2.5, "duration", "de-DE"), "2,5\u00A0s");
}

TEST(NumberFormat, RefusesBrokenPatternsWithTheMend)
{
    for (const char* broken : {"€", "0.", "0.0.0", "0,", "0.[0", "0 0", "0.00000000000"}) {
        auto checked = check_number_format(broken);
        ASSERT_FALSE(checked) << broken;
        EXPECT_EQ(checked.error().kind, ErrorKind::invalid);
        EXPECT_NE(checked.error().message.find("write for example"), std::string::npos);
    }
    EXPECT_FALSE(check_number_format(std::string(65, '0')));
    for (const char* good : {"", "0", "0,0.00", "€ 0.0a", "0.0 %", "#,##0", "duration", "0.0 kg"})
        EXPECT_TRUE(check_number_format(good)) << good;
    EXPECT_FALSE(check_date_format("yyyy-QQ"));
    EXPECT_TRUE(check_cell_format("MMM yyyy"));
    EXPECT_TRUE(check_cell_format("0.0a"));
}

TEST(CellFormat, WritesDatesAndTimes)
{
    auto date = column_of(ColumnType::date, 20564);
    EXPECT_EQ(format_cell(date, 0, "", "en-US"), "21 Apr 2026");
    EXPECT_EQ(format_cell(date, 0, "", "de-DE"), "21. Apr. 2026");
    EXPECT_EQ(format_cell(date, 0, "MMM yyyy", "fr-FR"), "avr. 2026");
    EXPECT_EQ(format_cell(date, 0, "EEEE, d. MMMM yyyy", "de-DE"), "Dienstag, 21. April 2026");
    EXPECT_EQ(format_cell(date, 0, "EEE d MMM", "nl-NL"), "di 21 apr");
    EXPECT_EQ(format_cell(date, 0, "", "pt-BR"), "21 de abr. de 2026");
    EXPECT_EQ(format_cell(column_of(ColumnType::date, 20544), 0, "", "fr-FR"), "1er avr. 2026");
    auto stamp = column_of(ColumnType::timestamp, 20564 * 86'400'000'000 + 9 * 3'600'000'000);
    EXPECT_EQ(format_cell(stamp, 0, "", "en-US"), "21 Apr 2026, 09:00");
    EXPECT_EQ(format_cell(stamp, 0, "", "en-US", [](Instant) { return std::chrono::hours(-10); }),
              "20 Apr 2026, 23:00");
    EXPECT_EQ(format_cell(column_of(ColumnType::timestamp, INT64_MIN), 0, "", "en-US"),
              "-9223372036854775808")
        << "an instant outside the calendar is shown as stored";
}

TEST(CellFormat, KeepsEveryDigit)
{
    EXPECT_EQ(format_cell(column_of(ColumnType::integer, 9'007'199'254'740'993), 0, "0,0", "en-US"),
              "9,007,199,254,740,993");
    EXPECT_EQ(format_cell(column_of(ColumnType::integer, INT64_MIN), 0, "0", "en-US"),
              "-9223372036854775808");
    EXPECT_EQ(format_cell(column_of(ColumnType::decimal, -5, 2), 0, "", "en-US"), "-0.05");
    EXPECT_EQ(format_cell(column_of(ColumnType::decimal, 123456789012345678, 2), 0, "€ 0,0.000", "de-DE"),
              "€ 1.234.567.890.123.456,780");
    EXPECT_EQ(format_cell(column_of(ColumnType::decimal, 12345, 3), 0, "0.0", "en-US"), "12.3");
}

TEST(CellFormat, ShowsNullAsNothing)
{
    auto column = column_of(ColumnType::integer, 0);
    column.nulls = {1};
    EXPECT_EQ(format_cell(column, 0, "0,0", "en-US"), "");
    EXPECT_EQ(format_cell(column_of(ColumnType::boolean, 1), 0, "", "de-DE"), "Ja");
}

TEST(AlignedPattern, GivesOneNumberOfDecimalsToAColumn)
{
    ColumnData reals;
    reals.type = ColumnType::real;
    reals.rows = 3;
    reals.reals = {1, 2.5, 3.25};
    EXPECT_EQ(aligned_pattern(reals), "0,0.00");
    EXPECT_EQ(aligned_pattern(column_of(ColumnType::integer, 5)), "0,0");
    EXPECT_EQ(aligned_pattern(column_of(ColumnType::decimal, 5, 3)), "0,0.000");
}

} // namespace
} // namespace presstime

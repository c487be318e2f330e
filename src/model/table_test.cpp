#include "model/table.hpp"

#include "model/cell_text.hpp"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace presstime {
namespace {

std::string text_of(const ColumnData& column, std::size_t row)
{
    std::string out;
    append_cell_text(out, column, row);
    return out;
}

std::string real_text(double value)
{
    ColumnData column = make_column_data({"x", ColumnType::real});
    column.append_real(value);
    return text_of(column, 0);
}

std::string integer_text(ColumnType type, std::int64_t value, int scale = 0)
{
    ColumnData column = make_column_data({"x", type, scale});
    column.append_integer(value);
    return text_of(column, 0);
}

TEST(ColumnData, KeepsNoNullMapUntilTheFirstNull)
{
    ColumnData column = make_column_data({"x", ColumnType::integer});
    column.append_integer(1);
    column.append_integer(2);
    EXPECT_TRUE(column.nulls.empty());
    column.append_null();
    column.append_integer(4);
    EXPECT_EQ(column.nulls, (std::vector<std::uint8_t>{0, 0, 1, 0}));
    EXPECT_EQ(column.integers, (std::vector<std::int64_t>{1, 2, 0, 4}));
    EXPECT_EQ(column.rows, 4U);
}

TEST(ColumnData, AppendsAnotherColumnWithItsNullsAndTexts)
{
    ColumnData left = make_column_data({"x", ColumnType::text});
    left.append_text("one");
    ColumnData right = make_column_data({"x", ColumnType::text});
    right.append_null();
    right.append_text("three");
    left.append(right);
    ColumnData copy = left;
    left.append(copy);
    ASSERT_EQ(left.rows, 6U);
    EXPECT_EQ(left.text(0), "one");
    EXPECT_TRUE(left.is_null(1));
    EXPECT_EQ(left.text(5), "three");
    EXPECT_EQ(left.nulls, (std::vector<std::uint8_t>{0, 1, 0, 0, 1, 0}));
}

TEST(Batch, KeepsItsFirstRows)
{
    Batch batch{.rows = 3,
                .columns = {make_column_data({"t"}), make_column_data({"i", ColumnType::integer})}};
    for (const char* text : {"one", "two", "three"})
        batch.columns[0].append_text(text);
    for (int row = 0; row < 3; ++row)
        batch.columns[1].append_null();
    batch.keep_rows(5);
    EXPECT_EQ(batch.rows, 3U);
    batch.keep_rows(2);
    EXPECT_EQ(batch.rows, 2U);
    EXPECT_EQ(batch.columns[0].bytes, "onetwo");
    EXPECT_EQ(batch.columns[1].nulls.size(), 2U);
    batch.columns[0].append_text("end");
    EXPECT_EQ(batch.columns[0].text(2), "end");
}

TEST(Batch, DropsItsFirstRows)
{
    Table table = make_table({{"n", ColumnType::integer}, {"name", ColumnType::text}});
    for (const char* name : {"ann", "", "bob"}) {
        table.data.columns[0].append_integer(static_cast<std::int64_t>(table.data.rows));
        *name == 0 ? table.data.columns[1].append_null() : table.data.columns[1].append_text(name);
        ++table.data.rows;
    }
    Batch batch = table.data;
    batch.drop_rows(1);
    ASSERT_EQ(batch.rows, 2u);
    EXPECT_EQ(batch.columns[0].integer(0), 1);
    EXPECT_TRUE(batch.columns[1].is_null(0));
    EXPECT_EQ(batch.columns[1].text(1), "bob");
    batch.columns[1].append_text("cid");
    EXPECT_EQ(batch.columns[1].text(2), "cid");
    batch.drop_rows(9);
    EXPECT_EQ(batch.rows, 0u);
    EXPECT_EQ(batch.columns[1].rows, 0u);
}

TEST(ColumnData, AnswersNumbersForDrawing)
{
    ColumnData column = make_column_data({"x", ColumnType::decimal, 2});
    column.append_integer(1250);
    column.append_null();
    EXPECT_DOUBLE_EQ(column.as_number(0), 12.5);
    EXPECT_TRUE(std::isnan(column.as_number(1)));
}

TEST(CellText, WritesNumbersPlainly)
{
    EXPECT_EQ(integer_text(ColumnType::integer, 1204), "1204");
    EXPECT_EQ(integer_text(ColumnType::integer, std::numeric_limits<std::int64_t>::min()),
              "-9223372036854775808");
    EXPECT_EQ(integer_text(ColumnType::boolean, 1), "true");
    EXPECT_EQ(integer_text(ColumnType::boolean, 0), "false");
    EXPECT_EQ(integer_text(ColumnType::decimal, 1250, 2), "12.50");
    EXPECT_EQ(integer_text(ColumnType::decimal, -5, 3), "-0.005");
    EXPECT_EQ(integer_text(ColumnType::decimal, std::numeric_limits<std::int64_t>::min(), 18),
              "-9.223372036854775808");
}

TEST(CellText, WritesRealsAsTheShortestTextThatReadsBack)
{
    EXPECT_EQ(real_text(0.5), "0.5");
    EXPECT_EQ(real_text(0.1), "0.1");
    EXPECT_EQ(real_text(100000), "100000");
    EXPECT_EQ(real_text(-0.0), "-0");
    EXPECT_EQ(real_text(123456789012.25), "123456789012.25");
    EXPECT_EQ(real_text(1e300), "1e+300");
    EXPECT_EQ(real_text(std::numeric_limits<double>::quiet_NaN()), "NaN");
    EXPECT_EQ(real_text(-std::numeric_limits<double>::infinity()), "-Infinity");
    std::mt19937_64 random(20261121);
    for (int round = 0; round < 20'000; ++round) {
        std::uint64_t bits = random();
        double value = 0;
        static_assert(sizeof value == sizeof bits);
        __builtin_memcpy(&value, &bits, sizeof value);
        if (!std::isfinite(value))
            continue;
        std::string text = real_text(value);
        ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
        ASSERT_LT(text.size(), kMaxCellText);
    }
}

TEST(CellText, WritesShortFractionsAsTheGeneralAlgorithmDoes)
{
    std::mt19937_64 random(20261121);
    for (int round = 0; round < 200'000; ++round) {
        double unit = std::pow(10.0, static_cast<double>(random() % 7));
        double value = static_cast<double>(static_cast<std::int64_t>(random()) >> (random() % 63)) / unit;
        if (round % 5 == 0)
            value = std::nextafter(value, 0);
        if (std::fabs(value) >= 1e17 || std::fabs(value) < 1e-5)
            continue;
        char expected[64];
        *std::to_chars(expected, expected + 63, value, std::chars_format::fixed).ptr = '\0';
        ASSERT_EQ(real_text(value), expected) << round;
    }
}

TEST(CellText, WritesDatesAndInstantsIncludingBeforeTheEpoch)
{
    EXPECT_EQ(integer_text(ColumnType::date, 20564), "2026-04-21");
    EXPECT_EQ(integer_text(ColumnType::date, -1), "1969-12-31");
    EXPECT_EQ(integer_text(ColumnType::date, -719'528), "0000-01-01");
    EXPECT_EQ(integer_text(ColumnType::date, 2'932'897), "+10000-01-01");
    EXPECT_EQ(integer_text(ColumnType::timestamp, 1'776'776'400'000'000), "2026-04-21T13:00:00Z");
    EXPECT_EQ(integer_text(ColumnType::timestamp, -1), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(integer_text(ColumnType::timestamp, 1'500'000), "1970-01-01T00:00:01.5Z");
    for (auto extreme : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
        EXPECT_LT(integer_text(ColumnType::timestamp, extreme).size(), kMaxCellText);
}

TEST(CellText, AgreesWithTheCalendarOnEveryDayOfFourCenturies)
{
    for (int day = -150'000; day < 60'000; ++day) {
        std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
        char expected[32];
        std::snprintf(expected, sizeof expected, "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
        ASSERT_EQ(integer_text(ColumnType::date, day), expected);
    }
}

TEST(Table, GathersBatchesAndFindsColumns)
{
    Table table = make_table({{"id", ColumnType::integer}, {"name", ColumnType::text}});
    Batch batch{.rows = 1,
                .columns = {make_column_data(table.columns[0]), make_column_data(table.columns[1])}};
    batch.columns[0].append_integer(7);
    batch.columns[1].append_text("seven");
    append(table, batch);
    append(table, batch);
    EXPECT_EQ(table.rows(), 2U);
    EXPECT_EQ(table.find("name"), 1);
    EXPECT_EQ(table.find("Name"), -1);
    EXPECT_EQ(table.data.columns[1].text(1), "seven");
}

} // namespace
} // namespace presstime

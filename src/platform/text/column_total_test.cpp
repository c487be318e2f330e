#include "platform/text/column_total.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace presstime {
namespace {

std::string total_of(const ColumnData& data, TotalKind kind, const char* pattern = "",
                     const char* locale = "en-US")
{
    ColumnTotal total(data);
    for (std::size_t row = 0; row < data.rows; ++row)
        total.add(data, row);
    return total.text(kind, cell_format(pattern, find_locale(locale)));
}

ColumnData column_of(ColumnType type, std::initializer_list<std::int64_t> values, int scale = 0)
{
    ColumnData data = make_column_data({"", type, scale});
    for (const std::int64_t value : values)
        data.append_integer(value);
    return data;
}

TEST(ColumnTotal, AddsMoneyUpWithoutLosingADigit)
{
    const ColumnData money = column_of(ColumnType::decimal, {900'719'925'474'099'301, 1}, 2);
    EXPECT_EQ(total_of(money, TotalKind::sum, "0,0.00"), "9,007,199,254,740,993.02");
    EXPECT_EQ(total_of(money, TotalKind::sum, "0,0.00", "de-DE"), "9.007.199.254.740.993,02");
}

TEST(ColumnTotal, RoundsASumBeyond64Bits)
{
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(total_of(column_of(ColumnType::integer, {most, most}), TotalKind::sum, "0.0a").back(), 'T');
}

TEST(ColumnTotal, LeavesNullAndNotANumberOutOfTheAverage)
{
    ColumnData data = make_column_data({"", ColumnType::real});
    data.append_real(10);
    data.append_null();
    data.append_real(std::nan(""));
    data.append_real(20);
    EXPECT_EQ(total_of(data, TotalKind::average, "0.0"), "15.0");
    EXPECT_EQ(total_of(data, TotalKind::count), "3");
}

TEST(ColumnTotal, WritesTheEarliestAndTheLatestDayAsDays)
{
    const ColumnData days = column_of(ColumnType::date, {20'564, 20'200, 20'300});
    EXPECT_EQ(total_of(days, TotalKind::minimum, "yyyy-MM-dd"), "2025-04-22");
    EXPECT_EQ(total_of(days, TotalKind::maximum, "yyyy-MM-dd"), "2026-04-21");
    EXPECT_EQ(total_of(days, TotalKind::sum), "–");
    EXPECT_EQ(total_of(days, TotalKind::average), "–");
}

TEST(ColumnTotal, SaysNothingOfAColumnWithoutNumbers)
{
    ColumnData names = make_column_data({"", ColumnType::text});
    names.append_text("north");
    for (const TotalKind kind : {TotalKind::sum, TotalKind::average, TotalKind::minimum, TotalKind::maximum})
        EXPECT_EQ(total_of(names, kind), "–");
    EXPECT_EQ(total_of(names, TotalKind::count), "1");
    EXPECT_EQ(total_of(column_of(ColumnType::integer, {}), TotalKind::sum), "–");
}

} // namespace
} // namespace presstime

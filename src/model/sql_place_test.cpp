#include "model/sql_place.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

TEST(SqlPlace, CountsLinesColumnsAndOffsetsAsEditorsDo)
{
    EXPECT_EQ(sql_place("SELECT x", 7), (SqlPlace{1, 8, 7}));
    EXPECT_EQ(sql_place("SELECT\n  x", 9), (SqlPlace{2, 3, 9}));
    EXPECT_EQ(sql_place("SELECT 'ü', x", 13), (SqlPlace{1, 13, 12})) << "ü is two bytes and one unit";
    EXPECT_EQ(sql_place("SELECT '☕😀', x", 18), (SqlPlace{1, 15, 14})) << "a pair is two units";
    EXPECT_EQ(sql_place("SELECT", 99), (SqlPlace{1, 7, 6}));
}

TEST(SqlPlace, AMarkMovesWithTheStatementItBelongsTo)
{
    const std::string_view inner = " SELECT nowhere ; ";
    const std::string_view outer = "SELECT * FROM (SELECT nowhere \n) AS t";
    const Error moved = moved_into(with_sql_byte(Error::give_up("x"), 22), outer, inner);
    EXPECT_EQ(sql_byte_of(moved), 8U);
    EXPECT_EQ(sql_byte_of(moved_into(with_sql_byte(Error::give_up("x"), 3), outer, inner)), std::nullopt)
        << "it lies in what the server wrote";
    EXPECT_EQ(sql_byte_of(moved_into(with_sql_byte(Error::give_up("x"), 3), "SELECT 1", inner)),
              std::nullopt);
    EXPECT_EQ(sql_byte_of(moved_into(Error::give_up("x"), outer, inner)), std::nullopt);
}

} // namespace
} // namespace presstime

#include "control/sql_hints.hpp"

#include <gtest/gtest.h>

namespace presstime::control {
namespace {

TEST(SqlHints, FindWhatReadsTheClock)
{
    EXPECT_EQ(find_clock_use("SELECT * FROM t WHERE d > now() - INTERVAL 7 DAY"), "now()");
    EXPECT_EQ(find_clock_use("SELECT NOW ( )"), "now()");
    EXPECT_EQ(find_clock_use("SELECT * FROM t WHERE d = Current_Date"), "current_date");
    EXPECT_EQ(find_clock_use("SELECT today()"), "today()");
}

TEST(SqlHints, PassOverStringsCommentsAndNames)
{
    EXPECT_EQ(find_clock_use("SELECT 'now()', \"current_date\" FROM t -- now()\n"), std::nullopt);
    EXPECT_EQ(find_clock_use("SELECT /* now() */ t.current_date, now, nowhere(1), today FROM t"),
              std::nullopt);
    EXPECT_EQ(find_clock_use("SELECT 'unclosed now()"), std::nullopt);
    EXPECT_EQ(find_clock_use("SELECT $now, is_now(1)"), std::nullopt);
    EXPECT_EQ(find_clock_use(""), std::nullopt);
}

} // namespace
} // namespace presstime::control

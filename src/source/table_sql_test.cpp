// Statements that the server writes, run by every engine.
#include "source/source_engines.hpp"
#include "source/table_sql.hpp"

#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace source_test;
using testing::HasSubstr;

class TableSql : public SourceConformance {
protected:
    std::string answer(const TableSelect& select)
    {
        auto got = ask(*source_, write_sql(select));
        return got ? got->substr(got->find('\n') + 1) : got.error().message;
    }
};

TEST_P(TableSql, SelectsRows)
{
    const SchemaTable things{.name = "things"};
    EXPECT_EQ(answer({.from = quoted_name(things),
                      .selected = {quoted_name("id")},
                      .present = quoted_name("name"),
                      .order = "1 DESC",
                      .limit = 2}),
              "4\n2\n");
    EXPECT_THAT(answer({.from = quoted_name(things), .selected = {}, .limit = 1}), HasSubstr("plain"));
    EXPECT_EQ(answer({.from = first_rows_of(quoted_name(things), 3), .selected = {"count(*)"}}), "3\n");
}

TEST_P(TableSql, GathersByTheDayMonthAndYearOfDatesAndInstants)
{
    for (const std::string column : {"day", "moment"}) {
        for (const auto& [unit, first] : {std::pair("day", "2024-02-29|1\n2026-04-21|1\n"),
                                          std::pair("month", "2024-02-01|1\n2026-04-01|1\n"),
                                          std::pair("year", "2024-01-01|1\n2026-01-01|1\n")})
            EXPECT_THAT(answer({.from = "things",
                                .selected = {bucket_sql(GetParam().name, column, unit), "count(*)"},
                                .present = quoted_name(column),
                                .grouped = true,
                                .order = "1"}),
                        HasSubstr(first))
                << column << " " << unit;
    }
}

TEST_P(TableSql, QuotesNames)
{
    EXPECT_EQ(quoted_name("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(quoted_name(SchemaTable{.schema = "s", .name = "t.u"}), "\"s\".\"t.u\"");
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, TableSql, testing::ValuesIn(kEngines),
                         [](const auto& engine) { return engine.param.name; });

} // namespace
} // namespace presstime

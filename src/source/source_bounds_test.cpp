// What a query may cost: an engine's single step may neither hold the server for minutes nor take gigabytes,
// for no deadline interrupts it there.
#include "source/source_test_support.hpp"

#include <chrono>
#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace source_test;
using testing::HasSubstr;

class SourceBounds : public testing::Test {
protected:
    std::unique_ptr<Source> open(const char* plugin, const std::string& path)
    {
        return find_source_plugin(plugin, "").value()->open({{"path", path}}, folder_.context()).value();
    }
    std::unique_ptr<Source> duckdb() { return open("duckdb", "data"); }
    std::unique_ptr<Source> sqlite()
    {
        run_sqlite(folder_.data() / "shop.db", "CREATE TABLE t(x)");
        return open("sqlite", "data/shop.db");
    }

    Folder folder_;
};

TEST_F(SourceBounds, NoFunctionMakesGigabytesInOneStep)
{
    auto source = duckdb();
    for (const char* sql : {"SELECT repeat('x', 4000000000)", "SELECT lpad('x', 1000000000, 'y')",
                            "SELECT main.rpad('x', 1000000000, 'y')", "SELECT repeat(repeat('x', 60000), 2)",
                            "SELECT system.main.repeat('x', 70000)", "SELECT System.repeat('x', 70000)",
                            "SELECT list_resize([1], 1000000000)"})
        EXPECT_FALSE(ask(*source, sql)) << sql;
    EXPECT_EQ(
        ask(*source, "SELECT repeat('ab', 2) AS a, lpad(7::VARCHAR, 3, '0') AS b, rpad('x', 2, '-') AS c")
            .value(),
        "a:text b:text c:text \nabab|007|x-\n");
}

// Found by a list of a billion numbers, for which the machine had not the memory.
TEST_F(SourceBounds, NoListAndNoWidthTakesGigabytesInOneStep)
{
    auto source = duckdb();
    for (const char* sql :
         {"SELECT range(1000000000)", "SELECT range(1, 1000000000)", "SELECT len(range(0, -1000000000, -1))",
          "SELECT generate_series(1, 1000000000)",
          "SELECT range(TIMESTAMP '0001-01-01', TIMESTAMP '9999-01-01', INTERVAL 1 SECOND)",
          "SELECT generate_series(DATE '2000-01-01', DATE '2100-01-01', INTERVAL 1 MINUTE)"})
        EXPECT_THAT(error_of(*source, sql), HasSubstr("makes at most 100000 values in a list")) << sql;
    for (const char* sql :
         {"SELECT printf('%1000000000d', 1)", "SELECT printf('%%%-0999999999s|', 'a')",
          "SELECT printf('%*d', 1000000000, 1)", "SELECT printf('%.1000000000f', 1.0)",
          "SELECT format('{:>1000000000}', 'a')", "SELECT format('{:>{}}', 'a', 1000000000)",
          "SELECT format('{{{:.1000000000f}', 1.0)"})
        EXPECT_THAT(error_of(*source, sql), HasSubstr("takes widths of at most 4 digits")) << sql;
    EXPECT_THAT(error_of(*source, "SELECT replace(repeat('a', 65000), 'a', repeat('b', 65000))"),
                HasSubstr("replace makes at most"));
    EXPECT_THAT(error_of(*source, "SELECT bitstring('1', 1000000000)"), HasSubstr("bitstring makes at most"));
    EXPECT_EQ(ask(*source,
                  "SELECT range(3)::VARCHAR AS a, range(5, 1, -2)::VARCHAR AS b, range(1, 2, 0)::VARCHAR "
                  "AS c, generate_series(1, 2)::VARCHAR AS d, range(NULL)::VARCHAR AS e, "
                  "len(range(TIMESTAMP '2026-01-01', '2026-03-01', '1 month')) AS f, "
                  "(SELECT count(*) FROM range(200000)) AS g")
                  .value(),
              "a:text b:text c:text d:text e:text f:integer g:integer \n"
              "[0, 1, 2]|[5, 3]|[]|[1, 2]|NULL|2|200000\n");
    EXPECT_EQ(
        ask(*source, "SELECT printf('%d%% * %05.1f of 1234567 %s', 7, 2.5, 'x') AS a, "
                     "format('{{12345}} {:>4} {} 1234567', 1, 2) AS b, "
                     "printf('%s', NULL) AS c, printf('a') AS d, replace('a.b', '.', '--') AS e")
            .value(),
        "a:text b:text c:text d:text e:text \n7% * 002.5 of 1234567 x|{12345}    1 2 1234567|NULL|a|a--b\n");
}

// Found by a text of half a million brackets, which ended the process.
TEST_F(SourceBounds, NoDeepJsonAndNoLongComparisonHoldsTheServer)
{
    auto source = duckdb();
    std::string deep = "repeat('[', 65000)";
    for (int more = 0; more < 7; ++more)
        deep += " || repeat('[', 65000)";
    deep = "(" + deep + " || '1' || replace(" + deep + ", '[', ']'))";
    for (const std::string& sql :
         {"SELECT json_structure(" + deep + ")", "SELECT json_contains(" + deep + ", '2')",
          "SELECT json_merge_patch(" + deep + ", " + deep + ")",
          std::string("SELECT levenshtein(repeat('a', 65000), repeat('b', 65000))"),
          std::string("SELECT damerau_levenshtein(repeat('a', 65000), repeat('b', 65000))")})
        EXPECT_THAT(error_of(*source, sql), testing::AnyOf(HasSubstr("takes at most 65536 characters"),
                                                           HasSubstr("takes shorter texts")))
            << sql.substr(0, 40);
    EXPECT_EQ(ask(*source, "SELECT json_structure('{\"a\":1}') AS a, json_contains('[1,2]'::JSON, '2') AS b, "
                           "json_merge_patch('{\"a\":1}', '{\"b\":2}') AS c, levenshtein('ab', 'ac') AS d")
                  .value(),
              "a:text b:boolean c:text d:integer \n{\"a\":\"UBIGINT\"}|true|{\"a\":1,\"b\":2}|1\n");
}

TEST_F(SourceBounds, APatternOfManyWildcardsEndsAndSaysTheSame)
{
    auto source = duckdb();
    EXPECT_EQ(ask(*source, "SELECT repeat('a', 60) LIKE repeat('%a', 25) || '%b' AS a, "
                           "repeat('a', 60) NOT ILIKE repeat('%A', 25) || '%b' AS b, "
                           "'äöü%.x' LIKE '%ä%ö%ü_.%x%' AS c, 'a\\b%c(d' LIKE '%a\\b_c(%d%%' AS d, "
                           "'ABC' ILIKE '%a%b%c%' AS e, 'ABC' LIKE '%a%b%c%' AS f, NULL LIKE '%%%%%' AS g, "
                           "'a' || chr(10) || 'b' LIKE '%a%%%b%' AS h, 'axb' LIKE 'a_b' AS i")
                  .value(),
              "a:boolean b:boolean c:boolean d:boolean e:boolean f:boolean g:boolean h:boolean i:boolean \n"
              "false|true|true|true|true|false|NULL|true|true\n");
    EXPECT_THAT(error_of(*source, "SELECT repeat('a', 60) GLOB repeat('*a', 25) || '*b'"),
                HasSubstr("GLOB takes at most 3"));
    EXPECT_THAT(error_of(*source, "SELECT repeat('a', 60) LIKE repeat('%a', 25) || '%b' ESCAPE '$'"),
                HasSubstr("LIKE with ESCAPE takes at most 3"));
}

TEST_F(SourceBounds, StopsAQueryUnderWhichTheServerGrowsTooLarge)
{
    auto source = duckdb();
    auto got = ask(*source, "WITH RECURSIVE grown(x) AS (SELECT repeat('x', 60000) UNION ALL SELECT x || x "
                            "FROM grown WHERE length(x) < 4000000000) SELECT max(length(x)) FROM grown");
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, ErrorKind::retry) << got.error().message;
}

TEST_F(SourceBounds, NoValueNamesARefusedView)
{
    auto source = duckdb();
    for (const char* sql :
         {"SELECT * FROM query_table('duckdb_databases')", "SELECT * FROM query_table(['duckdb_databases'])"})
        EXPECT_THAT(error_of(*source, sql), HasSubstr("query_table is not available")) << sql;
}

TEST_F(SourceBounds, LongTextsAreSearchedInTimeAndWithSqlitesAnswers)
{
    auto source = sqlite();
    EXPECT_EQ(ask(*source, "SELECT instr('größer', 'ß') AS a, instr('abc', 'd') AS b, instr('abc', '') AS c, "
                           "instr(x'00ff41', x'41') AS d, instr(NULL, 'a') AS e, instr(1234, 34) AS f")
                  .value(),
              "a:integer b:integer c:integer d:integer e:text f:integer \n4|0|1|3|NULL|3\n");
    EXPECT_EQ(ask(*source, "SELECT replace('aXbX', 'X', 'yy') AS a, replace('ab', '', 'z') AS b, "
                           "trim('éxaé', 'éa') AS c, ltrim('xxa', 'x') AS d, rtrim('axx', 'x') AS e, "
                           "replace('a', 'a', NULL) AS f, trim('aa', 'a') AS g, trim(' a ') AS h")
                  .value(),
              "a:text b:text c:text d:text e:text f:text g:text h:text \nayybyy|ab|x|a|a|NULL||a\n");
    for (const char* sql : {"SELECT instr(zeroblob(16000000), zeroblob(8000000) || x'01')",
                            "SELECT trim(printf('%.*c', 8000000, 'a'), printf('%.*c', 8000000, 'b') || 'a')",
                            "SELECT printf('%.*c', 8000000, 'x') LIKE printf('%.*c', 40000, '%x')",
                            "SELECT json_patch('{}', '{}')"}) {
        auto started = std::chrono::steady_clock::now();
        (void)ask(*source, sql);
        EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(20)) << sql;
    }
}

TEST_F(SourceBounds, RefusesARowOfHugeCells)
{
    auto source = sqlite();
    std::string sql = "SELECT zeroblob(16000000)";
    for (int column = 1; column < 10; ++column)
        sql += ", zeroblob(16000000)";
    EXPECT_THAT(error_of(*source, sql), HasSubstr("more than 64 MiB"));
    std::string eager = "SELECT printf('%.*c', 16000000, 'x')";
    for (int column = 1; column < 100; ++column)
        eager += ", printf('%.*c', 16000000, 'x')";
    EXPECT_THAT(error_of(*source, eager), HasSubstr("memory"));
    EXPECT_TRUE(ask(*source, "SELECT 1")) << "and the next query has room again";
}

} // namespace
} // namespace presstime

// What is SQLite's alone: cells typed one by one, its own way to write instants, and its ways out of the
// file.
#include "source/source_test_support.hpp"

#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace source_test;
using testing::HasSubstr;

class SqliteFile : public testing::Test {
protected:
    std::unique_ptr<Source> with(const std::string& sql)
    {
        run_sqlite(file(), sql);
        return find_source_plugin("sqlite", "")
            .value()
            ->open({{"path", "data/shop.db"}}, folder_.context())
            .value();
    }
    fs::path file() const { return folder_.data() / "shop.db"; }

    Folder folder_;
};

TEST_F(SqliteFile, DecidesTypesByDeclarationAndFirstRows)
{
    auto source =
        with("CREATE TABLE t(i INTEGER, r REAL, n DECIMAL(10,2), b BOOLEAN, v VARCHAR(9), d DATE, "
             "ts DATETIME, x, y BLOB);"
             "INSERT INTO t VALUES (1, 2, 12.5, 1, 'a', '2026-04-21', '2026-04-21T13:00:00Z', 5, x'00ff41'),"
             "(2, 2.5, 3, 0, 7, NULL, '2026-04-21 13:00', 5.5, 'text')");
    EXPECT_EQ(ask(*source, "SELECT * FROM t").value(),
              "i:integer r:real n:real b:boolean v:text d:date ts:timestamp x:real y:text \n"
              "1|2|12.5|true|a|2026-04-21|2026-04-21T13:00:00Z|5|\\x00\\xFFA\n"
              "2|2.5|3|false|7|NULL|2026-04-21T13:00:00Z|5.5|text\n");
}

TEST_F(SqliteFile, KeepsWhatWasStoredWhenTheDeclarationDoesNotHold)
{
    auto source =
        with("CREATE TABLE t(i INTEGER, b BOOLEAN, d DATE, ts TIMESTAMP, big REAL);"
             "INSERT INTO t VALUES ('n/a', 3, 'soon', 1776776400, 0.5), (1, 0, '2026-04-21', NULL, 1)");
    EXPECT_EQ(ask(*source, "SELECT * FROM t").value(), "i:text b:integer d:text ts:integer big:real \n"
                                                       "n/a|3|soon|1776776400|0.5\n1|0|2026-04-21|NULL|1\n");
    EXPECT_EQ(ask(*source, "SELECT 9007199254740993 AS v UNION ALL SELECT 0.5").value(),
              "v:text \n9007199254740993\n0.5\n");
}

TEST_F(SqliteFile, NamesColumnAndMendWhenALaterCellDoesNotFit)
{
    auto source = with("CREATE TABLE t(n INTEGER);"
                       "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 5000)"
                       "INSERT INTO t SELECT i FROM c; INSERT INTO t VALUES ('many')");
    auto got = ask(*source, "SELECT n FROM t");
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, ErrorKind::give_up);
    EXPECT_THAT(got.error().message, HasSubstr("a text"));
    EXPECT_THAT(got.error().message, HasSubstr("CAST(n AS TEXT)"));
    EXPECT_TRUE(ask(*source, "SELECT CAST(n AS TEXT) AS n FROM t"));
}

TEST_F(SqliteFile, RepairsBrokenUtf8)
{
    auto source = with("CREATE TABLE t(v TEXT); INSERT INTO t VALUES (CAST(x'61ff62' AS TEXT))");
    EXPECT_EQ(ask(*source, "SELECT v FROM t").value(), "v:text \na\xEF\xBF\xBD"
                                                       "b\n");
}

TEST_F(SqliteFile, PeriodBoundsCompareRightlyWithEverySpellingOfADate)
{
    auto source =
        with("CREATE TABLE t(at TEXT);"
             "INSERT INTO t VALUES ('2026-03-31'), ('2026-03-31 23:59:59'), ('2026-03-31T23:59:59Z'),"
             "('2026-04-01'), ('2026-04-01 00:00:00'), ('2026-04-01T00:00:00Z'), ('2026-04-30T23:59:59Z'),"
             "('2026-05-01'), ('2026-05-01 00:00:00'), ('2026-05-01T00:00:00Z')");
    const std::vector<Binding> april = {{"period_start", parse_rfc3339("2026-04-01T00:00:00Z").value()},
                                        {"period_end", parse_rfc3339("2026-05-01T00:00:00Z").value()}};
    EXPECT_EQ(ask(*source, "SELECT at FROM t WHERE at >= $period_start AND at < $period_end", april).value(),
              "at:text \n2026-04-01\n2026-04-01 00:00:00\n2026-04-01T00:00:00Z\n2026-04-30T23:59:59Z\n");
    EXPECT_EQ(ask(*source, "SELECT count(*) AS n FROM t WHERE datetime(at) < $at",
                  {{"at", parse_rfc3339("2026-04-01T00:00:00.5Z").value()}})
                  .value(),
              "n:integer \n6\n");
}

TEST_F(SqliteFile, BindsByNameInWhateverOrderTheyAppear)
{
    auto source = with("CREATE TABLE t(a)");
    const std::vector<Binding> bindings = {{"1", std::string("one")}, {"2", std::string("two")}};
    EXPECT_EQ(ask(*source, "SELECT $2 AS b, $1 AS a, :2 AS c, @1 AS d", bindings).value(),
              "b:text a:text c:text d:text \ntwo|one|two|one\n");
    EXPECT_THAT(error_of(*source, "SELECT ?"), HasSubstr("$name"));
}

TEST_F(SqliteFile, RefusesWaysAroundTheAuthorizer)
{
    auto source =
        with("CREATE TABLE t(a); CREATE VIEW v AS SELECT * FROM t;"
             "CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN DELETE FROM t; END; INSERT INTO t VALUES (1)");
    for (const char* sql :
         {"SELECT load_extension('/tmp/x.so')", "SELECT * FROM pragma_database_list",
          "WITH x AS (SELECT 1) INSERT INTO v SELECT * FROM x", "REPLACE INTO t VALUES (2)",
          "ATTACH 'file:/etc/passwd?mode=ro' AS p", "DETACH main", "REINDEX", "ANALYZE", "SAVEPOINT s",
          "ALTER TABLE t RENAME TO u", "CREATE VIRTUAL TABLE temp.z USING dbstat"})
        EXPECT_FALSE(ask(*source, sql)) << sql;
    EXPECT_EQ(ask(*source, "SELECT a FROM v").value(), "a:integer \n1\n");
}

TEST_F(SqliteFile, ReadsAFileInWalModeAndItsFreshRows)
{
    auto source = with("PRAGMA journal_mode = WAL; CREATE TABLE t(a INTEGER)");
    sqlite3* writer = nullptr;
    ASSERT_EQ(sqlite3_open(file().c_str(), &writer), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(writer, "INSERT INTO t VALUES (7)", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(ask(*source, "SELECT a FROM t").value(), "a:integer \n7\n");
    sqlite3_close(writer);
}

TEST_F(SqliteFile, NeedsAFile)
{
    auto opened = find_source_plugin("sqlite", "").value()->open({{"path", "data"}}, folder_.context());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().field, "options.path");
}

TEST_F(SqliteFile, OpensAFileWhoseNameLooksLikeAnUri)
{
    fs::path odd = folder_.data() / "a?mode=rwc#b%41.db";
    run_sqlite(odd, "CREATE TABLE t(a); INSERT INTO t VALUES (3)");
    auto source = find_source_plugin("sqlite", "").value()->open({{"path", odd.string()}}, folder_.context());
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ(ask(**source, "SELECT a FROM t").value(), "a:integer \n3\n");
}

} // namespace
} // namespace presstime

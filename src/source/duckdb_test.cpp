// What is DuckDB's alone: folders of files, its many types, and the ways out of the sandbox that it offers.
#include "source/source_test_support.hpp"

#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace source_test;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

class DuckdbFolder : public testing::Test {
protected:
    void SetUp() override
    {
        write_file(data() / "orders.csv", "id,name,total\n1,Zürich,12.5\n2,,7\n");
        write_file(data() / "events.ndjson", "{\"kind\":\"a\",\"n\":1}\n{\"kind\":\"b\",\"n\":2}\n");
        write_file(data() / "list.json", "[{\"x\":1},{\"x\":2}]");
        run_duckdb(folder_.temp() / "make.duckdb", {"COPY (SELECT range AS n FROM range(3)) TO '" +
                                                    (data() / "numbers.parquet").string() + "'"});
        fs::create_directories(data() / "more");
        write_file(data() / "more" / "deep.csv", "d\n5\n");
    }

    fs::path data() const { return folder_.data(); }
    Result<std::unique_ptr<Source>> open(OptionValues options = {}) const
    {
        options.try_emplace("path", data().string());
        const SourcePlugin* plugin = TRY(find_source_plugin("duckdb", "kind"));
        return plugin->open(options, folder_.context());
    }

    Folder folder_;
};

TEST_F(DuckdbFolder, OffersEachFileAsATableOfItsName)
{
    auto source = open().value();
    EXPECT_EQ(ask(*source, "SELECT name, total FROM orders ORDER BY id").value(),
              "name:text total:real \nZürich|12.5\nNULL|7\n");
    EXPECT_EQ(ask(*source, "SELECT sum(n)::INT AS s FROM events").value(), "s:integer \n3\n");
    EXPECT_EQ(ask(*source, "SELECT x FROM list ORDER BY x").value(), "x:integer \n1\n2\n");
    EXPECT_EQ(ask(*source, "SELECT n FROM numbers ORDER BY n").value(), "n:integer \n0\n1\n2\n");
}

TEST_F(DuckdbFolder, ReadsItsFilesByRelativeAndByFullPath)
{
    auto source = open().value();
    for (const std::string& from : {std::string("read_csv('orders.csv')"), std::string("'orders.csv'"),
                                    "read_csv('" + (data() / "orders.csv").string() + "')",
                                    "'" + (data() / "orders.csv").string() + "'"})
        EXPECT_EQ(ask(*source, "SELECT count(*) AS n FROM " + from).value_or("refused"), "n:integer \n2\n")
            << from;
    EXPECT_EQ(ask(*source, "SELECT d FROM read_csv('more/deep.csv')").value(), "d:integer \n5\n");
    EXPECT_EQ(ask(*source, "SELECT d FROM read_csv('" + data().string() + "/more/*.csv')").value(),
              "d:integer \n5\n");
}

TEST_F(DuckdbFolder, RefusesFilesOutsideItAndLinksOutOfIt)
{
    fs::path secret = folder_.outside() / "secret.csv";
    write_file(secret, "secret\n42\n");
    fs::create_symlink(secret, data() / "link.csv");
    fs::create_directory_symlink(folder_.outside(), data() / "linked");
    auto source = open().value();
    std::string full = data().string();
    for (const std::string& from : {
             std::string("link"),
             std::string("read_csv('link.csv')"),
             std::string("read_csv('linked/secret.csv')"),
             std::string("read_csv('../outside/secret.csv')"),
             "read_csv('" + secret.string() + "')",
             "'" + secret.string() + "'",
             "read_csv('" + full + "/link.csv')",
             "read_csv('" + full + "/linked/secret.csv')",
             "read_csv('" + full + "/../outside/secret.csv')",
             "read_csv(['" + full + "/orders.csv', '" + secret.string() + "'])",
             std::string("read_text('/etc/passwd')"),
             std::string("read_blob('/proc/self/environ')"),
             std::string("glob('/etc/*')"),
             std::string("sniff_csv('/etc/passwd')"),
             std::string("parquet_metadata('/etc/passwd')"),
             std::string("'http://127.0.0.1:1/x.csv'"),
             std::string("'s3://bucket/x.parquet'"),
         }) {
        auto got = ask(*source, "SELECT * FROM " + from);
        ASSERT_FALSE(got) << from << ": " << *got;
        EXPECT_THAT(got.error().kind, AnyOf(ErrorKind::invalid, ErrorKind::give_up)) << got.error().message;
        EXPECT_THAT(got.error().message, Not(HasSubstr("42")));
    }
}

TEST_F(DuckdbFolder, RefusesALinkThatTookAFilesPlace)
{
    fs::path secret = folder_.outside() / "secret.csv";
    write_file(secret, "id,name,total\n42,secret,1\n");
    auto source = open().value();
    ASSERT_TRUE(ask(*source, "SELECT id FROM orders"));
    fs::remove(data() / "orders.csv");
    fs::create_symlink(secret, data() / "orders.csv");
    for (const char* sql : {"SELECT * FROM orders", "SELECT * FROM read_csv('orders.csv')"})
        EXPECT_FALSE(ask(*source, sql)) << sql;
}

TEST_F(DuckdbFolder, WritesNothingAnywhere)
{
    auto source = open().value();
    for (const std::string& sql : {
             "COPY orders TO '" + (data() / "out.csv").string() + "'",
             "COPY orders TO '" + (folder_.temp() / "out.csv").string() + "'",
             "EXPORT DATABASE '" + (data() / "out").string() + "'",
             "ATTACH '" + (data() / "out.duckdb").string() + "' AS o",
             std::string("CREATE TABLE t AS SELECT 1"),
             std::string("SET threads = 1"),
             std::string("SET lock_configuration = false"),
             std::string("RESET ALL"),
             std::string("INSTALL httpfs"),
             std::string("LOAD httpfs"),
             std::string("CALL enable_logging()"),
             std::string("PREPARE p AS SELECT 1"),
             std::string("CHECKPOINT"),
         }) {
        auto got = ask(*source, sql);
        ASSERT_FALSE(got) << sql;
        EXPECT_EQ(got.error().kind, ErrorKind::invalid) << sql << ": " << got.error().message;
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(data()), fs::directory_iterator()), 5);
}

// Bound or run, these write files, end the process or tell of the server; DuckDB's own sandbox lets them
// pass.
TEST_F(DuckdbFolder, RefusesFunctionsThatActOnTheProcess)
{
    auto source = open().value();
    std::string log = (data() / "log").string();
    for (const std::string& sql : {
             "SELECT * FROM enable_logging(storage='file', storage_path='" + log + "')",
             std::string("SELECT * FROM enable_logging(storage='file', storage_path='/nowhere/log')"),
             "SELECT * FROM system.main.\"Enable_Logging\"(storage='file', storage_path='" + log + "')",
             "WITH a AS (SELECT (SELECT count(*) FROM enable_profiling(save_location='" + log +
                 "')) AS n) FROM a",
             std::string("SELECT 1 WHERE EXISTS (FROM checkpoint())"),
             std::string("SELECT * FROM query('SELECT 1')"),
             std::string("SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))"),
             std::string("SELECT * FROM arrow_scan(1, 2, 3)"),
             std::string("SELECT * FROM read_duckdb('x.duckdb')"),
             std::string("SELECT * FROM which_secret('s3://x', 's3')"),
             std::string("SELECT write_log('x')"),
             std::string("SELECT current_setting('temp_directory')"),
             std::string("SELECT * FROM duckdb_settings()"),
             std::string("SELECT * FROM duckdb_settings"),
             std::string("FROM pg_catalog.pg_settings"),
             std::string("PIVOT (FROM query('SELECT 1 AS a')) ON a IN (1) USING count(*)"),
         }) {
        auto got = ask(*source, sql);
        ASSERT_FALSE(got) << sql;
        EXPECT_EQ(got.error().kind, ErrorKind::invalid) << sql << ": " << got.error().message;
    }
    EXPECT_FALSE(fs::exists(log));
}

TEST_F(DuckdbFolder, AnswersQuestionsAboutItsTables)
{
    auto source = open().value();
    for (const char* sql : {"DESCRIBE orders", "SUMMARIZE orders", "SHOW TABLES", "FROM orders",
                            "TABLE orders", "SELECT table_name FROM information_schema.tables",
                            "FROM duckdb_tables()", "PIVOT orders ON name IN ('Zürich') USING sum(total)",
                            "FROM range(3)", "SELECT unnest([1, 2])", "SELECT version()"}) {
        auto got = ask(*source, sql);
        EXPECT_TRUE(got) << sql << ": " << got.error().message;
    }
}

TEST_F(DuckdbFolder, ErrorsNameNoPathOfTheServer)
{
    auto source = open().value();
    for (const char* sql :
         {"SELECT * FROM missing", "SELECT * FROM read_csv('missing.csv')",
          "SELECT * FROM read_parquet('orders.csv')", "SELECT CAST(name AS INTEGER) FROM orders"}) {
        std::string message = error_of(*source, sql);
        EXPECT_THAT(message, Not(HasSubstr("no error"))) << sql;
        EXPECT_THAT(message, Not(HasSubstr(folder_.data().parent_path().string()))) << sql;
        EXPECT_THAT(message, Not(HasSubstr("LINE 1"))) << sql;
    }
}

TEST_F(DuckdbFolder, SaysWhyAFileIsNoTable)
{
    write_file(data() / "broken.parquet", "not parquet at all");
    write_file(data() / "odd[1].csv", "a\n1\n");
    auto source = open().value();
    EXPECT_TRUE(ask(*source, "SELECT 1 FROM orders"));
    EXPECT_THAT(error_of(*source, "SELECT * FROM broken"),
                HasSubstr("the file of the table \"broken\" cannot be read"));
    EXPECT_THAT(error_of(*source, "SELECT * FROM \"odd[1]\""), HasSubstr("rename it"));
}

TEST_F(DuckdbFolder, NoticesNewChangedAndRemovedFiles)
{
    auto source = open().value();
    EXPECT_FALSE(ask(*source, "SELECT * FROM late"));
    write_file(data() / "late.csv", "a\n1\n");
    EXPECT_EQ(ask(*source, "SELECT * FROM late").value(), "a:integer \n1\n");
    write_file(data() / "late.csv", "b\ntext\n");
    EXPECT_EQ(ask(*source, "SELECT * FROM late").value(), "b:text \ntext\n");
    fs::remove(data() / "late.csv");
    EXPECT_FALSE(ask(*source, "SELECT * FROM late"));
}

TEST_F(DuckdbFolder, OpensASingleFileAndNothingBesideIt)
{
    auto source = open({{"path", (data() / "orders.csv").string()}}).value();
    EXPECT_EQ(ask(*source, "SELECT count(*) AS n FROM orders").value(), "n:integer \n2\n");
    EXPECT_EQ(ask(*source, "SELECT count(*) AS n FROM 'orders.csv'").value(), "n:integer \n2\n");
    EXPECT_FALSE(ask(*source, "SELECT * FROM 'list.json'"));
    EXPECT_FALSE(ask(*source, "SELECT * FROM '" + (data() / "list.json").string() + "'"));
    write_file(data() / "bad.parquet", "PAR1 no");
    auto bad = open({{"path", (data() / "bad.parquet").string()}});
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().field, "options.path");
}

TEST_F(DuckdbFolder, LeavesNoTemporaryFilesAndStaysUnderItsMemoryLimit)
{
    fs::remove(folder_.temp() / "make.duckdb");
    {
        auto source = open({{"memory_limit_mb", "48"}, {"threads", "2"}}).value();
        auto got =
            ask(*source, "SELECT count(*) AS n FROM (SELECT DISTINCT hash(range) FROM range(3000000))");
        ASSERT_TRUE(got) << got.error().message;
        EXPECT_EQ(*got, "n:integer \n3000000\n");
        auto greedy = ask(*source, "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(1000000)");
        ASSERT_FALSE(greedy);
        EXPECT_EQ(greedy.error().kind, ErrorKind::retry) << greedy.error().message;
        EXPECT_THAT(greedy.error().message, HasSubstr("memory_limit_mb"));
    }
    EXPECT_TRUE(fs::is_empty(folder_.temp()));
    EXPECT_FALSE(open({{"threads", "0"}}));
}

TEST_F(DuckdbFolder, WorksInUtcWhateverTheMachineSays)
{
    ::setenv("TZ", "America/New_York", 1);
    auto source = open().value();
    EXPECT_EQ(ask(*source, "SELECT TIMESTAMPTZ '2026-04-21 09:00:00-04:00' AS a, "
                           "CAST(TIMESTAMP '2026-04-21 13:00:00' AS TIMESTAMPTZ) AS b")
                  .value(),
              "a:timestamp b:timestamp \n2026-04-21T13:00:00Z|2026-04-21T13:00:00Z\n");
    ::unsetenv("TZ");
}

struct TypeCase {
    std::string sql;
    std::string expected; // "type" + "|" + text
};

class DuckdbTypes : public testing::TestWithParam<TypeCase> {};

TEST_P(DuckdbTypes, BecomeOurs)
{
    Folder folder;
    auto source =
        find_source_plugin("duckdb", "").value()->open({{"path", "data"}}, folder.context()).value();
    auto reader = source->query("SELECT " + GetParam().sql + " AS v", {}, {}, soon());
    ASSERT_TRUE(reader) << reader.error().message;
    std::string type = std::string(to_string((*reader)->columns().at(0).type));
    EXPECT_EQ((*reader)->columns().at(0).name, "v");
    std::string rows = read_all(**reader).value();
    EXPECT_EQ(type + "|" + rows.substr(rows.find('\n') + 1), GetParam().expected + "\n");
}

const TypeCase kTypeCases[] = {
    {"true", "boolean|true"},
    {"(-8)::TINYINT", "integer|-8"},
    {"200::UTINYINT", "integer|200"},
    {"(-300)::SMALLINT", "integer|-300"},
    {"60000::USMALLINT", "integer|60000"},
    {"4000000000::UINTEGER", "integer|4000000000"},
    {"9223372036854775807", "integer|9223372036854775807"},
    {"9223372036854775807::UBIGINT", "integer|9223372036854775807"},
    {"18446744073709551615::UBIGINT", "real|1.8446744073709552e+19"},
    {"(-5)::HUGEINT", "integer|-5"},
    {"sum(range)", "integer|45"},
    {"(-9223372036854775808)::HUGEINT", "integer|-9223372036854775808"},
    {"(-9223372036854775808)::HUGEINT - 1", "real|-9.223372036854776e+18"},
    {"7::UHUGEINT", "integer|7"},
    {"170141183460469231731687303715884105727::HUGEINT", "real|1.7014118346046923e+38"},
    {"19.99::FLOAT", "real|19.99"},
    {"'nan'::DOUBLE", "real|NaN"},
    {"'-inf'::FLOAT", "real|-Infinity"},
    {"12.50::DECIMAL(4,2)", "decimal|12.50"},
    {"(-0.005)::DECIMAL(9,3)", "decimal|-0.005"},
    {"1234567890123.45::DECIMAL(18,2)", "decimal|1234567890123.45"},
    {"(-1234567890123.45)::DECIMAL(38,2)", "real|-1234567890123.45"},
    {"'☕ twelve bytes'", "text|☕ twelve bytes"},
    {"'a longer text that is not kept inside the vector'",
     "text|a longer text that is not kept inside the vector"},
    {"'b'::ENUM('a', 'b')", "text|b"},
    {"'00010203-0405-0607-0809-0a0b0c0d0eff'::UUID", "text|00010203-0405-0607-0809-0a0b0c0d0eff"},
    {"'ffffffff-ffff-ffff-ffff-ffffffffffff'::UUID", "text|ffffffff-ffff-ffff-ffff-ffffffffffff"},
    {"DATE '2026-04-21'", "date|2026-04-21"},
    {"DATE '0044-03-15 (BC)'", "date|-0043-03-15"},
    {"'infinity'::DATE", "date|NULL"},
    {"TIMESTAMP '1969-12-31 23:59:59.999999'", "timestamp|1969-12-31T23:59:59.999999Z"},
    {"TIMESTAMP_S '2026-04-21 13:00:00'", "timestamp|2026-04-21T13:00:00Z"},
    {"TIMESTAMP_MS '2026-04-21 13:00:00.5'", "timestamp|2026-04-21T13:00:00.5Z"},
    {"TIMESTAMP_NS '1969-12-31 23:59:59.9999995'", "timestamp|1969-12-31T23:59:59.999999Z"},
    {"'-infinity'::TIMESTAMP", "timestamp|NULL"},
    {"TIME '13:00:00'", "text|13:00:00"},
    {"INTERVAL 3 DAY", "text|3 days"},
    {"[1, NULL, 3]", "text|[1, NULL, 3]"},
    {"{'a': 1, 'b': 'x'}", "text|{'a': 1, 'b': x}"},
    {"MAP {'k': 1}", "text|{k=1}"},
    {"'\\xAAb'::BLOB", "text|\\xAAb"},
    {"'101'::BIT", "text|101"},
    {"NULL", "integer|NULL"},
    {"NULL::INTEGER[]", "text|NULL"},
    {"'{\"a\": 1}'::JSON", "text|{\"a\": 1}"},
};

std::vector<TypeCase> type_cases()
{
    std::vector<TypeCase> cases(std::begin(kTypeCases), std::end(kTypeCases));
    for (TypeCase& each : cases) {
        if (each.sql == "sum(range)")
            each.sql = "(SELECT sum(range) FROM range(10))";
    }
    return cases;
}

INSTANTIATE_TEST_SUITE_P(Every, DuckdbTypes, testing::ValuesIn(type_cases()));

TEST_F(DuckdbFolder, CastsNestedTypesInsideAnyStatement)
{
    auto source = open().value();
    EXPECT_EQ(ask(*source,
                  "SELECT [id, 7] AS l, id AS \"we \"\"ird\", $x AS x FROM orders ORDER BY id DESC; -- end",
                  {{"x", std::string("y")}})
                  .value(),
              "l:text we \"ird:integer x:text \n[2, 7]|2|y\n[1, 7]|1|y\n");
}

TEST_F(DuckdbFolder, ReadsDuckdbsOwnTestOfAllTypes)
{
    auto source = open().value();
    auto got = ask(*source, "SELECT * FROM test_all_types()");
    EXPECT_TRUE(got) << got.error().message;
}

TEST_F(DuckdbFolder, SaysWhichColumnOutgrewItsType)
{
    auto source = open().value();
    auto got =
        ask(*source, "SELECT CASE WHEN range > 5000 THEN 18446744073709551615 ELSE 1 END::HUGEINT AS big "
                     "FROM range(10000)");
    ASSERT_FALSE(got);
    EXPECT_THAT(got.error().message, HasSubstr("CAST(big AS DOUBLE)"));
}

TEST_F(DuckdbFolder, ErrorAfterTheFirstRowsIsAnErrorAndNoEnd)
{
    auto source = open().value();
    const auto ask = [&]() -> Result<> {
        auto reader =
            TRY(source->query("SELECT CASE WHEN range > 300000 THEN error('boom') ELSE 'x' END AS x "
                              "FROM range(1000000)",
                              {}, {}, soon()));
        Batch batch;
        while (TRY(reader->next(batch))) {
        }
        return {};
    };
    Result<> asked = ask();
    // DuckDB loses the cause now and then, and that is told as something to try again.
    for (int tries = 0; tries < 20 && !asked && asked.error().kind == ErrorKind::retry; ++tries)
        asked = ask();
    ASSERT_FALSE(asked);
    EXPECT_THAT(asked.error().message, HasSubstr("boom"));
}

} // namespace
} // namespace presstime

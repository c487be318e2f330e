// What every source promises, asked of each one over the same data.
#include "source/source_engines.hpp"

#include <atomic>
#include <gmock/gmock.h>
#include <thread>

namespace presstime {
namespace {

using namespace source_test;
using testing::HasSubstr;

TEST_P(SourceConformance, ReadsTypesNullsAndUnicode)
{
    auto got = ask(*source_, "SELECT flag, id, share, name, day, moment FROM things ORDER BY id");
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(*got, "flag:boolean id:integer share:real name:text day:date moment:timestamp \n"
                    "true|1|0.5|plain|2026-04-21|2026-04-21T13:00:00Z\n"
                    "false|2|-3.25|Zürich ☕ 日本|1969-12-31|1969-12-31T23:59:59.5Z\n"
                    "NULL|3|NULL|NULL|NULL|NULL\n"
                    "true|4|0.1||2024-02-29|2024-02-29T00:00:00Z\n");
}

TEST_P(SourceConformance, KeepsTheColumnsOfAnEmptyResult)
{
    auto got = ask(*source_, "SELECT id, flag, share, name, day, moment FROM things WHERE id > 99");
    EXPECT_EQ(got.value(), "id:integer flag:boolean share:real name:text day:date moment:timestamp \n");
}

TEST_P(SourceConformance, KeepsEqualColumnNamesApart)
{
    EXPECT_EQ(ask(*source_, "SELECT 1 AS x, 2 AS x").value(), "x:integer x:integer \n1|2\n");
}

TEST_P(SourceConformance, BindsTypedParametersByNameAndIgnoresTheRest)
{
    const std::vector<Binding> bindings = {
        {"period_start", parse_rfc3339("2024-01-01T00:00:00Z").value()},
        {"period_end", parse_rfc3339("2026-04-21T13:00:01Z").value()},
        {"name", std::string("it's; DROP TABLE things")},
        {"least", std::int64_t{1}},
        {"share", 0.1},
        {"day", std::chrono::year{2024} / 2 / 29},
        {"unused", true},
    };
    auto got =
        ask(*source_,
            "SELECT id, $name AS name FROM things WHERE moment >= $period_start AND moment < $period_end "
            "AND id >= $least AND (share = $share OR id = $least) ORDER BY id",
            bindings);
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(*got, "id:integer name:text \n1|it's; DROP TABLE things\n4|it's; DROP TABLE things\n");
    EXPECT_EQ(ask(*source_, "SELECT id FROM things WHERE day = $day", bindings).value(), "id:integer \n4\n");
}

TEST_P(SourceConformance, BindsNull)
{
    EXPECT_EQ(ask(*source_, "SELECT count(*) AS n FROM things WHERE name = $x", {{"x", Value{}}}).value(),
              "n:integer \n0\n");
}

TEST_P(SourceConformance, NamesTheParameterThatHasNoValue)
{
    auto got = ask(*source_, "SELECT id FROM things WHERE name = $region", {{"regions", std::string("x")}});
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, ErrorKind::invalid);
    EXPECT_EQ(got.error().field, "sql");
    EXPECT_THAT(got.error().message, HasSubstr("$region"));
}

TEST_P(SourceConformance, DescribesWithoutRunningAndWithoutValues)
{
    auto columns = source_->describe("SELECT id, day FROM things WHERE name = $region", {}, soon());
    ASSERT_TRUE(columns) << columns.error().message;
    EXPECT_EQ(*columns, (std::vector<Column>{{"id", ColumnType::integer}, {"day", ColumnType::date}}));
    auto typed = source_->describe("SELECT id + $step AS shifted, name FROM things WHERE $wanted IS NULL",
                                   {{"step", std::int64_t{2}}, {"wanted", Value{}}}, soon());
    ASSERT_TRUE(typed) << typed.error().message;
    ASSERT_EQ(typed->size(), 2U) << "a type that hangs on a parameter hides neither names nor columns";
    EXPECT_EQ(typed->at(0).name, "shifted");
    auto selected = source_->describe("SELECT $region AS region, id FROM things", {}, soon());
    ASSERT_TRUE(selected) << selected.error().message;
    EXPECT_EQ(selected->at(0).name, "region");
    EXPECT_EQ(selected->at(1), (Column{"id", ColumnType::integer}));
    EXPECT_EQ(source_->describe(GetParam().endless, {}, soon()).value().size(), 1U);
    EXPECT_FALSE(source_->describe("DELETE FROM things", {}, soon()));
    EXPECT_FALSE(source_->describe("SELECT nope FROM things", {}, soon()));
}

TEST_P(SourceConformance, StreamsManyBatchesInOrder)
{
    auto reader = source_->query("SELECT n FROM numbers ORDER BY n", {}, {}, soon()).value();
    Batch batch;
    std::int64_t expected = 0;
    int batches = 0;
    while (reader->next(batch).value()) {
        ++batches;
        for (std::size_t row = 0; row < batch.rows; ++row)
            ASSERT_EQ(batch.columns[0].integer(row), expected++);
    }
    EXPECT_EQ(expected, 100'000);
    EXPECT_GT(batches, 10);
    EXPECT_EQ(reader->completeness(), (Completeness{100'000, false, ""}));
    EXPECT_FALSE(reader->next(batch).value()) << "the end stays the end";
}

TEST_P(SourceConformance, CutsAtTheRowLimitAndSaysWhose)
{
    QueryLimits limits{.max_rows = 5000, .row_limit_name = "the query's max_rows"};
    auto reader = source_->query("SELECT n FROM numbers ORDER BY n", {}, limits, soon()).value();
    std::string rows = read_all(*reader).value();
    EXPECT_EQ(std::count(rows.begin(), rows.end(), '\n'), 5001);
    EXPECT_EQ(reader->completeness(),
              (Completeness{5000, true, "cut at 5,000 rows by the query's max_rows"}));
}

TEST_P(SourceConformance, DoesNotCallAResultOfExactlyTheLimitCut)
{
    QueryLimits limits{.max_rows = 4};
    auto reader = source_->query("SELECT id FROM things", {}, limits, soon()).value();
    ASSERT_TRUE(read_all(*reader));
    EXPECT_EQ(reader->completeness(), (Completeness{4, false, ""}));
}

TEST_P(SourceConformance, CutsAtTheByteLimit)
{
    QueryLimits limits{.max_bytes = 100'000};
    auto reader = source_->query("SELECT n, 'abcdefgh' AS t FROM numbers", {}, limits, soon()).value();
    ASSERT_TRUE(read_all(*reader));
    EXPECT_TRUE(reader->completeness().cut);
    EXPECT_GT(reader->completeness().rows_in_result, 100);
    EXPECT_LT(reader->completeness().rows_in_result, 20'000);
    EXPECT_THAT(reader->completeness().reason, HasSubstr("the limit of"));
}

TEST_P(SourceConformance, DeadlineInterruptsAQueryThatHasNoFirstRowYet)
{
    auto started = Deadline::SteadyClock::now();
    auto got = source_->query(GetParam().endless, {}, {}, Deadline::after(std::chrono::milliseconds(200)));
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().kind, ErrorKind::give_up);
    EXPECT_THAT(got.error().message, HasSubstr("took longer than 200 ms"));
    EXPECT_LT(Deadline::SteadyClock::now() - started, std::chrono::seconds(10));
    EXPECT_TRUE(ask(*source_, "SELECT 1")) << "the source works on";
}

TEST_P(SourceConformance, CancelInterruptsARunningQuery)
{
    CancelToken token;
    std::thread other([&] { token.cancel(); });
    auto got = source_->query(GetParam().endless, {}, {}, soon().with_cancel(token));
    other.join();
    ASSERT_FALSE(got);
    EXPECT_THAT(got.error().message, HasSubstr("cancelled"));
}

TEST_P(SourceConformance, DeadlineEndsAReaderBetweenBatches)
{
    CancelToken token;
    auto reader = source_->query("SELECT n FROM numbers", {}, {}, soon().with_cancel(token)).value();
    Batch batch;
    ASSERT_TRUE(reader->next(batch).value());
    token.cancel();
    Result<bool> next = true;
    for (int round = 0; next && *next && round < 5; ++round)
        next = reader->next(batch);
    ASSERT_FALSE(next);
    EXPECT_THAT(next.error().message, HasSubstr("cancelled"));
}

TEST_P(SourceConformance, SeesAChangedFile)
{
    EXPECT_EQ(ask(*source_, "SELECT count(*) AS n FROM things").value(), "n:integer \n4\n");
    fs::path copy = folder_.data() / "copy";
    fs::copy_file(path_, copy);
    GetParam().grow(copy);
    fs::rename(copy, path_);
    EXPECT_EQ(ask(*source_, "SELECT count(*) AS n FROM things").value(), "n:integer \n5\n");
    fs::remove(path_);
    EXPECT_FALSE(ask(*source_, "SELECT count(*) AS n FROM things"));
}

TEST_P(SourceConformance, ServesManyThreadsAtOnce)
{
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 6; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < 10; ++round) {
                auto got = ask(*source_, "SELECT sum(n) AS total FROM numbers WHERE n <= $last",
                               {{"last", std::int64_t{thread * 10}}});
                std::int64_t last = thread * 10;
                right +=
                    got && *got == "total:integer \n" + std::to_string(last * (last + 1) / 2) + "\n" ? 1 : 0;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(right, 60);
}

TEST_P(SourceConformance, ReadersOutliveOneAnother)
{
    auto first = source_->query("SELECT n FROM numbers ORDER BY n", {}, {}, soon()).value();
    auto second = source_->query("SELECT n FROM numbers ORDER BY n DESC", {}, {}, soon()).value();
    Batch batch;
    ASSERT_TRUE(first->next(batch).value());
    EXPECT_EQ(batch.columns[0].integer(0), 0);
    first.reset();
    ASSERT_TRUE(second->next(batch).value());
    EXPECT_EQ(batch.columns[0].integer(0), 99'999);
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, SourceConformance, testing::ValuesIn(kEngines),
                         [](const auto& engine) { return engine.param.name; });

} // namespace
} // namespace presstime

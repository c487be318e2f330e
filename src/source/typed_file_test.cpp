// Rows as text become a Parquet file that the DuckDB source reads with the types they came with.
#include "source/source_test_support.hpp"
#include "source/typed_file.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

class TypedFile : public testing::Test {
protected:
    Result<> write(const std::string& text, std::vector<Column> columns) const
    {
        source_test::write_file(folder_.data() / "rows", text);
        return write_typed_file(
            {folder_.data() / "rows", std::move(columns), folder_.data() / "made.parquet"}, folder_.context(),
            Deadline::after(std::chrono::seconds(30)));
    }
    // All rows, cells as the source hands them.
    Batch read(std::vector<Column>& columns) const
    {
        const auto source =
            find_source_plugin("duckdb", "kind")
                .value()
                ->open({{"path", (folder_.data() / "made.parquet").native()}}, folder_.context())
                .value();
        const auto reader =
            source->query("SELECT * FROM made", {}, {}, Deadline::after(std::chrono::seconds(30)));
        columns = (*reader)->columns();
        Batch batch;
        EXPECT_TRUE((*reader)->next(batch).value_or(false));
        return batch;
    }

    source_test::Folder folder_;
};

TEST_F(TypedFile, KeepsTypesAndTexts)
{
    const std::vector<Column> columns = {{"Order \"day\"", ColumnType::date}, {"at", ColumnType::timestamp},
                                         {"n", ColumnType::integer},          {"x", ColumnType::real},
                                         {"paid", ColumnType::boolean},       {"zip'; --", ColumnType::text}};
    const auto written = write("2026-04-21,2026-04-21 13:00:00.250,9007199254740993,0.1,true,\"01067\"\n"
                               "1900-01-01,2026-04-22,-1,1e+20,false,\"a, \"\"b\"\"\nc\"\n"
                               ",,,,,\n",
                               columns);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    std::vector<Column> found;
    const Batch batch = read(found);
    EXPECT_EQ(found, columns);
    ASSERT_EQ(batch.rows, 3U);
    EXPECT_EQ(batch.columns[0].integer(0), 20564);
    EXPECT_EQ(batch.columns[1].integer(0), 1776776400250000);
    EXPECT_EQ(batch.columns[2].integer(0), 9007199254740993);
    EXPECT_EQ(batch.columns[3].real(0), 0.1);
    EXPECT_EQ(batch.columns[4].integer(1), 0);
    EXPECT_EQ(batch.columns[5].text(0), "01067");
    EXPECT_EQ(batch.columns[5].text(1), "a, \"b\"\nc");
    for (const ColumnData& column : batch.columns)
        EXPECT_TRUE(column.is_null(2));
}

TEST_F(TypedFile, OfOneColumnKeepsItsEmptyRows)
{
    ASSERT_TRUE(write("1\n\n3\n", {{"n", ColumnType::integer}}).has_value());
    std::vector<Column> found;
    const Batch batch = read(found);
    ASSERT_EQ(batch.rows, 3U);
    EXPECT_TRUE(batch.columns[0].is_null(1));
}

TEST_F(TypedFile, MayHaveNoRows)
{
    ASSERT_TRUE(write("", {{"n", ColumnType::integer}}).has_value());
    EXPECT_TRUE(std::filesystem::exists(folder_.data() / "made.parquet"));
}

TEST_F(TypedFile, TakesLongTextsAndManyColumns)
{
    std::vector<Column> columns;
    std::string row;
    for (int at = 0; at < 1'000; ++at) {
        columns.push_back({"c" + std::to_string(at), ColumnType::text});
        row += (at > 0 ? ",\"" : "\"") + std::string(at < 10 ? 1'000'000 : 10, 'x') + "\"";
    }
    const auto written = write(row + "\n" + row + "\n", columns);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    std::vector<Column> found;
    EXPECT_EQ(read(found).rows, 2U);
}

TEST_F(TypedFile, IsAsWideAsATableMayBe)
{
    std::vector<Column> columns;
    std::string row;
    for (int at = 0; at < 1'000; ++at) {
        columns.push_back({"c" + std::to_string(at), at % 2 == 0 ? ColumnType::integer : ColumnType::text});
        row += (at > 0 ? "," : "") + std::string(at % 2 == 0 ? "1" : "\"x\"");
    }
    std::string rows;
    for (int at = 0; at < 3'000; ++at)
        rows += row + "\n";
    const auto written = write(rows, columns);
    ASSERT_TRUE(written.has_value()) << written.error().message;
    std::vector<Column> found;
    EXPECT_GT(read(found).rows, 0U);
}

TEST_F(TypedFile, AValueOfAnotherTypeIsAnError)
{
    EXPECT_FALSE(write("1\nx\n", {{"n", ColumnType::integer}}).has_value());
}

} // namespace
} // namespace presstime

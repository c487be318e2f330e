#include "platform/objects/result_file.hpp"

#include "platform/objects/object_store.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace presstime {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::vector<Column> kColumns = {
    {"flag", ColumnType::boolean},      {"id", ColumnType::integer}, {"share", ColumnType::real},
    {"amount", ColumnType::decimal, 2}, {"città", ColumnType::text}, {"day", ColumnType::date},
    {"at", ColumnType::timestamp},
};

Batch random_batch(std::mt19937_64& random, std::size_t rows)
{
    Batch batch{.rows = rows, .columns = {}};
    for (const Column& column : kColumns) {
        ColumnData data = make_column_data(column);
        int spread = static_cast<int>(random() % 64);
        for (std::size_t row = 0; row < rows; ++row) {
            if (random() % 8 == 0)
                data.append_null();
            else if (column.type == ColumnType::text)
                data.append_text(std::string(random() % 20, static_cast<char>('a' + random() % 26)));
            else if (column.type == ColumnType::real)
                data.append_real(static_cast<double>(random()) / 7);
            else if (column.type == ColumnType::boolean)
                data.append_integer(static_cast<std::int64_t>(random() % 2));
            else
                data.append_integer(static_cast<std::int64_t>(random()) >> spread);
        }
        batch.columns.push_back(std::move(data));
    }
    return batch;
}

std::string dump(const Batch& batch)
{
    std::string out;
    for (std::size_t row = 0; row < batch.rows; ++row) {
        for (const ColumnData& column : batch.columns) {
            out += column.is_null(row) ? "NULL" : "=";
            append_cell_text(out, column, row);
            out += '|';
        }
        out += '\n';
    }
    return out;
}

class ResultFile : public testing::Test {
protected:
    ResultFile()
    {
        std::string name = (fs::temp_directory_path() / "presstime-result-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        store_ = make_file_object_store(folder_);
    }
    ~ResultFile() override { fs::remove_all(folder_); }

    fs::path write(const std::vector<Batch>& batches, const Completeness& completeness,
                   const std::vector<Column>& columns = kColumns)
    {
        auto object = store_->create("result").value();
        auto writer = make_result_writer(*object, columns).value();
        for (const Batch& batch : batches)
            EXPECT_TRUE(writer->append(batch));
        EXPECT_TRUE(writer->finish(completeness));
        EXPECT_TRUE(object->commit());
        return store_->path_of("result").value();
    }

    // All rows as text, or the error's message.
    static Result<std::string> read_all(const fs::path& path)
    {
        auto reader = TRY(open_result_file(path));
        std::string out;
        Batch batch;
        while (TRY(reader->next(batch)))
            out += dump(batch);
        Completeness completeness = reader->completeness();
        return out + std::to_string(completeness.rows_in_result) + completeness.reason;
    }

    fs::path folder_;
    std::unique_ptr<ObjectStore> store_;
};

TEST_F(ResultFile, GivesBackEveryTypeWithItsNulls)
{
    std::mt19937_64 random(1);
    std::vector<Batch> batches;
    std::string expected;
    for (std::size_t rows : {1UL, 2048UL, 0UL, 77UL}) {
        batches.push_back(random_batch(random, rows));
        expected += dump(batches.back());
    }
    auto reader = open_result_file(write(batches, {3000, true, "the query's max_rows of 2,126"})).value();
    EXPECT_EQ(reader->columns(), kColumns);
    std::string got;
    Batch batch;
    while (reader->next(batch).value())
        got += dump(batch);
    EXPECT_EQ(got, expected);
    EXPECT_EQ(reader->completeness(), (Completeness{3000, true, "the query's max_rows of 2,126"}));
    EXPECT_FALSE(reader->next(batch).value()) << "the end stays the end";
}

TEST_F(ResultFile, KeepsTheExtremesOfIntegersAndReals)
{
    std::vector<Column> columns = {{"i", ColumnType::integer}, {"r", ColumnType::real}};
    Batch batch{.rows = 2, .columns = {make_column_data(columns[0]), make_column_data(columns[1])}};
    batch.columns[0].append_integer(std::numeric_limits<std::int64_t>::min());
    batch.columns[0].append_integer(std::numeric_limits<std::int64_t>::max());
    batch.columns[1].append_real(std::numeric_limits<double>::denorm_min());
    batch.columns[1].append_real(-std::numeric_limits<double>::infinity());
    auto reader = open_result_file(write({batch}, {}, columns)).value();
    Batch got;
    ASSERT_TRUE(reader->next(got).value());
    EXPECT_EQ(got.columns[0].integers, batch.columns[0].integers);
    EXPECT_EQ(got.columns[1].reals, batch.columns[1].reals);
}

TEST_F(ResultFile, KeepsTheColumnsOfAnEmptyResult)
{
    auto reader = open_result_file(write({}, {})).value();
    EXPECT_EQ(reader->columns(), kColumns);
    Batch batch;
    EXPECT_FALSE(reader->next(batch).value());
    EXPECT_EQ(batch.columns.size(), kColumns.size());
}

TEST_F(ResultFile, SplitsABatchOfLargeCells)
{
    std::vector<Column> columns = {{"t", ColumnType::text}};
    Batch batch{.rows = 12, .columns = {make_column_data(columns[0])}};
    for (int row = 0; row < 12; ++row)
        batch.columns[0].append_text(std::string(1 << 20, static_cast<char>('a' + row)));
    auto reader = open_result_file(write({batch}, {}, columns)).value();
    Batch got;
    std::size_t rows = 0;
    int blocks = 0;
    for (; reader->next(got).value(); ++blocks) {
        EXPECT_EQ(got.columns[0].text(0)[0], static_cast<char>('a' + rows));
        rows += got.rows;
    }
    EXPECT_EQ(rows, 12U);
    EXPECT_GT(blocks, 2);
}

TEST_F(ResultFile, RefusesABatchOfOtherColumns)
{
    auto object = store_->create("other").value();
    auto writer = make_result_writer(*object, {{"i", ColumnType::integer}}).value();
    Batch batch{.rows = 1, .columns = {make_column_data({"t", ColumnType::text})}};
    batch.columns[0].append_text("x");
    EXPECT_FALSE(writer->append(batch));
}

TEST_F(ResultFile, SaysThatAFileCutAtAnyPlaceIsDamaged)
{
    std::mt19937_64 random(2);
    fs::path path = write({random_batch(random, 50), random_batch(random, 50)}, {100, false, ""});
    for (auto size = static_cast<std::int64_t>(fs::file_size(path)) - 1; size >= 0; --size) {
        fs::resize_file(path, static_cast<std::uintmax_t>(size));
        auto got = read_all(path);
        ASSERT_FALSE(got) << "cut to " << size;
        ASSERT_EQ(got.error().kind, ErrorKind::give_up);
        ASSERT_THAT(got.error().message, HasSubstr("the stored result is damaged"));
    }
    fs::remove(path);
    EXPECT_EQ(read_all(path).error().kind, ErrorKind::not_found);
}

TEST_F(ResultFile, NeverReadsOtherRowsFromFlippedBytes)
{
    unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    fs::path path = write({random_batch(random, 40), random_batch(random, 40)}, {80, false, ""});
    std::string whole(fs::file_size(path), '\0');
    std::ifstream(path, std::ios::binary).read(whole.data(), static_cast<std::streamsize>(whole.size()));
    std::string expected = read_all(path).value();
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = whole;
        for (std::uint64_t flips = 1 + random() % 3; flips > 0; --flips)
            bytes[random() % bytes.size()] ^= static_cast<char>(1 + random() % 255);
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        auto got = read_all(path);
        if (got)
            ASSERT_EQ(*got, expected) << "round " << round;
        else
            ASSERT_EQ(got.error().kind, ErrorKind::give_up) << got.error().message;
    }
}

} // namespace
} // namespace presstime

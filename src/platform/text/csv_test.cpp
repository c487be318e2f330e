#include "platform/text/csv.hpp"

#include <gtest/gtest.h>
#include <numeric>

namespace presstime {
namespace {

struct Written {
    std::string text;
    std::vector<std::size_t> pieces;
    CsvWriter::Flush flush()
    {
        return [this](std::string_view bytes) -> Result<> {
            text += bytes;
            pieces.push_back(bytes.size());
            return {};
        };
    }
};

Batch sample()
{
    Batch batch{.rows = 2, .columns = {}};
    auto add = [&](ColumnType type, int scale = 0) -> ColumnData& {
        batch.columns.push_back(make_column_data({"c", type, scale}));
        return batch.columns.back();
    };
    auto integers = [](ColumnData& column, std::int64_t value) {
        column.append_integer(value);
        column.append_null();
    };
    integers(add(ColumnType::boolean), 1);
    integers(add(ColumnType::integer), -7);
    ColumnData& real = add(ColumnType::real);
    real.append_real(0.5);
    real.append_null();
    integers(add(ColumnType::decimal, 2), 1250);
    ColumnData& text = add(ColumnType::text);
    text.append_text("say \"hi\", then\r\nbye");
    text.append_text("");
    integers(add(ColumnType::date), 20564);
    integers(add(ColumnType::timestamp), 1'776'776'400'000'000);
    return batch;
}

std::string write(const CsvDialect& dialect)
{
    Written written;
    CsvWriter writer(dialect, written.flush());
    Batch batch = sample();
    std::vector<std::size_t> columns(batch.columns.size());
    std::iota(columns.begin(), columns.end(), 0);
    EXPECT_TRUE(writer.begin());
    EXPECT_TRUE(writer.write_row(std::vector<std::string>{"flag", "a,b", ""}));
    EXPECT_TRUE(writer.write_rows(batch, columns));
    EXPECT_TRUE(writer.finish());
    return written.text;
}

TEST(Csv, QuotesOnlyWhatNeedsItAndTellsNullFromEmptyText)
{
    EXPECT_EQ(write({}),
              "flag,\"a,b\",\"\"\r\n"
              "true,-7,0.5,12.50,\"say \"\"hi\"\", then\r\nbye\",2026-04-21,2026-04-21T13:00:00Z\r\n"
              ",,,,\"\",,\r\n");
}

TEST(Csv, WritesTheSemicolonAndDecimalCommaDialectWithMark)
{
    EXPECT_EQ(write({.delimiter = ';', .decimal = ',', .bom = true}),
              "\xEF\xBB\xBF"
              "flag;a,b;\"\"\r\n"
              "true;-7;0,5;12,50;\"say \"\"hi\"\", then\r\nbye\";2026-04-21;2026-04-21T13:00:00Z\r\n"
              ";;;;\"\";;\r\n");
}

TEST(Csv, QuotesADecimalCommaThatIsTheDelimiterToo)
{
    EXPECT_EQ(write({.delimiter = ',', .decimal = ','}),
              "flag,\"a,b\",\"\"\r\n"
              "true,-7,\"0,5\",\"12,50\",\"say \"\"hi\"\", then\r\nbye\",2026-04-21,2026-04-21T13:00:00Z\r\n"
              ",,,,\"\",,\r\n");
}

TEST(Csv, QuotesEveryValueButNullWhenAsked)
{
    EXPECT_EQ(write({.delimiter = ';', .decimal = ',', .quote_all = true}),
              "\"flag\";\"a,b\";\"\"\r\n"
              "\"true\";\"-7\";\"0,5\";\"12,50\";\"say \"\"hi\"\", then\r\nbye\";\"2026-04-21\";"
              "\"2026-04-21T13:00:00Z\"\r\n"
              ";;;;\"\";;\r\n");
}

TEST(Csv, WritesChosenColumnsInChosenOrder)
{
    Written written;
    CsvWriter writer({}, written.flush());
    ASSERT_TRUE(writer.write_rows(sample(), std::vector<std::size_t>{1, 0, 1}));
    ASSERT_TRUE(writer.finish());
    EXPECT_EQ(written.text, "-7,true,-7\r\n,,\r\n");
}

TEST(Csv, HandsOnLargePiecesAndCellsLargerThanItsBuffer)
{
    Written written;
    CsvWriter writer({}, written.flush());
    Batch batch{.rows = 0, .columns = {make_column_data({"t"})}};
    std::string expected;
    for (std::size_t size : {10UL, 1'000'000UL, 3UL, 300'000UL, 262'142UL}) {
        std::string cell(size, '"');
        batch.columns[0].append_text(cell);
        ++batch.rows;
        expected += '"' + cell + cell + "\"\r\n";
    }
    ASSERT_TRUE(writer.write_rows(batch, std::vector<std::size_t>{0}));
    for (int row = 0; row < 100'000; ++row)
        ASSERT_TRUE(writer.write_row(std::vector<std::string>{"0123456789"}));
    ASSERT_TRUE(writer.finish());
    EXPECT_EQ(written.text.substr(0, expected.size()), expected);
    EXPECT_EQ(written.text.size(), expected.size() + 1'200'000);
    EXPECT_LT(written.pieces.size(), 20U);
}

TEST(Csv, StopsAtTheFirstFailedFlush)
{
    int calls = 0;
    CsvWriter writer({}, [&](std::string_view) -> Result<> {
        ++calls;
        return fail(Error::retry("no space left"));
    });
    Result<> written;
    for (int row = 0; written && row < 1'000'000; ++row)
        written = writer.write_row(std::vector<std::string>{"0123456789"});
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "no space left");
    EXPECT_EQ(calls, 1);
}

} // namespace
} // namespace presstime

// Files as spreadsheets of other countries write them become numbers and dates; what may mean two things
// stays.
#include "source/source_test_support.hpp"

#include <gtest/gtest.h>

namespace presstime {
namespace {

using namespace source_test;

class CsvReadings : public testing::Test {
protected:
    // "name:type ..." and the rows of the file's table.
    std::string read(std::string_view text, const std::string& name = "orders.csv",
                     const std::string& sql = "SELECT * FROM orders")
    {
        write_file(folder_.data() / name, text);
        auto source = find_source_plugin("duckdb", "kind")
                          .value()
                          ->open({{"path", folder_.data().native()}}, folder_.context());
        if (!source)
            return source.error().message;
        return ask(**source, sql).value_or("no rows");
    }

    Folder folder_;
};

TEST_F(CsvReadings, TakeDecimalCommasAsNumbers)
{
    EXPECT_EQ(read("Region;Total;Price\nNord;97,5;1.234,50\nSüd;;-3,00\nWest;12;+1.000.000\n"),
              "Region:text Total:real Price:real \nNord|97.5|1234.5\nSüd|NULL|-3\nWest|12|1000000\n");
    EXPECT_EQ(read("r\tv\na\t0,25\nb\t 1,75 \n", "tabs.tsv", "SELECT sum(v) AS s FROM tabs"), "s:real \n2\n");
}

TEST_F(CsvReadings, TakeTheDotsBesideThemAsThousands)
{
    EXPECT_EQ(read("n;v;w;x\na;97,5;1.234;1.5\nb;1,25;2.500;2.25\n"),
              "n:text v:real w:real x:real \na|97.5|1234|1.5\nb|1.25|2500|2.25\n");
    EXPECT_EQ(read("n;w\na;1.234\nb;2.500\n"), "n:text w:real \na|1.234\nb|2.5\n") << "nothing proves it";
}

TEST_F(CsvReadings, LeaveWhatMayMeanSomethingElse)
{
    for (const char* text : {
             "n;v\na;1,234\nb;2,500\n",       // thousands, or not
             "n,v\na,\"97,5\"\nb,\"1,25\"\n", // commas between the values
             "n;v\na;97,5\nb;n/a\n",          // one that is no number
             "n;v\na;030,5\nb;012,25\n",      // a key
             "n;v\na;1.23,50\nb;2,5\n",       // groups of two
             "n;v\na;03/04/2026\nb;x\n",      // no date
             "n;v\na;12345678901234567890,5\nb;1,5\n",
         }) {
        const std::string got = read(text);
        EXPECT_NE(got.find("v:text"), std::string::npos) << text << got;
    }
    // The last of many rows counts as the first.
    std::string rows = "n;v\n";
    for (int at = 0; at < 30'000; ++at)
        rows += "a;1,5\n";
    EXPECT_NE(read(rows, "orders.csv", "SELECT v FROM orders LIMIT 1").find("v:real"), std::string::npos);
    EXPECT_NE(read(rows + "a;more\n", "orders.csv", "SELECT v FROM orders LIMIT 1").find("v:text"),
              std::string::npos);
}

TEST_F(CsvReadings, TakeDatesWhoseOrderIsKnown)
{
    EXPECT_EQ(read("day;at;n\n31.12.2026;31.12.2026 10:00;a\n1.2.2026;01.02.2026 11:30:15;b\n"),
              "day:date at:timestamp n:text \n2026-12-31|2026-12-31T10:00:00Z|a\n"
              "2026-02-01|2026-02-01T11:30:15Z|b\n");
    // Beside dates in another order DuckDB reads neither of these; the third may be either.
    EXPECT_EQ(read("iso;dmy;mdy;both\n2026-01-02;31/12/2026;12/31/2026;01/02/2026\n"
                   "2026-01-03;01/02/2026;01/02/2026;03/04/2026\n"),
              "iso:date dmy:date mdy:date both:text \n2026-01-02|2026-12-31|2026-12-31|01/02/2026\n"
              "2026-01-03|2026-02-01|2026-01-02|03/04/2026\n");
    EXPECT_NE(read("n;v\na;31.02.2026\nb;01.02.2026\n").find("v:text"), std::string::npos) << "no such day";
}

TEST_F(CsvReadings, TakeNamesOfEveryKind)
{
    EXPECT_EQ(read("Order \"no\";it's {0};select\na;97,5;31.12.2026 10:00\n"),
              "Order \"no\":text it's {0}:real select:timestamp \na|97.5|2026-12-31T10:00:00Z\n");
}

TEST_F(CsvReadings, LeaveWideFilesAsTheyAre)
{
    std::string head = "n";
    std::string row = "a";
    for (int at = 0; at < 300; ++at) {
        head += ";c" + std::to_string(at);
        row += ";97,5";
    }
    EXPECT_EQ(read(head + "\n" + row + "\n", "orders.csv", "SELECT c0 FROM orders"), "c0:text \n97,5\n");
}

} // namespace
} // namespace presstime

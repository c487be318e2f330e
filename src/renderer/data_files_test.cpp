// CSV and JSON to the byte, and what every renderer of tables promises.
#include "renderer/render_test_support.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace render_test;
using testing::HasSubstr;

const Widget kChart = make_widget("w_bar", WidgetKind::chart, "Revenue by month", "revenue");
const Widget kText = make_widget("w_txt", WidgetKind::text, "Notes", "");

Widget table_widget()
{
    Widget widget = make_widget("w_tab", WidgetKind::table, "Orders, all", "orders");
    widget.columns = {{.field = "share", .label = "Share"}, {.field = "month"}};
    return widget;
}

TEST(CsvFile, OneDataWidgetIsAPlainFile)
{
    auto file = render("csv", make_input({kText, kChart}, {{"revenue", make_outcome(revenue(2))}}));
    EXPECT_EQ(file.bytes, "month,revenue,share\r\nmonth 1,0.05,0.5\r\nmonth 2,1.55,\r\n");
    EXPECT_EQ(file.summary.rows, 2);
    EXPECT_EQ(file.summary.rows_in_result, 2);
    EXPECT_TRUE(file.summary.complete);
    EXPECT_EQ(file.summary.note, "");
}

TEST(CsvFile, SeveralWidgetsAreSectionsUnderTitleAndHeader)
{
    auto file = render(
        "csv", make_input({make_widget("w_kpi", WidgetKind::kpi, "", "total"), kText, table_widget()},
                          {{"total", make_outcome(revenue(1))}, {"orders", make_outcome(revenue(2))}}));
    EXPECT_EQ(file.bytes, "total\r\nmonth,revenue,share\r\nmonth 1,0.05,0.5\r\n"
                          "\r\n"
                          "\"Orders, all\"\r\nShare,month\r\n0.5,month 1\r\n,month 2\r\n");
    EXPECT_EQ(file.summary.rows, 3);
}

TEST(CsvFile, TheGuardKeepsTextFromBeingAFormulaAndLeavesNumbersAlone)
{
    Table table = make_table({{"=name", ColumnType::text}, {"n", ColumnType::integer}});
    for (const char* text : {"=1+1", "+4", "-x,y", "@SUM(A1)", "\ttab", "fine = 1"}) {
        table.data.columns[0].append_text(text);
        table.data.columns[1].append_integer(-5);
    }
    table.data.rows = 6;
    RenderInput input = make_input({kChart}, {{"revenue", make_outcome(table)}});
    EXPECT_THAT(render("csv", input).bytes, HasSubstr("=name,n\r\n=1+1,-5\r\n"));
    input.report.csv.formula_guard = true;
    EXPECT_EQ(render("csv", input).bytes, "'=name,n\r\n'=1+1,-5\r\n'+4,-5\r\n\"'-x,y\",-5\r\n'@SUM(A1),-5\r\n"
                                          "'\ttab,-5\r\nfine = 1,-5\r\n");
}

TEST(CsvFile, ADateFormatSpellsDatesAndInstantsInTheZoneOfTheReport)
{
    Table table = make_table({{"day", ColumnType::date}, {"at", ColumnType::timestamp}});
    table.data.columns[0].append_integer(20'454);
    table.data.columns[1].append_integer(1'767'222'000'000'000); // 23:00 of the last of December in UTC
    table.data.rows = 1;
    RenderInput input = make_input({kChart}, {{"revenue", make_outcome(table)}});
    input.utc_offset = [](Instant) { return std::chrono::seconds(3'600); };
    EXPECT_EQ(render("csv", input).bytes, "day,at\r\n2026-01-01,2025-12-31T23:00:00Z\r\n");
    input.report.csv.date_format = "dd.MM.yyyy HH:mm";
    EXPECT_EQ(render("csv", input).bytes, "day,at\r\n01.01.2026 00:00,01.01.2026 00:00\r\n");
}

TEST(CsvFile, KeepsItsShapeWhenAWidgetIsEmpty)
{
    auto file = render("csv", make_input({kChart, table_widget()}, {{"revenue", make_outcome(revenue(0))},
                                                                    {"orders", make_outcome(revenue(0))}}));
    EXPECT_EQ(file.bytes,
              "Revenue by month\r\nmonth,revenue,share\r\n\r\n\"Orders, all\"\r\nShare,month\r\n");
    EXPECT_EQ(file.summary.empty_widgets, 2);
    EXPECT_TRUE(file.summary.complete);
    EXPECT_EQ(render("csv", make_input({kChart}, {{"revenue", make_outcome(revenue(0))}})).bytes,
              "month,revenue,share\r\n");
}

TEST(CsvFile, AFailedQueryKeepsItsPlaceAndIsTold)
{
    auto file =
        render("csv", make_input({kChart, table_widget()}, {{"revenue", make_failure("no such column: x")},
                                                            {"orders", make_failure("late")}}));
    EXPECT_EQ(file.bytes, "Revenue by month\r\n\r\n\r\n\"Orders, all\"\r\nShare,month\r\n");
    EXPECT_EQ(file.summary.failed_widgets, 2);
    EXPECT_EQ(file.summary.empty_widgets, 0);
    EXPECT_FALSE(file.summary.complete);
    EXPECT_EQ(file.summary.note, "Revenue by month: no such column: x. Orders, all: late.");
}

TEST(CsvFile, AMissingColumnOrQueryFailsOnlyItsWidget)
{
    Widget widget = table_widget();
    widget.columns[1].field = "nope";
    auto file = render("csv", make_input({widget, kChart}, {{"orders", make_outcome(revenue(2))}}));
    EXPECT_EQ(file.bytes, "\"Orders, all\"\r\nShare,nope\r\n\r\nRevenue by month\r\n\r\n");
    EXPECT_THAT(file.summary.note, HasSubstr("no column \"nope\""));
    EXPECT_THAT(file.summary.note, HasSubstr("\"revenue\" has not run"));
    EXPECT_EQ(file.summary.failed_widgets, 2);
}

TEST(CsvFile, ATablesMaxRowsCutsAndSaysSo)
{
    Widget widget = table_widget();
    widget.max_rows = 3;
    for (bool known : {true, false}) {
        QueryOutcome outcome = make_outcome(revenue(5));
        outcome.rows = known ? 5 : 0;
        outcome.completeness = {};
        auto file = render("csv", make_input({widget}, {{"orders", outcome}}));
        EXPECT_EQ(file.bytes, "Share,month\r\n0.5,month 1\r\n,month 2\r\n0.5,month 3\r\n");
        EXPECT_EQ(file.summary.rows, 3);
        EXPECT_EQ(file.summary.rows_in_result, 5);
        EXPECT_FALSE(file.summary.complete);
        EXPECT_EQ(file.summary.note, "Orders, all: cut at 3 rows by the table's max_rows.");
    }
    widget.max_rows = 5;
    EXPECT_TRUE(render("csv", make_input({widget}, {{"orders", make_outcome(revenue(5))}})).summary.complete);
}

TEST(CsvFile, PassesOnThatTheResultWasCut)
{
    Table table = revenue(2);
    table.completeness = {2, true, "cut at 2 rows by the query's max_rows"};
    auto file = render("csv", make_input({kChart}, {{"revenue", make_outcome(table)}}));
    EXPECT_FALSE(file.summary.complete);
    EXPECT_EQ(file.summary.note, "Revenue by month: cut at 2 rows by the query's max_rows.");
    EXPECT_THAT(file.bytes, testing::Not(HasSubstr("cut")));
}

TEST(CsvFile, WritesTheReportsDialect)
{
    RenderInput input = make_input({kChart}, {{"revenue", make_outcome(revenue(1))}});
    input.report.csv = {.delimiter = ';', .decimal = ',', .bom = true};
    EXPECT_EQ(render("csv", input).bytes, "\xEF\xBB\xBFmonth;revenue;share\r\nmonth 1;0,05;0,5\r\n");
}

// Read back by an independent implementation.
std::string python_lists(const std::string& zip)
{
    namespace fs = std::filesystem;
    std::string folder = (fs::temp_directory_path() / "presstime-zip-XXXXXX").string();
    fs::path path = fs::path(::mkdtemp(folder.data())) / "a.zip";
    std::ofstream(path, std::ios::binary) << zip;
    std::string command =
        "python3 -c \"import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip()); "
        "[print(repr((i.filename, i.date_time[0], z.read(i).decode()))) for i in z.infolist()]\" " +
        path.string();
    FILE* pipe = ::popen(command.c_str(), "r");
    std::string out;
    char line[4096];
    while (std::fgets(line, sizeof line, pipe) != nullptr)
        out += line;
    EXPECT_EQ(::pclose(pipe), 0);
    fs::remove_all(path.parent_path());
    return out;
}

TEST(CsvFile, ZipHoldsOneFilePerWidget)
{
    Widget odd = make_widget("w_odd", WidgetKind::chart, "Umsätze ../: 2026", "revenue");
    RenderInput input = make_input(
        {odd, table_widget()}, {{"revenue", make_outcome(revenue(1))}, {"orders", make_outcome(revenue(0))}});
    input.report.csv.layout = CsvLayout::zip;
    auto file = render("csv", input);
    EXPECT_EQ(python_lists(file.bytes),
              "None\n"
              "('01 Umsätze ..-- 2026.csv', 1980, 'month,revenue,share\\r\\nmonth 1,0.05,0.5\\r\\n')\n"
              "('02 Orders, all.csv', 1980, 'Share,month\\r\\n')\n");
    const RendererPlugin* plugin = find_renderer_plugin("csv", "").value();
    EXPECT_EQ(plugin->content_type(input), "application/zip");
    EXPECT_EQ(plugin->extension(input), "zip");
    EXPECT_EQ(render("csv", input).bytes, file.bytes);
}

TEST(JsonFile, HoldsEveryWidgetWithTypesRowsAndCompleteness)
{
    Table table = revenue(2);
    table.data.columns[2].reals[0] = std::nan("");
    table.data.columns[0].bytes[0] = '\xff';
    table.completeness = {2, true, "cut at 2 rows by the query's max_rows"};
    auto file = render(
        "json", make_input({kChart, kText, table_widget()},
                           {{"revenue", make_outcome(table)}, {"orders", make_failure("no table \"x\"\n")}}));
    EXPECT_EQ(
        file.bytes,
        "{\"dashboard\":{\"id\":\"dash_sales\",\"name\":\"Sales \\\"overview\\\"\"},"
        "\"period\":{\"start\":\"2026-04-01T00:00:00Z\",\"end\":\"2026-05-01T00:00:00Z\"},"
        "\"nominal_at\":\"2026-05-01T07:00:00Z\",\"as_of\":\"2026-05-01T07:00:03.5Z\",\"widgets\":["
        "{\"id\":\"w_bar\",\"title\":\"Revenue by month\",\"kind\":\"chart\",\"columns\":["
        "{\"name\":\"month\",\"type\":\"text\"},{\"name\":\"revenue\",\"type\":\"decimal\"},"
        "{\"name\":\"share\",\"type\":\"real\"}],"
        "\"rows\":[[\"\xEF\xBF\xBDonth 1\",0.05,null],[\"month 2\",1.55,null]],"
        "\"row_count\":2,\"complete\":false,\"reason\":\"cut at 2 rows by the query's max_rows\"},"
        "{\"id\":\"w_tab\",\"title\":\"Orders, all\",\"kind\":\"table\",\"error\":\"no table \\\"x\\\"\\n\","
        "\"columns\":[],\"rows\":[],\"row_count\":0,\"complete\":false}]}");
    EXPECT_EQ(file.summary.failed_widgets, 1);
}

TEST(JsonFile, WritesDatesInstantsAndBooleans)
{
    Table table = make_table(
        {{"b", ColumnType::boolean}, {"d", ColumnType::date}, {"t", ColumnType::timestamp}, {"x"}});
    for (int column = 0; column < 3; ++column)
        table.data.columns[static_cast<std::size_t>(column)].append_integer(1);
    table.data.columns[3].append_text(std::string("\x01\x7f\\/\t", 5));
    table.data.rows = 1;
    auto file = render("json", make_input({kChart}, {{"revenue", make_outcome(table)}}));
    EXPECT_THAT(file.bytes, HasSubstr("\"rows\":[[true,\"1970-01-02\",\"1970-01-01T00:00:00.000001Z\","
                                      "\"\\u0001\\u007f\\\\/\\u0009\"]]"));
}

TEST(JsonFile, StreamsMoreThanItsBuffer)
{
    auto file = render("json", make_input({kChart}, {{"revenue", make_outcome(revenue(20'000))}}));
    EXPECT_GT(file.bytes.size(), 400'000U);
    EXPECT_THAT(file.bytes.substr(file.bytes.size() - 60),
                HasSubstr("\"row_count\":20000,\"complete\":true}]}"));
}

class TableRenderer : public testing::TestWithParam<std::string> {
protected:
    static RenderInput input()
    {
        return make_input({kChart, table_widget()},
                          {{"revenue", make_outcome(revenue(3000))}, {"orders", make_failure("late")}});
    }
};

TEST_P(TableRenderer, WritesTheSameBytesTwice)
{
    EXPECT_EQ(render(GetParam(), input()).bytes, render(GetParam(), input()).bytes);
}

TEST_P(TableRenderer, CountsAFailedQueryAndWritesTheRest)
{
    auto file = render(GetParam(), input());
    EXPECT_EQ(file.summary.failed_widgets, 1);
    EXPECT_EQ(file.summary.rows, 3000);
    EXPECT_FALSE(file.summary.complete);
    EXPECT_THAT(file.bytes, HasSubstr("month 3000"));
}

TEST_P(TableRenderer, AnEmptyResultIsASuccess)
{
    auto file = render(GetParam(), make_input({kChart}, {{"revenue", make_outcome(revenue(0))}}));
    EXPECT_TRUE(file.summary.complete);
    EXPECT_EQ(file.summary.empty_widgets, 1);
    EXPECT_THAT(file.bytes, HasSubstr("revenue"));
}

TEST_P(TableRenderer, ADashboardWithoutDataWidgetsIsAFileAllTheSame)
{
    auto file = render(GetParam(), make_input({kText}, {}));
    EXPECT_TRUE(file.summary.complete);
    EXPECT_EQ(file.summary.rows, 0);
}

TEST_P(TableRenderer, StopsAtAFullDiskAndAtTheDeadline)
{
    class FullDisk final : public ByteSink {
    public:
        Result<> write(std::string_view) override { return fail(Error::retry("no space left")); }
    } full;
    const RendererPlugin* plugin = find_renderer_plugin(GetParam(), "").value();
    auto written = plugin->render(input(), {}, full, Deadline::after(std::chrono::seconds(60)));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "no space left");
    StringSink sink;
    auto late = plugin->render(input(), {}, sink, Deadline::after(std::chrono::seconds(0)));
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::give_up);
}

TEST_P(TableRenderer, ADamagedStoredResultIsAnErrorAndNoFailedWidget)
{
    QueryOutcome damaged;
    damaged.open = []() -> Result<std::unique_ptr<BatchReader>> { return fail(Error::give_up("damaged")); };
    StringSink sink;
    auto written = find_renderer_plugin(GetParam(), "")
                       .value()
                       ->render(make_input({kChart}, {{"revenue", damaged}}), {}, sink,
                                Deadline::after(std::chrono::seconds(60)));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "damaged");
}

std::vector<std::string> table_formats()
{
    std::vector<std::string> names;
    for (const RendererPlugin& plugin : renderer_plugins()) {
        if (plugin.needs == RendererInput::tables)
            names.push_back(plugin.name);
    }
    return names;
}

INSTANTIATE_TEST_SUITE_P(BuiltIn, TableRenderer, testing::ValuesIn(table_formats()),
                         [](const auto& format) { return format.param; });

} // namespace
} // namespace presstime

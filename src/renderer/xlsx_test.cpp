// Workbooks read back part by part with Python's zip and XML readers.
#include "renderer/render_test_support.hpp"
#include "renderer/xlsx_format.hpp"

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
using testing::Not;

std::string dump_of(const std::string& bytes)
{
    std::string name = (std::filesystem::temp_directory_path() / "presstime-xlsx-test-XXXXXX").string();
    const std::filesystem::path folder = ::mkdtemp(name.data());
    std::ofstream(folder / "book.xlsx", std::ios::binary) << bytes;
    const std::string command = "python3 '" PRESSTIME_SOURCE_DIR "/test/support/read_xlsx.py' '" +
                                (folder / "book.xlsx").string() + "' 2>&1";
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    char buffer[4096];
    while (std::size_t got = std::fread(buffer, 1, sizeof buffer, pipe))
        out.append(buffer, got);
    EXPECT_EQ(::pclose(pipe), 0) << out;
    std::filesystem::remove_all(folder);
    return out;
}

Table one_column(const Column& column, const std::function<void(ColumnData&)>& fill)
{
    Table table = make_table({column});
    fill(table.data.columns[0]);
    table.data.rows = table.data.columns[0].rows;
    table.completeness.rows_in_result = static_cast<std::int64_t>(table.data.rows);
    return table;
}

Rendered workbook(const Table& table,
                  Widget widget = make_widget("w_tab", WidgetKind::table, "Orders", "orders"))
{
    return render("xlsx", make_input({std::move(widget)}, {{"orders", make_outcome(table)}}));
}

TEST(XlsxFile, HasTypedCellsUnderAFrozenBoldHeaderWithAFilter)
{
    const Rendered file = workbook(revenue(2));
    const std::string dump = dump_of(file.bytes);
    EXPECT_THAT(dump, HasSubstr("sheet 'Orders' rows=3 frozen=A2 filter=A1:C3"));
    EXPECT_THAT(dump, HasSubstr("A1 inlineStr 'month' bold"));
    EXPECT_THAT(dump, HasSubstr("B3 n '1.55' format=#,##0.00"));
    EXPECT_THAT(dump, HasSubstr("C2 n '0.5'"));
    EXPECT_EQ(file.summary.rows, 2);
    EXPECT_TRUE(file.summary.complete);
}

TEST(XlsxFile, TextThatLooksLikeAFormulaStaysText)
{
    const Rendered file = workbook(one_column({"name", ColumnType::text}, [](ColumnData& data) {
        for (const char* text : {"=1+1", "+4", "-x", "@SUM(A1)", "_x0041_", "a\x01z", "<&\">"})
            data.append_text(text);
    }));
    const std::string dump = dump_of(file.bytes);
    for (const char* cell :
         {"A2 inlineStr '=1+1'", "A3 inlineStr '+4'", "A4 inlineStr '-x'", "A5 inlineStr '@SUM(A1)'",
          "A6 inlineStr '_x005F_x0041_'", "A7 inlineStr 'a\uFFFDz'", "A8 inlineStr '<&\">'"})
        EXPECT_THAT(dump, HasSubstr(cell));
    EXPECT_THAT(dump, Not(HasSubstr("formula=")));
}

TEST(XlsxFile, DatesAreSerialDaysAndInstantsAreInTheZoneOfTheReport)
{
    RenderInput input = make_input({make_widget("w_tab", WidgetKind::table, "Days", "days")}, {});
    Table table = make_table({{"day", ColumnType::date}, {"at", ColumnType::timestamp}});
    table.data.columns[0].append_integer(20'454);                // 1 January 2026
    table.data.columns[1].append_integer(1'767'225'600'000'000); // its first instant in UTC
    table.data.columns[0].append_integer(-40'000);               // 1860: no spreadsheet has it
    table.data.columns[1].append_null();
    table.data.rows = 2;
    input.results["days"] = make_outcome(table);
    input.timezone = "Europe/Berlin";
    input.utc_offset = [](Instant) { return std::chrono::seconds(3'600); };
    const std::string dump = dump_of(render("xlsx", input).bytes);
    EXPECT_THAT(dump, HasSubstr("A2 n '46023' format=yyyy-mm-dd"));
    EXPECT_THAT(dump, HasSubstr("B2 n '46023.04166666667' format=yyyy-mm-dd hh:mm:ss"));
    EXPECT_THAT(dump, HasSubstr("A3 inlineStr '1860-06-26'"));
    EXPECT_THAT(dump, HasSubstr("Times are in Europe/Berlin"));
}

TEST(XlsxFile, NumbersThatASpreadsheetWouldRoundStandAsTextAndAreCounted)
{
    const Rendered file = workbook(one_column({"key", ColumnType::integer}, [](ColumnData& data) {
        data.append_integer(999'999'999'999'999);
        data.append_integer(9'007'199'254'740'993);
    }));
    const std::string dump = dump_of(file.bytes);
    EXPECT_THAT(dump, HasSubstr("A2 n '999999999999999'"));
    EXPECT_THAT(dump, HasSubstr("A3 inlineStr '9007199254740993'"));
    EXPECT_THAT(dump, HasSubstr("numbers of more than 15 digits and dates outside 1900 to 9999, as text: 1"));
    EXPECT_TRUE(file.summary.complete);
}

TEST(XlsxFile, NaNAndInfinityAreWordsAndNullIsAnEmptyCell)
{
    const std::string dump = dump_of(workbook(one_column({"x", ColumnType::real}, [](ColumnData& data) {
                                         data.append_real(std::nan(""));
                                         data.append_real(-std::numeric_limits<double>::infinity());
                                         data.append_null();
                                         data.append_real(1e300);
                                     })).bytes);
    EXPECT_THAT(dump, HasSubstr("A2 inlineStr 'NaN'"));
    EXPECT_THAT(dump, HasSubstr("A3 inlineStr '-Infinity'"));
    EXPECT_THAT(dump, Not(HasSubstr("  A4 ")));
    EXPECT_THAT(dump, HasSubstr("A5 n '1E+300'"));
}

TEST(XlsxFile, ATextBeyondWhatACellHoldsIsCutAndSaid)
{
    const Rendered file = workbook(one_column(
        {"text", ColumnType::text}, [](ColumnData& data) { data.append_text(std::string(1 << 20, 'x')); }));
    EXPECT_FALSE(file.summary.complete);
    EXPECT_THAT(file.summary.note, HasSubstr("texts cut at the 32,767 characters that a cell holds: 1"));
    EXPECT_THAT(dump_of(file.bytes), HasSubstr("A2 inlineStr '" + std::string(32'767, 'x') + "'"));
}

TEST(XlsxFile, MoreRowsThanASheetHoldsGoOnInTheNext)
{
    constexpr std::int64_t kRows = 1'048'576 + 10;
    const Rendered file = workbook(one_column({"n", ColumnType::integer}, [](ColumnData& data) {
        for (std::int64_t n = 0; n < kRows; ++n)
            data.append_integer(n);
    }));
    const std::string dump = dump_of(file.bytes);
    EXPECT_THAT(dump, HasSubstr("sheet 'Orders' rows=1048576 frozen=A2 filter=A1:A1048576"));
    EXPECT_THAT(dump, HasSubstr("sheet 'Orders (2)' rows=12 frozen=A2 filter=A1:A12"));
    EXPECT_THAT(dump, HasSubstr("A2 n '1048575'"));
    EXPECT_TRUE(file.summary.complete);
}

TEST(XlsxFile, SheetNamesAreMadeAcceptableAndUnlikeEachOther)
{
    const std::vector<Widget> widgets = {
        make_widget("w_a", WidgetKind::table, "Sales: [EMEA]/2026*?", "orders"),
        make_widget("w_b", WidgetKind::table, "sales- -emea--2026--", "orders"),
        make_widget("w_c", WidgetKind::table, std::string(60, 'n'), "orders"),
        make_widget("w_d", WidgetKind::table, "History", "orders")};
    const std::string dump =
        dump_of(render("xlsx", make_input(widgets, {{"orders", make_outcome(revenue(1))}})).bytes);
    EXPECT_THAT(dump, HasSubstr("sheet 'Sales- -EMEA--2026--'"));
    EXPECT_THAT(dump, HasSubstr("sheet 'sales- -emea--2026-- (2)'"));
    EXPECT_THAT(dump, HasSubstr("sheet '" + std::string(26, 'n') + "'"));
    EXPECT_THAT(dump, HasSubstr("sheet 'History 1'"));
}

TEST(XlsxFile, TotalsFollowTheFilter)
{
    Widget widget = make_widget("w_tab", WidgetKind::table, "Orders", "orders");
    widget.columns = {{.field = "month"}, {.field = "revenue", .total = TotalKind::sum}};
    const std::string dump = dump_of(workbook(revenue(3), widget).bytes);
    EXPECT_THAT(dump, HasSubstr("rows=5 frozen=A2 filter=A1:B4"));
    EXPECT_THAT(dump, HasSubstr("B5 n '4.65' format=#,##0.00 bold formula=SUBTOTAL(109,B2:B4)"));
}

TEST(XlsxFile, AChartWidgetHasANativeChartOverItsRows)
{
    Widget widget = make_widget("w_bar", WidgetKind::chart, "Revenue", "orders");
    widget.chart = {.mark = Mark::bar, .x = "month", .y = {"revenue"}};
    EXPECT_THAT(dump_of(workbook(revenue(3), widget).bytes),
                HasSubstr("chart barChart Revenue!$A$2:$A$4 Revenue!$B$2:$B$4"));
}

TEST(XlsxFile, ASplitMeasureIsTurnedWideForItsChart)
{
    Table table = make_table(
        {{"month", ColumnType::text}, {"region", ColumnType::text}, {"revenue", ColumnType::real}});
    for (const auto& [month, region, value] : std::vector<std::tuple<const char*, const char*, double>>{
             {"Jan", "EMEA", 1}, {"Jan", "US", 2}, {"Feb", "EMEA", 3}}) {
        table.data.columns[0].append_text(month);
        table.data.columns[1].append_text(region);
        table.data.columns[2].append_real(value);
    }
    table.data.rows = 3;
    Widget widget = make_widget("w_bar", WidgetKind::chart, "Revenue", "orders");
    widget.chart = {.mark = Mark::bar, .x = "month", .y = {"revenue"}, .series = "region"};
    const std::string dump = dump_of(workbook(table, widget).bytes);
    EXPECT_THAT(
        dump,
        HasSubstr("chart barChart Revenue!$E$2:$E$3 Revenue!$F$2:$F$3 Revenue!$E$2:$E$3 Revenue!$G$2:$G$3"));
    EXPECT_THAT(dump, HasSubstr("E2 inlineStr 'Jan'"));
    EXPECT_THAT(dump, HasSubstr("F3 n '3'"));
    EXPECT_THAT(dump, HasSubstr("G2 n '2'"));
    EXPECT_THAT(dump, Not(HasSubstr("  G3 ")));
}

TEST(XlsxFile, NamesInAChartAreNeverReferences)
{
    Table table =
        make_table({{"month", ColumnType::text}, {"=A1", ColumnType::text}, {"n", ColumnType::real}});
    table.data.columns[0].append_text("Jan");
    table.data.columns[1].append_text("='\\\\host\\[book.xlsx]S'!A1");
    table.data.columns[2].append_real(1);
    table.data.rows = 1;
    Widget widget = make_widget("w_bar", WidgetKind::chart, "='[book.xlsx]S'!A1", "orders");
    widget.chart = {.mark = Mark::bar, .x = "month", .y = {"n"}, .series = "=A1"};
    widget.chart.x_title = "=[book.xlsx]S!A1";
    const std::string dump = dump_of(workbook(table, widget).bytes);
    const std::string charts = dump.substr(dump.find("chart barChart"));
    EXPECT_THAT(charts, Not(HasSubstr("[book.xlsx]")));
}

TEST(XlsxFile, OfTextThatXmlCannotHoldIsWellFormed)
{
    const std::string text = "a\x01\xEF\xBF\xBE\xEF\xBF\xBFz";
    Table table =
        make_table({{"month", ColumnType::text}, {text, ColumnType::text}, {"n", ColumnType::real}});
    table.data.columns[0].append_text(text);
    table.data.columns[1].append_text(text);
    table.data.columns[2].append_real(1);
    table.data.rows = 1;
    Widget widget = make_widget("w_bar", WidgetKind::chart, text, "orders");
    widget.chart = {.mark = Mark::bar, .x = "month", .y = {"n"}, .series = text};
    EXPECT_THAT(dump_of(workbook(table, widget).bytes), HasSubstr("A2 inlineStr 'a\uFFFD\uFFFD\uFFFDz'"));
}

TEST(XlsxFile, TheLastSheetSaysHowCompleteEachTableIs)
{
    Widget widget = make_widget("w_tab", WidgetKind::table, "Orders", "orders");
    widget.max_rows = 2;
    const RenderInput input =
        make_input({widget, make_widget("w_bad", WidgetKind::table, "Returns", "returns")},
                   {{"orders", make_outcome(revenue(5))}, {"returns", make_failure("no such table")}});
    const Rendered file = render("xlsx", input);
    const std::string dump = dump_of(file.bytes);
    const std::string last = dump.substr(dump.find("sheet 'Completeness'"));
    EXPECT_THAT(last, HasSubstr("'Orders'"));
    EXPECT_THAT(last, HasSubstr("n '2'"));
    EXPECT_THAT(last, HasSubstr("n '5'"));
    EXPECT_THAT(last, HasSubstr("Showing 2 of 5 rows, cut by the widget's limit"));
    EXPECT_THAT(last, HasSubstr("no such table"));
    EXPECT_FALSE(file.summary.complete);
    EXPECT_EQ(file.summary.failed_widgets, 1);
}

TEST(XlsxFile, EqualInputGivesEqualBytes)
{
    EXPECT_EQ(workbook(revenue(50)).bytes, workbook(revenue(50)).bytes);
}

TEST(SpreadsheetFormat, SaysWhatOurPatternsSay)
{
    const Column real{"x", ColumnType::real, 0};
    EXPECT_EQ(spreadsheet_format("0,0.00", real), "#,##0.00");
    EXPECT_EQ(spreadsheet_format("0 %", real), "0\" \"%");
    EXPECT_EQ(spreadsheet_format("€ 0,0", real), "\"€ \"#,##0");
    EXPECT_EQ(spreadsheet_format("+0.0", real), "+0.0;-0.0;0.0");
    EXPECT_EQ(spreadsheet_format("0.[00]", real), "0.##");
    EXPECT_EQ(spreadsheet_format("", {"x", ColumnType::decimal, 3}), "#,##0.000");
    EXPECT_EQ(spreadsheet_format("dd.MM.yyyy HH:mm", {"x", ColumnType::timestamp, 0}), "dd.mm.yyyy hh:mm");
    EXPECT_EQ(spreadsheet_format("", {"x", ColumnType::text, 0}), "");
}

} // namespace
} // namespace presstime

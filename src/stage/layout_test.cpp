#include "model/theme.hpp"
#include "stage/layout_samples.hpp"

#include <algorithm>
#include <limits>

namespace presstime::stage {
namespace {

RenderInput input_with_table(std::int64_t rows)
{
    RenderInput input = bare_input();
    add_result(input, "orders", numbered_table(rows));
    input.dashboard.widgets.push_back(table_widget("orders", "Orders"));
    return input;
}

TEST(Pages, TakePaperAndOrientationFromTheReport)
{
    RenderInput input = input_with_table(1);
    input.report.paper = Paper::letter;
    input.report.orientation = Orientation::landscape;
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(pages.pages.front().width, 792);
    EXPECT_EQ(pages.pages.front().height, 612);
    EXPECT_EQ(laid_out(input, RendererInput::tall_page)->pages.front().width, 800);
}

TEST(Pages, SayPeriodParametersWorkspaceInstantAndNumber)
{
    RenderInput input = input_with_table(100);
    input.parameters_shown = {{"Region", "EMEA"}};
    const PageList pages = laid_out(input).value();
    ASSERT_GT(pages.pages.size(), 1u);
    EXPECT_TRUE(has_text(pages.pages[0], "14 – 20 Nov 2026  ·  Region: EMEA"));
    for (std::size_t i = 0; i < pages.pages.size(); ++i) {
        EXPECT_TRUE(has_text(pages.pages[i], "Sales overview"));
        EXPECT_TRUE(has_text(pages.pages[i], "Acme Trading"));
        EXPECT_TRUE(has_text(pages.pages[i], "Data as of 21 Nov 2026, 09:00 CET"));
        EXPECT_TRUE(has_text(pages.pages[i],
                             "Page " + std::to_string(i + 1) + " of " + std::to_string(pages.pages.size())));
    }
    EXPECT_EQ(pages.outline.size(), 1u);
}

TEST(Pages, RefuseAnUnknownZoneAndTooManyPages)
{
    RenderInput input = input_with_table(500);
    FixedMeasure measure;
    const auto too_long = lay_out(input, page_setup(input, RendererInput::pages, 3), measure);
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().kind, ErrorKind::too_large);
    input.timezone = "Europe/Nowhere";
    EXPECT_FALSE(laid_out(input));
}

// Every count of rows, so that each way a page can end comes up.
TEST(FlowingTable, NeverEndsAPageWithALoneHeaderOrBeginsOneWithALoneLastRow)
{
    for (std::int64_t rows = 1; rows <= 140; ++rows) {
        const PageList pages = laid_out(input_with_table(rows)).value();
        std::vector<std::string> all;
        for (const Page& page : pages.pages) {
            const auto names = row_names(page);
            all.insert(all.end(), names.begin(), names.end());
            EXPECT_GE(names.size(), std::min<std::size_t>(2, static_cast<std::size_t>(rows)))
                << rows << " rows";
            EXPECT_EQ(has_text(page, "continued"), &page != &pages.pages.front());
            EXPECT_TRUE(has_text(page, "number")) << "the header is repeated";
        }
        ASSERT_EQ(all.size(), static_cast<std::size_t>(rows));
        EXPECT_EQ(all.back(), "row" + std::to_string(rows));
        EXPECT_TRUE(has_text(pages.pages.back(), rows == 1 ? "1 row" : std::to_string(rows) + " rows"));
        EXPECT_TRUE(pages.complete);
        EXPECT_EQ(pages.rows_shown, rows);
    }
}

TEST(FlowingTable, MovesWholeToTheNextPageRatherThanLeaveItsHeaderBehind)
{
    for (int height = 1; height <= 17; ++height) {
        RenderInput input = bare_input();
        add_result(input, "regions", sales_by_region());
        add_result(input, "orders", numbered_table(40));
        input.dashboard.widgets.push_back(
            chart("regions", "", {.x = "region", .y = {"revenue"}}, {0, 0, 12, height}));
        input.dashboard.widgets.push_back(table_widget("orders", "Orders", {0, height, 12, 4}));
        const PageList pages = laid_out(input).value();
        for (const Page& page : pages.pages) {
            const bool header = has_text(page, "number");
            EXPECT_EQ(header, row_names(page).size() >= 2) << height;
        }
    }
}

TEST(FlowingTable, SaysWhoseLimitCutIt)
{
    RenderInput input = input_with_table(300);
    input.dashboard.widgets[0].max_rows = 20;
    const PageList pages = laid_out(input).value();
    EXPECT_TRUE(has_text(pages.pages[0], "Showing 20 of 300 rows, cut by the widget's limit"));
    EXPECT_FALSE(pages.complete);
    EXPECT_EQ(pages.rows_shown, 20);
    EXPECT_EQ(pages.rows_in_result, 300);
    EXPECT_EQ(pages.note, "Orders: Showing 20 of 300 rows, cut by the widget's limit");
    input.dashboard.widgets[0].max_rows.reset();
    EXPECT_TRUE(has_text(laid_out(input, RendererInput::tall_page)->pages[0],
                         "Showing 200 of 300 rows, cut by the picture's limit of 200"));
}

TEST(FlowingTable, SaysThatItsResultWasCutAtTheSource)
{
    RenderInput input = input_with_table(30);
    input.results["orders"].completeness = {30, true, "the query's max_rows of 30"};
    const PageList pages = laid_out(input).value();
    EXPECT_TRUE(has_text(pages.pages[0], "Showing the first 30 rows, cut by the query's max_rows of 30"));
    EXPECT_FALSE(pages.complete);
}

TEST(FlowingTable, HoldsNoMoreCellsThanAllowedAndSaysSo)
{
    RenderInput input = input_with_table(300);
    FixedMeasure measure;
    PageSetup setup = page_setup(input, RendererInput::pages, 100);
    setup.max_cells = 100;
    const PageList pages = lay_out(input, setup, measure).value();
    EXPECT_EQ(pages.rows_shown, 50);
    EXPECT_TRUE(has_text(pages.pages[1], "Showing 50 of 300 rows, cut by the page's limit of 100 cells"));
}

TEST(Table, BesideAnotherWidgetIsCutToItsBox)
{
    RenderInput input = input_with_table(100);
    input.dashboard.widgets[0].grid = {0, 0, 6, 5};
    input.dashboard.widgets.push_back(table_widget("orders", "More orders", {6, 0, 6, 5}));
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(pages.pages.size(), 1u);
    EXPECT_TRUE(has_text(pages.pages[0], "of 100 rows, cut by the widget's box"));
    EXPECT_FALSE(pages.complete);
}

TEST(Table, TotalsAddUpTheWholeResultExactly)
{
    RenderInput input = bare_input();
    add_result(input, "orders",
               table_of({{"name", text_column({"a", "b", "c"})},
                         {"total", decimal_column(2, {9'007'199'254'740'993, 1, 10})}}));
    Widget widget = table_widget("orders", "Orders");
    widget.columns = {{"name", "", "", TotalKind::count}, {"total", "", "", TotalKind::sum}};
    widget.max_rows = 1;
    input.dashboard.widgets.push_back(widget);
    EXPECT_TRUE(has_text(laid_out(input)->pages[0], "90,071,992,547,410.04"));
}

TEST(Table, ShowsTheColumnsThatFitAndCountsTheOthers)
{
    RenderInput input = bare_input();
    std::vector<NamedColumn> columns;
    for (int i = 0; i < 10'000; ++i) {
        columns.push_back({"column" + std::to_string(i), integer_column(ColumnType::integer, {i, i})});
    }
    add_result(input, "wide", table_of(std::move(columns)));
    input.dashboard.widgets.push_back(table_widget("wide", "Wide"));
    const PageList pages = laid_out(input).value();
    EXPECT_NE(pages.note.find("of 10,000 columns left out for want of room"), std::string::npos)
        << pages.note;
    EXPECT_FALSE(pages.complete);
}

TEST(Table, SurvivesOddNumbersAndEndlessTexts)
{
    RenderInput input = bare_input();
    const double huge = std::numeric_limits<double>::max();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    add_result(input, "odd",
               table_of({{"number",
                          real_column({nan, huge, -huge, std::numeric_limits<double>::infinity(), 1e-300})},
                         {"text", text_column({std::string(1'000'000, 'x'), std::string(5'000, ' '),
                                               "\xFF\xFE\n\t", "", "a b"})}}));
    Widget widget = table_widget("odd", "Odd");
    widget.columns = {{"number", "", "", TotalKind::sum},
                      {"number", "", "0,0.00", TotalKind::average},
                      {"text", "", "", TotalKind::minimum}};
    input.dashboard.widgets.push_back(widget);
    Widget figure = kpi("odd", "Odd", "", 0);
    figure.value = "number";
    figure.grid.y = 10;
    input.dashboard.widgets.push_back(figure);
    const auto pages = laid_out(input);
    ASSERT_TRUE(pages) << pages.error().message;
    EXPECT_NE(pages->note.find("1 long text shortened"), std::string::npos) << pages->note;
}

TEST(Table, NeverCutsANumber)
{
    RenderInput input = bare_input();
    add_result(input, "orders",
               table_of({{"total", integer_column(ColumnType::integer, {123'456'789'012'345'678})},
                         {"share", integer_column(ColumnType::integer, {987'654'321'098'765'432})}}));
    input.dashboard.widgets.push_back(table_widget("orders", "", {0, 0, 1, 4}));
    const PageList pages = laid_out(input).value();
    EXPECT_TRUE(has_text(pages.pages[0], "123,456,789,012,345,678"));
}

TEST(Widgets, OfOneRowStayOnOnePage)
{
    RenderInput input = bare_input();
    add_result(input, "regions", sales_by_region());
    for (int row = 0; row < 6; ++row) {
        const std::string name = std::to_string(row);
        input.dashboard.widgets.push_back(
            chart("regions", "left " + name, {.x = "region", .y = {"revenue"}}, {0, row * 7, 6, 7}));
        input.dashboard.widgets.push_back(
            chart("regions", "right " + name, {.x = "region", .y = {"revenue"}}, {6, row * 7, 6, 5}));
    }
    const PageList pages = laid_out(input).value();
    EXPECT_GT(pages.pages.size(), 1u);
    for (const Page& page : pages.pages) {
        for (int row = 0; row < 6; ++row) {
            EXPECT_EQ(has_text(page, "left " + std::to_string(row)),
                      has_text(page, "right " + std::to_string(row)));
        }
    }
}

TEST(Widgets, TallerThanAPageAreSqueezedOntoIt)
{
    RenderInput input = bare_input();
    add_result(input, "regions", sales_by_region());
    input.dashboard.widgets.push_back(
        chart("regions", "Tall", {.x = "region", .y = {"revenue"}}, {0, 0, 12, 200}));
    const PageList pages = laid_out(input).value();
    ASSERT_EQ(pages.pages.size(), 1u);
    for (const auto& text : commands_of<DrawText>(pages.pages[0].drawing)) {
        EXPECT_LE(text.at.y, pages.pages[0].height - theme::kPageMargin);
    }
}

TEST(Widgets, ThatFailOrAreEmptySaySoAndAreCounted)
{
    RenderInput input = input_with_table(3);
    add_failure(input, "costs", "column `cost` does not exist");
    add_result(input, "nothing", numbered_table(0));
    input.dashboard.widgets.push_back(kpi("costs", "Costs", "", 0));
    input.dashboard.widgets.push_back(table_widget("nothing", "Nothing", {0, 10, 12, 4}));
    Widget lost = table_widget("orders", "Lost", {0, 20, 12, 4});
    lost.columns = {{"price", "", "", TotalKind::none}};
    input.dashboard.widgets.push_back(lost);
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(pages.failed_widgets, 2);
    EXPECT_EQ(pages.empty_widgets, 1);
    EXPECT_FALSE(pages.complete);
    EXPECT_TRUE(has_text(pages.pages[0], "2 of 4 widgets could not be drawn"));
    EXPECT_TRUE(has_text(pages.pages[0], "No data for this period"));
    EXPECT_NE(pages.note.find("column `price` is missing from query `orders`"), std::string::npos)
        << pages.note;
}

TEST(Kpi, SaysTheChangeWithSignAndColourByTheGoodDirection)
{
    RenderInput input = bare_input();
    add_kpis(input);
    const PageList pages = laid_out(input).value();
    const auto color_of = [&](const std::string& wanted) {
        for (const auto& text : commands_of<DrawText>(pages.pages[0].drawing)) {
            if (text.text == wanted) {
                return text.style.color;
            }
        }
        ADD_FAILURE() << wanted << " is not there";
        return Color{};
    };
    EXPECT_EQ(color_of("+6.2 %"), light_theme().good);
    EXPECT_EQ(color_of("-2.8 %"), light_theme().bad);
    EXPECT_EQ(color_of("+0.5 pts"), light_theme().bad) << "more returns are worse";
    EXPECT_EQ(color_of("No change"), light_theme().secondary);
}

TEST(TallPage, EndsBeforeItIsTooTallAndSaysWhatIsMissing)
{
    RenderInput input = bare_input();
    add_result(input, "orders", numbered_table(400));
    for (int i = 0; i < 12; ++i) {
        input.dashboard.widgets.push_back(table_widget("orders", "Orders", {0, i * 4, 12, 4}));
    }
    const PageList pages = laid_out(input, RendererInput::tall_page).value();
    ASSERT_EQ(pages.pages.size(), 1u);
    EXPECT_LE(pages.pages[0].height * 1.5, 32'000);
    EXPECT_FALSE(pages.complete);
    EXPECT_TRUE(has_text(pages.pages[0], "The picture has reached its greatest height"));
}

} // namespace
} // namespace presstime::stage

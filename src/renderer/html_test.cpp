// The HTML file: what is escaped, what is in it, and that it reads as one well-formed page.
#include "platform/text/html_text.hpp"
#include "renderer/render_test_support.hpp"

#include <cmath>
#include <gmock/gmock.h>

namespace presstime {
namespace {

using namespace render_test;
using testing::HasSubstr;
using testing::Not;

Widget orders_table()
{
    Widget widget = make_widget("w_tab", WidgetKind::table, "Orders", "orders");
    widget.grid = {0, 0, 12, 4};
    return widget;
}

TEST(HtmlFile, IsOnePageThatLoadsAndRunsNothing)
{
    const Rendered file =
        render("html", make_input({orders_table()}, {{"orders", make_outcome(revenue(2))}}));
    EXPECT_TRUE(file.bytes.starts_with("<!doctype html>\n<html lang="));
    EXPECT_TRUE(file.bytes.ends_with("</html>\n"));
    EXPECT_THAT(file.bytes, HasSubstr("default-src 'none'"));
    EXPECT_THAT(file.bytes, Not(HasSubstr("<script")));
    EXPECT_THAT(file.bytes, Not(HasSubstr("://")));
    EXPECT_EQ(file.summary.rows, 2);
    EXPECT_TRUE(file.summary.complete);
}

TEST(HtmlFile, TablesHaveAllRowsWithNumbersToTheRight)
{
    const std::string html =
        render("html", make_input({orders_table()}, {{"orders", make_outcome(revenue(1'000))}})).bytes;
    EXPECT_THAT(html, HasSubstr("<th scope=\"col\">month</th><th scope=\"col\" class=\"n\">revenue</th>"));
    EXPECT_THAT(html, HasSubstr("<td>month 1000</td><td class=\"n\">1,498.55</td>"));
    EXPECT_THAT(html, HasSubstr("<p class=\"rows\">1,000 rows</p>"));
}

TEST(HtmlFile, NobodysDataIsMarkup)
{
    Table table = make_table({{"<b>name</b>", ColumnType::text}, {"link", ColumnType::text}});
    table.data.columns[0].append_text("<script>alert(\"1\" & '2')</script>");
    table.data.columns[1].append_text("javascript:alert(1)");
    table.data.rows = 1;
    Widget widget = orders_table();
    widget.title = "</h2><img src=x onerror=alert(1)>";
    widget.columns = {{.field = "<b>name</b>", .link = "link"}};
    RenderInput input = make_input({widget}, {{"orders", make_outcome(table)}});
    input.dashboard.name = "</title><script>";
    const std::string html = render("html", input).bytes;
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;"));
    EXPECT_THAT(html, HasSubstr("&lt;b&gt;name&lt;/b&gt;"));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("<img src=x")));
    EXPECT_THAT(html, Not(HasSubstr("javascript:")));
}

TEST(HtmlFile, LinksOnlyToWebAndMail)
{
    EXPECT_EQ(html_address("https://example.com/?a=1&b=\"2\""),
              "https://example.com/?a=1&amp;b=&quot;2&quot;");
    EXPECT_EQ(html_address("MAILTO:a@example.com"), "MAILTO:a@example.com");
    for (const char* refused :
         {"javascript:alert(1)", " https://x", "data:text/html,x", "file:///etc/passwd", ""})
        EXPECT_EQ(html_address(refused), "") << refused;
}

TEST(HtmlFile, SaysWhatWasCutAndWhatFailed)
{
    Widget cut = orders_table();
    cut.max_rows = 2;
    Widget failed = orders_table();
    failed.id = "w_bad";
    failed.query = "returns";
    failed.grid.y = 4;
    const Rendered file =
        render("html", make_input({cut, failed}, {{"orders", make_outcome(revenue(5))},
                                                  {"returns", make_failure("no such table <x>")}}));
    EXPECT_THAT(file.bytes, HasSubstr("<p class=\"rows warn\">Showing 2 of 5 rows, cut by the widget"));
    EXPECT_THAT(file.bytes,
                HasSubstr("<p class=\"failed\">This table could not be drawn: no such table &lt;x&gt;"));
    EXPECT_FALSE(file.summary.complete);
    EXPECT_EQ(file.summary.failed_widgets, 1);
}

TEST(HtmlFile, AnEmptyTableSaysSo)
{
    const Rendered file =
        render("html", make_input({orders_table()}, {{"orders", make_outcome(revenue(0))}}));
    EXPECT_THAT(file.bytes, HasSubstr("<p class=\"empty\">No data for this period</p>"));
    EXPECT_EQ(file.summary.empty_widgets, 1);
    EXPECT_TRUE(file.summary.complete);
}

TEST(HtmlFile, TotalsStandUnderTheirColumns)
{
    Widget widget = orders_table();
    widget.columns = {{.field = "month"}, {.field = "revenue", .format = "0,0.00", .total = TotalKind::sum}};
    EXPECT_THAT(render("html", make_input({widget}, {{"orders", make_outcome(revenue(3))}})).bytes,
                HasSubstr("<tfoot><tr><td></td><td class=\"n\">4.65</td></tr></tfoot>"));
}

TEST(HtmlFile, SaysInWordsOfTheReportWhatCutTheResult)
{
    Table table = revenue(3);
    table.completeness = {3, true, "cut at 3 rows by the query's max_rows"};
    RenderInput input = make_input({orders_table()}, {{"orders", make_outcome(table)}});
    EXPECT_THAT(render("html", input).bytes,
                HasSubstr("Showing the first 3 rows, cut by the query&#39;s max_rows of 3</p>"));
    input.report.locale = "it-IT";
    EXPECT_THAT(render("html", input).bytes, HasSubstr("da max_rows della query (3)</p>"));
}

TEST(HtmlFile, WritesNumbersInTheLanguageOfTheReport)
{
    RenderInput input = make_input({orders_table()}, {{"orders", make_outcome(revenue(1'000))}});
    input.report.locale = "de-DE";
    const std::string html = render("html", input).bytes;
    EXPECT_THAT(html, HasSubstr("1.498,55"));
    EXPECT_THAT(html, HasSubstr("1.000 Zeilen"));
}

TEST(HtmlText, DropsWhatTextCannotHold)
{
    EXPECT_EQ(html_text("a\x01\x7F\tb\xFF"), "a\uFFFD\uFFFD\tb\uFFFD");
}

} // namespace
} // namespace presstime

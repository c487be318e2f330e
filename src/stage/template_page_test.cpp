// From results to HTML: what authors get, and what data cannot do.
#include "stage/template_page.hpp"

#include "stage/layout_fixture.hpp"

#include <gmock/gmock.h>

namespace presstime::stage {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kEvil = "<script>alert('x')</script>\"'`&";

RenderInput input_of(std::string html)
{
    RenderInput input = bare_input();
    input.report.locale = "en-US";
    input.dashboard.template_html = std::move(html);
    input.dashboard.queries = {{.id = 1, .name = "orders"}, {.id = 2, .name = "lines"}};
    ColumnData customer = make_column_data({"", ColumnType::text, 0});
    ColumnData amount = make_column_data({"", ColumnType::decimal, 2});
    ColumnData day = make_column_data({"", ColumnType::date, 0});
    customer.append_text("Acme & Sons");
    customer.append_text(kEvil);
    amount.append_integer(123'456'789);
    amount.append_null();
    day.append_integer(20'000);
    day.append_integer(20'001);
    Table orders =
        table_of({{"customer", std::move(customer)}, {"amount", std::move(amount)}, {"day", std::move(day)}});
    orders.columns[1].scale = 2;
    add_result(input, "orders", std::move(orders));
    add_result(input, "lines", numbered_table(3));
    return input;
}

TemplatePage filled(const RenderInput& input)
{
    const auto page = fill_template_page(input, Deadline::after(std::chrono::seconds(60)));
    EXPECT_TRUE(page) << page.error().message;
    return page.value_or(TemplatePage{});
}

std::string html_of(std::string html)
{
    return filled(input_of(std::move(html))).html;
}

TEST(TemplatePage, GoesOverRowsWithinRows)
{
    EXPECT_EQ(
        html_of("{{#orders}}{{@number}}:{{#lines}}{{number}}{{^@last}},{{/@last}}{{/lines}}({{day|plain}}) "
                "{{/orders}}{{^orders}}none{{/orders}}"),
        "1:1,2,3(2024-10-04) 2:1,2,3(2024-10-05) ");
}

TEST(TemplatePage, LeavesNoLineBehindOfATagAloneOnIt)
{
    EXPECT_EQ(html_of("{{! list }}\n<ul>\n  {{#lines}}\n  {{! row }}\n  <li>{{name}}\n  {{/lines}}\n</ul>\n"),
              "<ul>\n  <li>row1\n  <li>row2\n  <li>row3\n</ul>\n");
}

TEST(TemplatePage, WritesNumbersAndDatesAsTheReportsLocaleDoes)
{
    const char* html = "{{orders.0.amount|0,0.00}} {{orders.0.amount|plain}} {{orders.0.day|d MMM yyyy}} "
                       "{{period_start|dd.MM.yyyy HH:mm}} {{period_last|plain}} {{rows.orders}}";
    EXPECT_EQ(html_of(html), "1,234,567.89 1234567.89 4 Oct 2024 14.11.2026 00:00 2026-11-20 2");
    RenderInput german = input_of(html);
    german.report.locale = "de-DE";
    EXPECT_THAT(filled(german).html, HasSubstr("1.234.567,89 1234567.89 4 Okt. 2024"));
}

TEST(TemplatePage, ReachesSingleCellsTitlesAndParameters)
{
    RenderInput input = input_of("{{title}}|{{report}}|{{workspace}}|{{param.region}}|{{first.lines.name}}|"
                                 "{{lines.2.name}}|{{lines.9.name}}|{{#param.region}}yes{{/param.region}}");
    Parameter region;
    region.name = "region";
    region.default_value = std::string("EMEA <1>");
    input.dashboard.parameters = {region};
    EXPECT_EQ(filled(input).html, "Sales overview|Weekly sales|Acme Trading|EMEA &lt;1&gt;|row1|row3||yes");
}

TEST(TemplatePage, EscapesDataForThePlaceItStandsIn)
{
    EXPECT_EQ(html_of("<p title=\"{{orders.1.customer}}\">{{orders.1.customer}}"),
              "<p title=\"&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&#39;&#96;&amp;\">"
              "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&#39;&#96;&amp;");
    const std::string script = html_of("<script>const rows = {{json.orders}};</script>");
    EXPECT_THAT(script, HasSubstr("\"amount\":1234567.89"));
    EXPECT_THAT(script, HasSubstr("\"amount\":null"));
    EXPECT_THAT(script, HasSubstr("\"day\":\"2024-10-04\""));
    EXPECT_THAT(script, HasSubstr("\\u003cscript\\u003ealert\\u0028\\u0027x"));
    EXPECT_EQ(html_of("<p style='width: {{orders.0.amount|0,0}}%; x: {{orders.1.customer}}'>"),
              "<p style='width: 1234567.89%; x: scriptalertxscript'>");
    EXPECT_EQ(html_of("<p onclick=\"show({{json.first.lines.name}})\">"),
              "<p onclick=\"show(&quot;row1&quot;)\">");
}

TEST(TemplatePage, LetsNoDataChooseAScriptForALink)
{
    const auto link = [](const char* address) {
        RenderInput input = input_of("<a href='{{first.orders.url}}'>");
        ColumnData url = make_column_data({"", ColumnType::text, 0});
        url.append_text(address);
        add_result(input, "orders", table_of({{"url", std::move(url)}}));
        return filled(input);
    };
    EXPECT_EQ(link("https://example.com/?a=1&b=2").html, "<a href='https://example.com/?a=1&amp;b=2'>");
    EXPECT_EQ(link("/orders/1:2").html, "<a href='/orders/1:2'>");
    for (const char* address : {"javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:alert(1)",
                                "data:text/html,x", "vbscript:x", "file:///etc/passwd"}) {
        const TemplatePage page = link(address);
        EXPECT_EQ(page.html, "<a href='#'>") << address;
        EXPECT_FALSE(page.summary.complete);
        EXPECT_THAT(page.summary.note, HasSubstr("first.orders.url"));
    }
}

TEST(TemplatePage, SaysByItselfWhatTheTemplateDoesNot)
{
    RenderInput input = input_of("<body>{{#orders}}{{customer}}{{/orders}}</body>");
    add_failure(input, "orders", "no such table: <orders>");
    TemplatePage page = filled(input);
    EXPECT_THAT(page.html,
                HasSubstr("Not complete: orders failed: no such table: &lt;orders&gt;</p></body>"));
    EXPECT_EQ(page.summary.failed_widgets, 1);
    EXPECT_FALSE(page.summary.complete);
    input.dashboard.template_html = "{{#error.orders}}Sorry: {{error.orders}}{{/error.orders}}";
    page = filled(input);
    EXPECT_EQ(page.html, "Sorry: no such table: &lt;orders&gt;");
    EXPECT_FALSE(page.summary.complete);
}

TEST(TemplatePage, SaysWhatWasCut)
{
    RenderInput input = input_of("{{complete.lines}} {{rows.lines}} {{reason.lines}}");
    add_result(input, "lines", numbered_table(60'000));
    TemplatePage page = filled(input);
    EXPECT_EQ(page.html, "No 50,000 a template shows at most 50,000 rows of a query");
    EXPECT_EQ(page.summary.rows, 50'000);
    EXPECT_EQ(page.summary.rows_in_result, 60'000);
    input = input_of("{{#lines}}{{name}}{{/lines}}");
    input.results["lines"].completeness = {3, true, "the query's max_rows of 3"};
    EXPECT_THAT(filled(input).html, HasSubstr("lines is cut: the query&#39;s max_rows of 3"));
}

TEST(TemplatePage, TellsOfANameThatIsNothing)
{
    const TemplatePage page = filled(input_of("\n{{#lines}}{{nmae}}{{/lines}}"));
    EXPECT_EQ(page.summary.failed_widgets, 1);
    EXPECT_THAT(page.summary.note, HasSubstr("template line 2: {{nmae}} names no column"));
}

TEST(TemplatePage, EndsLoopsWithinLoopsWithItsTime)
{
    RenderInput input = input_of("{{#lines}}{{#lines}}{{#lines}}{{/lines}}{{/lines}}{{/lines}}");
    add_result(input, "lines", numbered_table(50'000));
    const auto page = fill_template_page(input, Deadline::after(std::chrono::milliseconds(200)));
    ASSERT_FALSE(page);
    EXPECT_EQ(page.error().kind, ErrorKind::give_up);
    EXPECT_THAT(page.error().message, HasSubstr("template_timeout_s"));
}

TEST(TemplatePage, StopsAtItsGreatestSize)
{
    RenderInput input = input_of("{{#lines}}{{#lines}}" + std::string(2'000, 'x') + "{{/lines}}{{/lines}}");
    add_result(input, "lines", numbered_table(1'000));
    const auto page = fill_template_page(input, Deadline::after(std::chrono::seconds(60)));
    ASSERT_FALSE(page);
    EXPECT_THAT(page.error().message, HasSubstr("grew over 64 MiB"));
}

TEST(TemplatePage, GivesDataFilesATableForEachQueryItShows)
{
    const auto tables = tables_of_template(input_of("{{#lines}}{{/lines}}").dashboard);
    ASSERT_EQ(tables.size(), 1u);
    EXPECT_EQ(tables.front().query, "lines");
    EXPECT_EQ(tables.front().kind, WidgetKind::table);
}

} // namespace
} // namespace presstime::stage

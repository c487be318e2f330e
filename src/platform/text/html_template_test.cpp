// What a template may say: its tags, where a value may stand, and names.
#include "platform/text/html_template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string fault_of(std::string_view html)
{
    const auto read = read_template(html);
    return read ? "" : read.error().message;
}

HtmlPlace place_after(std::string_view html)
{
    HtmlPosition position;
    position.read(html);
    return position.place();
}

TEST(HtmlPosition, KnowsWhereAValueWouldStand)
{
    EXPECT_EQ(place_after("<p>"), HtmlPlace::text);
    EXPECT_EQ(place_after("a < b and "), HtmlPlace::text);
    EXPECT_EQ(place_after("<!-- <script> -- "), HtmlPlace::text);
    EXPECT_EQ(place_after("<!-- <script> --><p>"), HtmlPlace::text);
    EXPECT_EQ(place_after("<!DOCTYPE html><title>"), HtmlPlace::text);
    EXPECT_EQ(place_after("<p class=\"a "), HtmlPlace::quoted);
    EXPECT_EQ(place_after("<p class = 'a "), HtmlPlace::quoted);
    EXPECT_EQ(place_after("<p class="), HtmlPlace::unquoted);
    EXPECT_EQ(place_after("<p class=a"), HtmlPlace::unquoted);
    EXPECT_EQ(place_after("<p "), HtmlPlace::inside_tag);
    EXPECT_EQ(place_after("<"), HtmlPlace::inside_tag);
    EXPECT_EQ(place_after("<a HREF=\""), HtmlPlace::address);
    EXPECT_EQ(place_after("<a href=\"/at/"), HtmlPlace::quoted);
    EXPECT_EQ(place_after("<a\nonclick\n=\n'"), HtmlPlace::handler);
    EXPECT_EQ(place_after("<div style='width:"), HtmlPlace::style);
    EXPECT_EQ(place_after("<style>p {"), HtmlPlace::style);
    EXPECT_EQ(place_after("<iframe srcdoc='"), HtmlPlace::document);
    EXPECT_EQ(place_after("<SCRIPT type=module>if (a < b) '</p>'"), HtmlPlace::script);
    EXPECT_EQ(place_after("<script>a</scripts>"), HtmlPlace::script);
    EXPECT_EQ(place_after("<script>a</script >"), HtmlPlace::text);
    EXPECT_EQ(place_after("<p title='>'>"), HtmlPlace::text);
}

TEST(HtmlTemplate, RefusesWhatCouldTurnDataIntoCode)
{
    EXPECT_THAT(fault_of("<p>\n{{{name}}}"), HasSubstr("line 2: {{{...}}}"));
    EXPECT_THAT(fault_of("{{&name}}"), HasSubstr("write {{...}}"));
    EXPECT_THAT(fault_of("<script>\n\nlet a = '{{name}}'"),
                HasSubstr("line 3: in a script write {{json.name}}"));
    EXPECT_THAT(fault_of("<a onclick=\"go('{{name}}')\">"), HasSubstr("json.name"));
    EXPECT_THAT(fault_of("<p class={{name}}>"), HasSubstr("quotes around"));
    EXPECT_THAT(fault_of("<p {{name}}>"), HasSubstr("stands in a tag"));
    EXPECT_THAT(fault_of("<{{name}}>"), HasSubstr("stands in a tag"));
    EXPECT_THAT(fault_of("<iframe srcdoc='{{name}}'>"), HasSubstr("srcdoc"));
    EXPECT_EQ(fault_of("<script>let a = {{json.name}};</script><p title='{{name}}'>{{name|0,0.00}}</p>"), "");
    EXPECT_EQ(fault_of("<option {{#chosen}}selected{{/chosen}}>"), "");
}

TEST(HtmlTemplate, NamesTheLineOfABrokenTag)
{
    EXPECT_THAT(fault_of("a\nb {{name"), HasSubstr("line 2: {{ is not closed"));
    EXPECT_THAT(fault_of("{{#a}}\n{{#b}}\n{{/a}}"),
                HasSubstr("line 3: {{/a}} stands where {{/b}} of line 2"));
    EXPECT_THAT(fault_of("\n{{#a}}"), HasSubstr("line 2: {{#a}} is not closed"));
    EXPECT_THAT(fault_of("{{/a}}"), HasSubstr("closes nothing"));
    EXPECT_THAT(fault_of("{{a|yyyy-QQ}}"), HasSubstr("line 1"));
    EXPECT_THAT(fault_of("{{> footer}}"), HasSubstr("another template"));
    EXPECT_THAT(fault_of("{{=<% %>=}}"), HasSubstr("always are"));
    EXPECT_THAT(fault_of("{{}}"), HasSubstr("names nothing"));
    std::string deep;
    for (int i = 0; i < 100; ++i)
        deep += "{{#a}}";
    EXPECT_THAT(fault_of(deep), HasSubstr("deeper than 16"));
    EXPECT_EQ(read_template(std::string(kMaxTemplateBytes + 1, 'x')).error().kind, ErrorKind::too_large);
}

TEST(HtmlTemplate, ChecksNamesAgainstQueriesAndParameters)
{
    const TemplateNames names{{{"orders", {"customer", "amount"}}, {"later", {}}}, {"region"}};
    const auto fault = [&](std::string_view html) {
        const auto checked = check_template(html, names);
        return checked ? std::string{} : checked.error().message;
    };
    EXPECT_EQ(
        fault("{{title}} {{param.region}} {{rows.orders}} {{complete.orders}} {{first.orders.amount}} "
              "{{orders.3.customer}} {{#orders}}{{@number}} {{customer}} {{#amount}}x{{/amount}}{{/orders}}"
              "{{^orders}}none{{/orders}} {{#later}}{{anything}}{{/later}} {{json.orders|plain}}"),
        "");
    EXPECT_THAT(fault("{{#orders}}\n{{amuont}}{{/orders}}"), HasSubstr("line 2: {{amuont}} is no column"));
    EXPECT_THAT(fault("{{#orders}}{{amuont}}{{/orders}}"), HasSubstr("did you mean amount?"));
    EXPECT_THAT(fault("{{titel}}"), HasSubstr("did you mean title?"));
    EXPECT_THAT(fault("{{orders}}"), HasSubstr("write a section"));
    EXPECT_THAT(fault("{{#order}}{{/order}}"), HasSubstr("did you mean orders?"));
    EXPECT_THAT(fault("{{param.regoin}}"), HasSubstr("did you mean region?"));
    EXPECT_THAT(fault("{{rows.nothing}}"), HasSubstr("no query of the dashboard"));
    EXPECT_THAT(fault("{{first.orders.price}}"), HasSubstr("no column of orders"));
    EXPECT_THAT(fault("{{@number}}"), HasSubstr("no column"));
}

TEST(HtmlTemplate, KnowsWhichQueriesItShows)
{
    EXPECT_THAT(
        queries_of_template("{{#b}}{{x}}{{/b}} {{rows.c}} {{a.0.x}} {{json.e}}", {"a", "b", "c", "d", "e"}),
        ElementsAre("a", "b", "c", "e"));
}

TEST(HtmlTemplate, EndsACommentWhereABrowserDoes)
{
    for (const char* comment : {"<!--a--!>", "<!-->", "<!--->", "<!-- a -->", "<!-a>"}) {
        EXPECT_FALSE(read_template(std::string(comment) + "<script>{{n}}</script>")) << comment;
        EXPECT_TRUE(read_template(std::string(comment) + "<p>{{n}}</p>")) << comment;
    }
    EXPECT_TRUE(read_template("<!-- -> still one, <script> too --><p>{{n}}</p>"));
}

} // namespace
} // namespace presstime

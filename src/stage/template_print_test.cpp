// From results to a file, with the real Chromium.
#include "stage/template_print.hpp"

#include "platform/browser/browser.hpp"
#include "stage/layout_fixture.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>

namespace presstime::stage {
namespace {

using ::testing::HasSubstr;

class TemplatePrintTest : public ::testing::Test {
protected:
    TemplatePrintTest() : browser_({.temp_folder = std::filesystem::temp_directory_path()})
    {
        tools_.printer = &browser_;
    }

    Result<RenderSummary> draw(const RenderInput& input, const char* format, ByteSink& sink)
    {
        const RendererPlugin* plugin = find_renderer_plugin(format, "format").value();
        EXPECT_EQ(needs_pages(input.dashboard, *plugin), false);
        const Deadline deadline = Deadline::after(std::chrono::seconds(60));
        return draw_file({*plugin, input, {}, deadline}, tools_, sink);
    }

    browser::Browser browser_;
    TemplateTools tools_;
};

RenderInput lines_input(std::string html)
{
    RenderInput input = bare_input();
    input.dashboard.template_html = std::move(html);
    input.dashboard.queries = {{.id = 1, .name = "lines"}};
    add_result(input, "lines", numbered_table(3));
    return input;
}

TEST_F(TemplatePrintTest, DrawsTheSameTemplateAsPdfPictureAndHtml)
{
    const RenderInput input = lines_input("<h1>{{title}}</h1>{{#lines}}<p>{{name}}</p>{{/lines}}");
    StringSink pdf;
    StringSink png;
    StringSink html;
    const auto summary = draw(input, "pdf", pdf);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_TRUE(summary->complete) << summary->note;
    EXPECT_EQ(summary->rows, 3);
    EXPECT_TRUE(pdf.text.starts_with("%PDF-"));
    ASSERT_TRUE(draw(input, "png", png));
    EXPECT_TRUE(png.text.starts_with("\x89PNG"));
    ASSERT_TRUE(draw(input, "html", html));
    EXPECT_EQ(html.text, "<h1>Sales overview</h1><p>row1</p><p>row2</p><p>row3</p>");
}

TEST_F(TemplatePrintTest, CountsWhatWentWrongInThePage)
{
    StringSink pdf;
    const auto summary = draw(lines_input("{{#lines}}{{name}}{{/lines}}<img src='https://example.com/a.png'>"
                                          "<script>nothing.at.all()</script>"),
                              "pdf", pdf);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_FALSE(summary->complete);
    EXPECT_EQ(summary->failed_widgets, 2);
    EXPECT_THAT(summary->note, HasSubstr("https://example.com/a.png was not loaded"));
    EXPECT_THAT(summary->note, HasSubstr("nothing is not defined"));
}

TEST_F(TemplatePrintTest, LetsNoDataRun)
{
    RenderInput input =
        lines_input("<p>{{#rows}}{{text}}{{/rows}}</p><p title='{{first.rows.text}}'>shown</p>"
                    "<script>const rows = {{json.rows}};</script>");
    input.dashboard.queries = {{.id = 1, .name = "rows"}};
    ColumnData text = make_column_data({"", ColumnType::text, 0});
    for (const char* attempt :
         {"<script>throw new Error('ran')</script>", "</script><script>throw 1</script>",
          "'><img src=x onerror='throw 2'>", "\"+(()=>{throw 3})()+\"", "\\\";throw 4//",
          "${(()=>{throw 5})()}", "-->\xE2\x80\xA8throw 6"})
        text.append_text(attempt);
    add_result(input, "rows", table_of({{"text", std::move(text)}}));
    StringSink pdf;
    const auto summary = draw(input, "pdf", pdf);
    ASSERT_TRUE(summary) << summary.error().message;
    EXPECT_TRUE(summary->complete) << summary->note;
}

TEST_F(TemplatePrintTest, LeavesDataFilesToTheirPlugIns)
{
    RenderInput input = lines_input("{{#lines}}{{name}}{{/lines}}");
    input.dashboard.widgets = {table_widget("lines", "Lines")};
    StringSink csv;
    ASSERT_TRUE(draw(input, "csv", csv));
    EXPECT_EQ(csv.text, "name,number\r\nrow1,1\r\nrow2,2\r\nrow3,3\r\n");
    EXPECT_EQ(browser_.process_id(), 0);
}

} // namespace
} // namespace presstime::stage

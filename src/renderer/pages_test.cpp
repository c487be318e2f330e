#include "renderer/render_test_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace presstime {
namespace {

using namespace render_test;
using ::testing::HasSubstr;

PageList one_page(double height)
{
    PageList pages;
    Page page;
    page.width = 800;
    page.height = height;
    page.drawing.push_back(DrawText{"Sales \U0010FFFD", {40, 40}});
    pages.pages.push_back(page);
    pages.rows_shown = 12;
    return pages;
}

Rendered render_pages(std::string_view format, const RenderInput& input, const PageList& pages)
{
    const RendererPlugin* plugin = find_renderer_plugin(format, "format").value();
    StringSink sink;
    auto summary = plugin->render(input, pages, sink, Deadline::after(std::chrono::seconds(60)));
    EXPECT_TRUE(summary) << summary.error().message;
    return {sink.text, summary.value_or(RenderSummary{})};
}

int png_width(const std::string& bytes)
{
    return static_cast<unsigned char>(bytes.at(18)) * 256 + static_cast<unsigned char>(bytes.at(19));
}

TEST(PngRenderer, IsAsWideAsTheReportAsksFor)
{
    RenderInput input = make_input({}, {});
    EXPECT_EQ(png_width(render_pages("png", input, one_page(300)).bytes), 1200);
    input.report.png_scale = 2;
    const Rendered twice = render_pages("png", input, one_page(300));
    EXPECT_EQ(png_width(twice.bytes), 2400);
    EXPECT_EQ(twice.summary.note, "");
}

TEST(PngRenderer, TakesTheSmallerScaleWhereTheLargerWouldBeTooTallAndSaysSo)
{
    RenderInput input = make_input({}, {});
    input.report.png_scale = 2;
    const Rendered tall = render_pages("png", input, one_page(11'000));
    EXPECT_EQ(png_width(tall.bytes), 1200);
    EXPECT_THAT(tall.summary.note, HasSubstr("1,200 pixels wide and not 2,400"));
    EXPECT_TRUE(tall.summary.complete);
}

TEST(PageRenderers, SayWhichCharactersNoFontHas)
{
    const RenderInput input = make_input({}, {});
    for (const char* format : {"pdf", "png"}) {
        const Rendered file = render_pages(format, input, one_page(300));
        EXPECT_EQ(file.summary.missing_glyphs, "U+10FFFD") << format;
        EXPECT_EQ(file.summary.rows, 12) << format;
    }
}

} // namespace
} // namespace presstime

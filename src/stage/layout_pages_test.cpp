// What stands around and before the widgets: headers, notices, covers, contents, breaks; and widgets as
// pictures of their own.
#include "model/theme.hpp"
#include "stage/layout_samples.hpp"

#include <algorithm>
#include <optional>

namespace presstime::stage {
namespace {

// The first text on the page that contains `wanted`.
std::optional<DrawText> find_text(const Page& page, std::string_view wanted)
{
    for (const DrawText& text : commands_of<DrawText>(page.drawing)) {
        if (text.text.find(wanted) != std::string::npos) {
            return text;
        }
    }
    return std::nullopt;
}

double lowest_line(const Page& page)
{
    double lowest = 0;
    for (const Polyline& line : commands_of<Polyline>(page.drawing)) {
        for (const Point& point : line.points) {
            lowest = std::max(lowest, point.y);
        }
    }
    return lowest;
}

std::string lines_of_text(int count)
{
    std::string markdown;
    for (int i = 1; i <= count; ++i) {
        markdown += "word" + std::to_string(i) + "\n\n";
    }
    return markdown;
}

TEST(Header, HoldsTheLogoAtTheRightOfEveryPageAndTheTitleBesideIt)
{
    RenderInput input = sales_input(120);
    input.theme.logo = read_data_uri(kLogoUri).value();
    const PageList pages = laid_out(input).value();
    ASSERT_GT(pages.pages.size(), 2u);
    for (const Page& page : pages.pages) {
        const auto images = commands_of<DrawImage>(page.drawing);
        ASSERT_EQ(images.size(), 1u);
        EXPECT_NEAR(images[0].box.right(), page.width - theme::kPageMargin, 0.01);
        EXPECT_LE(images[0].box.h, &page == &pages.pages.front() ? 24 : 13);
        EXPECT_NEAR(images[0].box.w / images[0].box.h, 4, 0.01);
    }
}

TEST(Header, SaysDueAndDataTimesOfALateRunOnItsFirstPageOnly)
{
    RenderInput input = sales_input(120);
    input.late_due_at = at("2026-11-21T06:00:00Z");
    const PageList pages = laid_out(input).value();
    const std::string banner = "Late: due 21 Nov 2026, 07:00 CET, data as of 21 Nov 2026, 09:00 CET";
    EXPECT_TRUE(has_text(pages.pages[0], banner));
    EXPECT_FALSE(has_text(pages.pages[1], "Late:"));
    input.dashboard.cover = true;
    EXPECT_TRUE(has_text(laid_out(input)->pages[0], banner));
}

TEST(Pages, SpeakTheLanguageOfTheReport)
{
    RenderInput input = sales_input(3);
    input.report.locale = "de-DE";
    add_failure(input, "months", "down");
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(pages.language, "de-DE");
    EXPECT_TRUE(has_text(pages.pages[0], "1 von 9 Widgets konnten nicht"));
    EXPECT_TRUE(has_text(pages.pages[0], "Dieses Diagramm konnte nicht dargestellt werden: down"));
    EXPECT_TRUE(has_text(pages.pages[0], "Datenstand: 21. Nov. 2026, 09:00 CET"));
    EXPECT_TRUE(has_text(pages.pages[0], "Seite 1 von "));
}

TEST(FrontMatter, ListsEveryTitledWidgetWithItsPage)
{
    const PageList pages = laid_out(client_input(100)).value();
    EXPECT_TRUE(has_text(pages.pages[0], "Sales overview"));
    EXPECT_FALSE(has_text(pages.pages[0], "Page 1 of"));
    const Page& contents = pages.pages[1];
    EXPECT_TRUE(has_text(contents, "Contents"));
    ASSERT_EQ(pages.outline.size(), 6u);
    for (const OutlineEntry& entry : pages.outline) {
        const auto listed = find_text(contents, entry.title);
        ASSERT_TRUE(listed) << entry.title;
        EXPECT_EQ(listed->link, "#" + std::to_string(entry.page));
        EXPECT_TRUE(has_text(pages.pages[static_cast<std::size_t>(entry.page - 1)], entry.title));
    }
    EXPECT_TRUE(has_text(pages.pages.back(), "Page " + std::to_string(pages.pages.size()) + " of " +
                                                 std::to_string(pages.pages.size())));
}

TEST(FrontMatter, TakesAsManyPagesAsItsEntriesNeed)
{
    RenderInput input = bare_input();
    input.dashboard.contents = true;
    for (int i = 0; i < 200; ++i) {
        input.dashboard.widgets.push_back(
            text_widget("Chapter " + std::to_string(i + 1), "Words.", {0, 2 * i, 12, 2}));
    }
    const PageList pages = laid_out(input).value();
    std::size_t listed = 0;
    for (const Page& page : pages.pages) {
        for (const DrawText& text : commands_of<DrawText>(page.drawing)) {
            if (text.link.starts_with('#') && text.text.starts_with("Chapter ")) {
                const OutlineEntry& entry = pages.outline[listed++];
                EXPECT_EQ(text.link, "#" + std::to_string(entry.page));
                EXPECT_EQ(text.text, entry.title);
                EXPECT_GT(entry.page, 4);
            }
        }
    }
    EXPECT_EQ(listed, 200u);
    EXPECT_TRUE(has_text(pages.pages[0], "14 – 20 Nov 2026")) << "the title stands above the contents";
}

TEST(FrontMatter, CountsAgainstTheMostPages)
{
    RenderInput input = bare_input();
    input.dashboard.cover = true;
    FixedMeasure measure;
    EXPECT_TRUE(lay_out(input, page_setup(input, RendererInput::pages, 2), measure));
    EXPECT_FALSE(lay_out(input, page_setup(input, RendererInput::pages, 1), measure));
    EXPECT_EQ(laid_out(input, RendererInput::tall_page)->pages.size(), 1u) << "a picture has no cover";
}

TEST(Breaks, BeginANewPageWhereAWidgetAsks)
{
    RenderInput input = bare_input();
    for (int i = 0; i < 3; ++i) {
        input.dashboard.widgets.push_back(text_widget("", "part" + std::to_string(i), {0, 2 * i, 12, 2}));
        input.dashboard.widgets.back().break_before = true;
    }
    const PageList pages = laid_out(input).value();
    ASSERT_EQ(pages.pages.size(), 3u) << "and none before the first";
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_TRUE(has_text(pages.pages[i], "part" + std::to_string(i)));
    }
    EXPECT_EQ(laid_out(input, RendererInput::tall_page)->pages.size(), 1u);
}

TEST(Pages, AreFilledByChartsWhereTheNextRowsMoveOn)
{
    RenderInput input = bare_input();
    input.report.orientation = Orientation::landscape;
    add_kpis(input);
    add_result(input, "regions", sales_by_region());
    auto& widgets = input.dashboard.widgets;
    widgets.push_back(chart("regions", "First", {.x = "region", .y = {"revenue"}}, {0, 2, 12, 6}));
    const double alone = lowest_line(laid_out(input)->pages[0]);
    widgets.push_back(chart("regions", "Second", {.x = "region", .y = {"revenue"}}, {0, 8, 12, 6}));
    const PageList pages = laid_out(input).value();
    ASSERT_EQ(pages.pages.size(), 2u);
    EXPECT_GT(lowest_line(pages.pages[0]), alone + 40);
    EXPECT_EQ(commands_of<StrokeRect>(pages.pages[0].drawing)[0].box.h, 67.5) << "figures stay";
}

TEST(Text, AloneInItsRowsFlowsOverPagesWithoutLoss)
{
    RenderInput input = bare_input();
    input.dashboard.widgets.push_back(text_widget("Long", lines_of_text(150), {0, 0, 12, 2}));
    const PageList pages = laid_out(input).value();
    EXPECT_GT(pages.pages.size(), 2u);
    EXPECT_TRUE(pages.complete);
    int next = 1;
    for (const Page& page : pages.pages) {
        for (const std::string& text : texts_of(page.drawing)) {
            if (text.starts_with("word")) {
                EXPECT_EQ(text, "word" + std::to_string(next++));
            }
        }
    }
    EXPECT_EQ(next, 151);
}

TEST(Text, NeverLeavesAHeadingOrOneLineOfAParagraphAlone)
{
    for (int before = 20; before < 60; ++before) {
        RenderInput input = bare_input();
        const std::string three = "aaa " + std::string(110, 'b') + " " + std::string(110, 'c');
        input.dashboard.widgets.push_back(
            text_widget("", lines_of_text(before) + "# Heading\n" + three, {0, 0, 12, 2}));
        const PageList pages = laid_out(input).value();
        for (const Page& page : pages.pages) {
            const bool heading = has_text(page, "Heading");
            EXPECT_EQ(heading, has_text(page, "aaa") && has_text(page, "bbb")) << before;
        }
    }
}

TEST(Text, ThatIsOnlyAHeadingStaysWithWhatFollows)
{
    for (int before = 5; before < 60; ++before) {
        RenderInput input = bare_input();
        add_result(input, "regions", sales_by_region());
        auto& widgets = input.dashboard.widgets;
        widgets.push_back(text_widget("", lines_of_text(before), {0, 0, 12, 1}));
        widgets.push_back(text_widget("", "# Regions", {0, 1, 12, 1}));
        widgets.push_back(chart("regions", "By region", {.x = "region", .y = {"revenue"}}, {0, 2, 12, 5}));
        const PageList pages = laid_out(input).value();
        for (const Page& page : pages.pages) {
            EXPECT_EQ(has_text(page, "Regions"), has_text(page, "By region")) << before;
        }
    }
}

TEST(Text, BesideOthersIsCutToItsBoxAndSaysSo)
{
    RenderInput input = bare_input();
    input.dashboard.widgets.push_back(text_widget("Left", lines_of_text(100), {0, 0, 6, 4}));
    input.dashboard.widgets.push_back(text_widget("Right", "short", {6, 0, 6, 4}));
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(pages.pages.size(), 1u);
    EXPECT_FALSE(pages.complete);
    EXPECT_TRUE(has_text(pages.pages[0], "…"));
}

TEST(ImageWidget, IsDrawnInItsBoxOrSaysWhyNot)
{
    RenderInput input = bare_input();
    input.dashboard.widgets = {image_widget(kLogoUri, {0, 0, 6, 4}),
                               image_widget("data:image/png;base64,bm90IG9uZQ==", {6, 0, 6, 4})};
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(commands_of<DrawImage>(pages.pages[0].drawing).size(), 1u);
    EXPECT_TRUE(has_text(pages.pages[0], "This image could not be drawn"));
    EXPECT_EQ(pages.failed_widgets, 1);
}

TEST(Paper, A3IsTwiceA4AndItsRowsAreHigher)
{
    RenderInput input = sales_input(3);
    const PageList a4 = laid_out(input).value();
    input.report.paper = Paper::a3;
    const PageList a3 = laid_out(input).value();
    EXPECT_NEAR(a3.pages[0].width, 841.89, 0.01);
    EXPECT_NEAR(a3.pages[0].height, 1190.55, 0.01);
    const auto first_band = [](const PageList& pages) { return pages.outline[2].y - pages.outline[0].y; };
    EXPECT_GT(first_band(a3), 1.1 * first_band(a4)) << "charts grow with the paper";
    EXPECT_NEAR(a3.outline[0].y, a4.outline[0].y, 0.01) << "figures do not";
    input.report.orientation = Orientation::landscape;
    EXPECT_NEAR(laid_out(input)->pages[0].width, 1190.55, 0.01);
}

TEST(Theme, OfADarkPageReachesPaperTextAndCharts)
{
    RenderInput input = sales_input(3);
    input.theme = dark_theme();
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(pages.paper, dark_theme().paper);
    for (const Page& page : pages.pages) {
        for (const DrawText& text : commands_of<DrawText>(page.drawing)) {
            EXPECT_NE(text.style.color, light_theme().ink) << text.text;
        }
    }
}

TEST(Chart, SaysUnderItsPlotThatTheDataEndedEarly)
{
    RenderInput input = bare_input();
    Table table = sales_by_region();
    table.completeness = {5, true, "the query's max_rows of 5"};
    add_result(input, "regions", table);
    input.dashboard.widgets.push_back(
        chart("regions", "By region", {.x = "region", .y = {"revenue"}}, {0, 0, 12, 6}));
    const PageList pages = laid_out(input).value();
    EXPECT_FALSE(pages.complete);
    EXPECT_TRUE(has_text(pages.pages[0], "drawn from the first 5 rows, cut by the query's max_rows of 5"));
}

TEST(WidgetPictures, AreOneForEachWidgetButTablesWithItsWords)
{
    RenderInput input = sales_input(3);
    add_failure(input, "returns", "down");
    const PageList pages = laid_out(input, RendererInput::widget_pictures).value();
    ASSERT_EQ(pages.pages.size(), 8u);
    EXPECT_EQ(pages.failed_widgets, 1);
    for (const Page& page : pages.pages) {
        EXPECT_FALSE(page.widget_id.empty());
        EXPECT_FALSE(page.alt_text.empty()) << page.widget_id;
        EXPECT_FALSE(has_text(page, "Data as of"));
    }
    EXPECT_EQ(pages.pages[0].widget_id, "w_revenue");
    EXPECT_NE(pages.pages[0].alt_text.find("Revenue: € 1.73"), std::string::npos) << pages.pages[0].alt_text;
    EXPECT_TRUE(has_text(pages.pages[2], "could not be drawn"));
    const auto is_bars = [](const Page& page) { return page.widget_id == "w_regions_0_8"; };
    const auto bars = std::ranges::find_if(pages.pages, is_bars);
    ASSERT_NE(bars, pages.pages.end());
    EXPECT_NEAR(bars->width, (720 - 11 * theme::kWidgetGap) / 2 + 5 * theme::kWidgetGap, 0.01);
    EXPECT_EQ(bars->hits.size(), 5u);
}

TEST(WidgetPicture, HasTheSizeItIsAskedForAndReadsNoOtherResult)
{
    RenderInput input = sales_input(30);
    input.results["months"].open = [] {
        ADD_FAILURE() << "nobody asked for the months";
        return Result<std::unique_ptr<BatchReader>>(fail(Error::invalid("query", "not asked for")));
    };
    FixedMeasure measure;
    const PageList pages = lay_out_widget(input, "w_regions_0_8", 480, 300, measure).value();
    ASSERT_EQ(pages.pages.size(), 1u);
    EXPECT_EQ(pages.pages[0].width, 480);
    EXPECT_EQ(pages.pages[0].height, 300);
    EXPECT_EQ(pages.pages[0].widget_id, "w_regions_0_8");
    EXPECT_TRUE(lay_out_widget(input, "w_orders", 480, 300, measure)) << "a table too";
    EXPECT_EQ(lay_out_widget(input, "w_nobody", 480, 300, measure).error().kind, ErrorKind::not_found);
    EXPECT_EQ(lay_out_widget(input, "w_orders", 0, 300, measure).error().field, "width");
    EXPECT_EQ(lay_out_widget(input, "w_orders", 480, 1e9, measure).error().field, "height");
}

} // namespace
} // namespace presstime::stage

// The whole way to the bytes, with the real fonts: what a reader finds in the PDF, and that it is always the
// same. With PRESSTIME_KEEP_OUTPUT=FOLDER the sample dashboards are left there to be looked at.
#include "platform/canvas/canvas.hpp"
#include "stage/layout_samples.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

namespace presstime::stage {
namespace {

using namespace std::chrono_literals;

std::string rendered(const RenderInput& input, const std::string& format)
{
    const RendererPlugin* plugin = find_renderer_plugin(format, "format").value();
    auto pages = lay_out(input, page_setup(input, plugin->needs, 5'000), text_measure_of_this_thread());
    EXPECT_TRUE(pages) << pages.error().message;
    StringSink sink;
    const auto summary = plugin->render(input, *pages, sink, Deadline::after(120s));
    EXPECT_TRUE(summary) << summary.error().message << summary.error().context;
    return sink.text;
}

void keep(const std::string& name, const std::string& bytes)
{
    if (const char* folder = std::getenv("PRESSTIME_KEEP_OUTPUT")) {
        std::filesystem::create_directories(folder);
        std::ofstream(std::filesystem::path(folder) / name, std::ios::binary) << bytes;
    }
}

std::string text_of_pdf(const std::string& bytes)
{
    const auto path =
        std::filesystem::temp_directory_path() / ("layout_files_" + std::to_string(::getpid()) + ".pdf");
    std::ofstream(path, std::ios::binary) << bytes;
    std::FILE* pipe = ::popen(("pdftotext -layout " + path.string() + " -").c_str(), "r");
    std::string out;
    std::array<char, 4096> part{};
    while (const std::size_t got = std::fread(part.data(), 1, part.size(), pipe)) {
        out.append(part.data(), got);
    }
    ::pclose(pipe);
    std::filesystem::remove(path);
    return out;
}

TEST(PdfOfADashboard, IsTheSameBytesTwice)
{
    const std::string bytes = rendered(sales_input(120), "pdf");
    keep("sales.pdf", bytes);
    EXPECT_EQ(bytes, rendered(sales_input(120), "pdf"));
}

TEST(PdfOfADashboard, HoldsItsTableAsTextInOrder)
{
    const std::string text = text_of_pdf(rendered(sales_input(90), "pdf"));
    std::size_t at = 0;
    for (int i = 0; i < 90; ++i) {
        const std::size_t found = text.find("SO-" + std::to_string(104'200 + i), at);
        ASSERT_NE(found, std::string::npos) << "order " << i;
        at = found;
    }
    EXPECT_NE(text.find("東京商事株式会社"), std::string::npos);
    EXPECT_NE(text.find("90 rows"), std::string::npos);
    EXPECT_NE(text.find("Data as of 21 Nov 2026, 09:00 CET"), std::string::npos);
}

TEST(PdfOfADashboard, FitsLetterInLandscape)
{
    RenderInput input = sales_input(60);
    input.report.paper = Paper::letter;
    input.report.orientation = Orientation::landscape;
    const std::string bytes = rendered(input, "pdf");
    keep("sales-letter-landscape.pdf", bytes);
    EXPECT_TRUE(bytes.starts_with("%PDF-1."));
}

TEST(PngOfADashboard, IsOnePictureAndTheSameTwice)
{
    const std::string bytes = rendered(sales_input(300), "png");
    keep("sales.png", bytes);
    EXPECT_TRUE(bytes.starts_with("\x89PNG"));
    EXPECT_EQ(bytes, rendered(sales_input(300), "png"));
}

TEST(PdfOfADashboard, ShowsFailedEmptyAndCutWidgetsInTheirPlaces)
{
    RenderInput input = sales_input(40);
    add_failure(input, "months", "took longer than 30 s; narrow the period or raise timeout_s");
    add_result(input, "regions", table_of({{"region", text_column({})}, {"revenue", real_column({})}}));
    input.dashboard.widgets[2].value = "ratio";
    auto& widgets = input.dashboard.widgets;
    widgets.back().grid = {0, 13, 7, 6};
    Widget other = table_widget("regions", "Regions", {7, 13, 5, 6});
    widgets.push_back(other);
    Widget alone = table_widget("orders", "The first ten orders", {0, 30, 12, 6});
    alone.max_rows = 10;
    widgets.push_back(alone);
    const std::string bytes = rendered(input, "pdf");
    keep("states.pdf", bytes);
    const std::string text = text_of_pdf(bytes);
    EXPECT_NE(text.find("could not be drawn: took longer than 30 s"), std::string::npos) << text;
    EXPECT_NE(text.find("No data for this period"), std::string::npos);
    EXPECT_NE(text.find("cut by the widget's box"), std::string::npos);
    EXPECT_NE(text.find("Showing 10 of 40 rows, cut by the widget's limit"), std::string::npos);
}

TEST(PdfOfADashboard, SetsEveryScriptAndTheLocalesFigures)
{
    RenderInput input = bare_input();
    input.report.locale = "de-DE";
    add_result(
        input, "cities",
        table_of({{"city", text_column({
                               "Zürich",
                               "Αθήνα",
                               "Москва",
                               "القاهرة",
                               "ירושלים",
                               "दिल्ली",
                               "กรุงเทพ",
                               "東京",
                               "서울",
                               "🚀 Cape",
                               "https://example.com/cities?id=11",
                           })},
                  {"people", real_column({1'234'567.5, 12, 3.25, 4, 5, 6, 7, 8, 9, 10, std::nullopt})}}));
    Widget table = table_widget("cities", "Cities of the world", {0, 6, 12, 4});
    table.columns = {{"city", "City", "", TotalKind::count},
                     {"people", "People", "0,0.[00]", TotalKind::sum}};
    Widget note;
    note.id = "w_note";
    note.kind = WidgetKind::text;
    note.grid = {0, 0, 12, 3};
    note.markdown =
        "# On this page\nOne paragraph that is long enough to be broken into lines on any paper, with a "
        "**bold claim that runs on for a while** and a [link](https://example.com) behind it.";
    input.dashboard.widgets = {note, table};
    const std::string bytes = rendered(input, "pdf");
    keep("scripts.pdf", bytes);
    keep("scripts.png", rendered(input, "png"));
    const std::string text = text_of_pdf(bytes);
    for (const char* word : {"Zürich", "Αθήνα", "Москва", "東京", "서울", "1.234.567,5", "11 Zeilen"}) {
        EXPECT_NE(text.find(word), std::string::npos) << word << " in\n" << text;
    }
}

TEST(PdfOfADashboard, CanHoldEachWidgetOnAPageOfItsOwnSize)
{
    RenderInput input = sales_input(5);
    add_failure(input, "returns", "took longer than 30 s; narrow the period or raise timeout_s");
    add_result(input, "days_to_ship", table_of({{"value", real_column({})}}));
    input.dashboard.widgets.push_back(image_widget(kLogoUri, {0, 40, 3, 3}));
    input.dashboard.widgets.push_back(image_widget("data:image/png;base64,bm90IG9uZQ==", {3, 40, 4, 3}));
    const auto pages =
        lay_out(input, page_setup(input, RendererInput::widget_pictures, 100), text_measure_of_this_thread());
    ASSERT_TRUE(pages);
    std::string bytes;
    const auto append = [&](std::string_view part) -> Result<> {
        bytes += part;
        return {};
    };
    ASSERT_TRUE(write_pdf(*pages, input.as_of, append, Deadline::after(60s)));
    keep("pictures.pdf", bytes);
    EXPECT_NE(text_of_pdf(bytes).find("Revenue and cost by month"), std::string::npos);
}

TEST(PdfOfADashboard, FlowsALongTextOverPagesInItsLanguage)
{
    RenderInput input = bare_input();
    input.report.locale = "de-DE";
    input.dashboard.name = "Quartalsbericht";
    input.dashboard.cover = true;
    input.dashboard.contents = true;
    input.late_due_at = at("2026-11-21T06:00:00Z");
    std::string markdown;
    for (int chapter = 1; chapter <= 9; ++chapter) {
        markdown += "# Kapitel " + std::to_string(chapter) + "\n";
        for (int part = 1; part <= 4; ++part) {
            const std::string number = std::to_string(10 * chapter + part);
            markdown +=
                "Absatz" + number +
                " sagt, was war: Der **Umsatz** stieg in allen Regionen, *am "
                "stärksten* im Norden, und die [Rücksendungen](https://example.com) gingen zurück, weil "
                "die Lager früher nachbestellt haben als im Vorjahr um diese Zeit üblich war.\n\n"
                "- Punkt" +
                number + "a der Liste\n- Punkt" + number + "b der Liste\n\n";
        }
    }
    auto& widgets = input.dashboard.widgets;
    widgets.push_back(text_widget("Was geschah", markdown, {0, 0, 12, 4}));
    widgets.push_back(image_widget(kLogoUri, {0, 10, 6, 3}));
    widgets.back().title = "Unser Zeichen";
    widgets.push_back(image_widget("data:image/png;base64,bm90IG9uZQ==", {6, 10, 6, 3}));
    const std::string bytes = rendered(input, "pdf");
    keep("text.pdf", bytes);
    const std::string text = text_of_pdf(bytes);
    std::size_t last = 0;
    for (int chapter = 1; chapter <= 9; ++chapter) {
        for (int part = 1; part <= 4; ++part) {
            const std::size_t found = text.find("Absatz" + std::to_string(10 * chapter + part));
            ASSERT_NE(found, std::string::npos) << chapter << "." << part;
            EXPECT_GT(found, last);
            last = found;
        }
    }
    EXPECT_NE(text.find("Inhalt"), std::string::npos);
    EXPECT_NE(text.find("Verspätet: fällig am 21. Nov. 2026"), std::string::npos);
}

TEST(PdfOfADashboard, HasCoverContentsAndLogoForAClient)
{
    const std::string bytes = rendered(client_input(130), "pdf");
    keep("client.pdf", bytes);
    const std::string text = text_of_pdf(bytes);
    for (const char* words : {"Late: due 21 Nov 2026, 07:00 CET", "Contents", "Every order of the week"}) {
        EXPECT_NE(text.find(words), std::string::npos) << words;
    }
    RenderInput dark = client_input(130);
    const auto logo = dark.theme.logo;
    dark.theme = dark_theme();
    dark.theme.logo = logo;
    dark.report.paper = Paper::a3;
    dark.report.orientation = Orientation::landscape;
    dark.dashboard.cover = false;
    keep("client-dark-a3-landscape.pdf", rendered(dark, "pdf"));
    dark.report.orientation = Orientation::portrait;
    dark.dashboard.contents = false;
    keep("client-dark-a3.pdf", rendered(dark, "pdf"));
    keep("client-dark.png", rendered(dark, "png"));
}

} // namespace
} // namespace presstime::stage

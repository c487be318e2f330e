#include "platform/canvas/canvas.hpp"

#include "platform/canvas/canvas_fixture.hpp"
#include "platform/canvas/dot_layers.hpp"
#include "platform/canvas/font_context.hpp"
#include "platform/canvas/link.hpp"
#include "platform/canvas/missing_glyphs.hpp"
#include "platform/canvas/paper.hpp"
#include "platform/canvas/player.hpp"
#include "platform/canvas/png_encoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>

namespace presstime {
namespace {

using namespace canvas_test;
using namespace std::chrono_literals;

TEST(TextWidth, GivesEveryTabularFigureTheSameWidth)
{
    TextMeasure& measure = text_measure_of_this_thread();
    const double eight = measure.width("88888888", kFigures);
    EXPECT_GT(eight, 20);
    EXPECT_DOUBLE_EQ(measure.width("11111111", kFigures), eight);
    EXPECT_LT(measure.width("11111111", {8}), measure.width("88888888", {8}));
}

TEST(TextWidth, IsTheSameWhetherFiguresAreSetOneByOneOrShaped)
{
    TextMeasure& measure = text_measure_of_this_thread();
    const std::string figures = "1,204.50 % (AV. To) -7";
    // A letter beyond ASCII sends the whole text through the shaper.
    const double shaped = measure.width(figures + "é", kFigures) - measure.width("é", kFigures);
    EXPECT_NEAR(measure.width(figures, kFigures), shaped, 0.01);
}

TEST(TextWidth, GrowsWithSizeInProportion)
{
    TextMeasure& measure = text_measure_of_this_thread();
    EXPECT_NEAR(measure.width("Revenue by month", {18}), 2 * measure.width("Revenue by month", {9}), 0.05);
}

TEST(TextFit, EndsOnAWholeGraphemeThatFits)
{
    TextMeasure& measure = text_measure_of_this_thread();
    const std::string text =
        "Zu\u0308rich \U0001F1E8\U0001F1ED 日本語"; // u + combining diaeresis, a flag of two letters
    for (double room = 0; room < measure.width(text, kProse) + 5; room += 1.5) {
        const std::size_t bytes = measure.fit(text, kProse, room);
        EXPECT_LE(measure.width(text.substr(0, bytes), kProse), room + 0.5);
        EXPECT_NE(bytes, 2u) << "between a letter and its diaeresis";
        EXPECT_NE(bytes, std::string("Zu\u0308rich \U0001F1E8").size()) << "inside a flag";
    }
    EXPECT_EQ(measure.fit(text, kProse, 1000), text.size());
}

TEST(TextFit, SurvivesInvalidBytesAndMegabytes)
{
    TextMeasure& measure = text_measure_of_this_thread();
    EXPECT_GT(measure.width("\xFF\xFE abc \x01\n", kProse), 0);
    EXPECT_LE(measure.fit(std::string(3'000'000, 'x'), kProse, 100), 100u);
    EXPECT_LE(measure.fit("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", kProse, 10), 8u);
}

TEST(Fonts, OfTheFallbackListAreInstalled)
{
    const Result<> fonts = check_fonts();
    EXPECT_TRUE(fonts) << fonts.error().message;
}

TEST(Fonts, OfAnUnknownFamilyAreRefusedInASentenceAndDrawnInInter)
{
    EXPECT_TRUE(check_font_family("Noto Sans"));
    EXPECT_TRUE(check_font_family("inter"));
    EXPECT_EQ(
        check_font_family("No Such Face").error().message,
        "the font \"No Such Face\" is not installed, so Inter is used; install it on the server or choose "
        "another");
    EXPECT_FALSE(check_font_family(""));
    EXPECT_FALSE(check_font_family("Inter, sans-serif"));
    EXPECT_FALSE(check_font_family(std::string(101, 'x')));
    EXPECT_EQ(&text_measure_of_this_thread("No Such Face"), &text_measure_of_this_thread("Inter"));
}

TEST(Fonts, OfAThemeAreMeasuredAndDrawn)
{
    TextMeasure& mono = text_measure_of_this_thread("Noto Sans Mono");
    EXPECT_DOUBLE_EQ(mono.width("iiii", kProse), mono.width("WWWW", kProse));
    PageList pages =
        list_of({DrawText{"Revenue 1,204", {40, 40}, kFigures}, DrawText{"Umsatz", {40, 60}, kProse}});
    pages.font_family = "Noto Sans Mono";
    const std::string fonts = run_tool("pdffonts", "", pdf_of(pages));
    EXPECT_NE(fonts.find("NotoSansMono"), std::string::npos) << fonts;
    EXPECT_EQ(fonts.find("Inter"), std::string::npos) << fonts;
}

TEST(Fonts, OfManyFamiliesAreKeptForAFewOnly)
{
    for (const char* family : {"Noto Sans", "Noto Serif", "Noto Sans Mono", "Noto Sans Hebrew",
                               "Noto Sans Thai", "Inter", "Noto Sans"}) {
        EXPECT_GT(text_measure_of_this_thread(family).width("Revenue", kProse), 10) << family;
    }
}

TEST(MissingGlyphs, AreReportedOnceEachAndInOrder)
{
    const std::string unassigned = "\U0010FFFD\U00030000 ok \U00030000"; // no font has them
    std::string bytes;
    const PageList pages =
        list_of({DrawText{unassigned, {40, 40}, kProse}, DrawText{unassigned, {40, 60}, {12}}});
    const auto report = write_pdf(pages, Instant{}, into(bytes), a_minute());
    EXPECT_EQ(report.value().missing_glyphs, "U+30000, U+10FFFD");
    EXPECT_EQ(write_png(pages.pages.front(), {}, into(bytes), a_minute()).value().missing_glyphs,
              "U+30000, U+10FFFD");
    EXPECT_EQ(write_pdf(list_of({DrawText{"all here: 日本 🎉", {9, 9}, kProse}}), Instant{}, into(bytes),
                        a_minute())
                  .value()
                  .missing_glyphs,
              "");
}

TEST(MissingGlyphs, BeyondTwentyAreCounted)
{
    canvas::MissingGlyphs missing;
    for (char32_t c = 0xE000; c < 0xE017; ++c) {
        missing.insert(c);
    }
    EXPECT_TRUE(canvas::to_text(missing).starts_with("U+E000, U+E001, "));
    EXPECT_TRUE(canvas::to_text(missing).ends_with(", U+E013 and 3 more"));
}

TEST(Pdf, CarriesTitleDateLinkAndCopyableText)
{
    const std::string bytes = pdf_of(
        list_of({DrawText{"1,204.50 日本 Ωмега", {40, 40}, kFigures}, DrawText{"-17 %", {40, 60}, kFigures},
                 DrawText{"site", {40, 80}, kProse, TextAlign::left, 0, 0, "https://example.com/a'b?x=1"}}));
    const std::string text = run_tool("pdftotext", "-", bytes);
    EXPECT_NE(text.find("1,204.50 日本 Ωмега"), std::string::npos) << text;
    EXPECT_NE(text.find("-17 %"), std::string::npos) << text;
    const std::string info = run_tool("TZ=UTC pdfinfo", "", bytes);
    EXPECT_NE(info.find("Sales, Übersicht"), std::string::npos) << info;
    EXPECT_NE(info.find("CreationDate:    Sat Nov 21"), std::string::npos) << info;
    EXPECT_NE(run_tool("pdfinfo -url", "", bytes).find("https://example.com/a%27b?x=1"), std::string::npos);
}

TEST(Pdf, IsTheSameBytesTwiceAndOnAnotherThread)
{
    PageList pages =
        list_of({DrawText{"Ünïcödé 12", {40, 40}, kProse}, Dots{{{50, 50}}, 4, light_theme().accent},
                 FillPolygon{{{0, 100}, {50, 80}, {50, 100}}, light_theme().accent, light_theme().bad}});
    pages.outline.push_back({"Orders", 1, 30});
    const std::string first = pdf_of(pages);
    EXPECT_EQ(first, pdf_of(pages));
    std::string other;
    std::thread([&] { other = pdf_of(pages); }).join();
    EXPECT_EQ(first, other);
}

TEST(Pdf, DrawsNothingForNumbersThatAreNotFinite)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double huge = std::numeric_limits<double>::max();
    pdf_of(list_of(
        {FillRect{{nan, 0, 10, 10}, light_theme().ink}, StrokeRect{{0, 0, huge, 1}, light_theme().ink},
         Polyline{{{0, 0}, {nan, 1}, {5, huge}, {6, 6}, {7, 7}}, light_theme().ink},
         FillPolygon{{{nan, nan}}, light_theme().ink, light_theme().bad},
         FillWedge{{0, 0}, nan, 5, 0, 1, light_theme().ink}, Dots{{{nan, 0}, {1, 1}}, 4, light_theme().ink},
         DrawText{"x", {nan, 0}, kProse}, DrawText{"x", {1, 1}, {nan}}, PushClip{{nan, 0, 1, 1}}, PopClip{},
         PopClip{}, PushClip{}}));
}

TEST(Pdf, ReturnsTheWritersOwnError)
{
    const auto written = write_pdf(
        list_of({DrawText{"x", {40, 40}, kProse}}), Instant{},
        [](std::string_view) -> Result<> { return fail(Error::retry("the disk is full")); },
        Deadline::after(60s));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "the disk is full");
}

TEST(Pdf, StopsWhenTheDeadlineHasPassed)
{
    const auto written = write_pdf(
        list_of({}), Instant{}, [](std::string_view) -> Result<> { return {}; }, Deadline::after(0s));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::give_up);
}

TEST(Png, RefusesAPictureTallerThanCairoCanDraw)
{
    Page page;
    page.height = 40'000;
    const auto written =
        write_png(page, {}, [](std::string_view) -> Result<> { return {}; }, Deadline::after(60s));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, ErrorKind::too_large);
}

TEST(Png, HasTheSizeOfThePageTimesTheScale)
{
    Page page = page_with({FillRect{{0, 0, 30, 30}, light_theme().ink}});
    page.width = 90;
    page.height = 60;
    const Picture picture = read_png(png_of(page, 4.0 / 3));
    EXPECT_EQ(picture.width, 120);
    EXPECT_EQ(picture.height, 80);
    EXPECT_EQ(picture.at(39, 39), 0x1B1F24u);
    EXPECT_EQ(picture.at(40, 40), 0xFFFFFFu);
}

// Everything that a page has, at every height, so that each band begins in the middle of something.
Page a_tall_page(double height)
{
    Page page;
    page.width = 400;
    page.height = height;
    for (double y = 10; y < height; y += 37) {
        page.drawing.push_back(FillRect{{10, y, 40, 90}, light_theme().accent, 6});
        page.drawing.push_back(Polyline{{{60, y}, {120, y + 200}, {180, y - 50}}, light_theme().bad, 3});
        page.drawing.push_back(
            DrawText{"Åßg 日本 🎉", {200, y}, {14}, TextAlign::left, 0, y > 2000 ? 35.0 : 0});
        page.drawing.push_back(FillWedge{{330, y}, 10, 30, 0, 4, light_theme().good});
        page.drawing.push_back(Dots{{{380, y}, {385, y + 9}}, 6, with_alpha(light_theme().ink, 0.4)});
    }
    return page;
}

TEST(Png, DrawnInBandsIsWhatCairoDrawsInOne)
{
    const Page page = a_tall_page(4500);
    const canvas::SurfaceHandle whole(cairo_image_surface_create(CAIRO_FORMAT_RGB24, 800, 9000));
    const canvas::CairoHandle cairo(cairo_create(whole.get()));
    canvas::paint_paper(cairo.get(), canvas::kWhite);
    cairo_scale(cairo.get(), 2, 2);
    canvas::Player player(cairo.get(), canvas::FontContext::of_this_thread(), canvas::Medium::picture);
    ASSERT_TRUE(player.play(page.drawing));
    cairo_surface_flush(whole.get());
    const Picture picture = read_png(png_of(page, 2));
    ASSERT_EQ(picture.width, 800);
    ASSERT_EQ(picture.height, 9000);
    int different = 0;
    for (int y = 0; y < 9000; ++y) {
        const auto* row = reinterpret_cast<const std::uint32_t*>(cairo_image_surface_get_data(whole.get()) +
                                                                 static_cast<std::ptrdiff_t>(y) * 800 * 4);
        for (int x = 0; x < 800; ++x) {
            different += (row[x] & 0xFFFFFF) == picture.at(x, y) ? 0 : 1;
        }
    }
    EXPECT_EQ(different, 0);
}

TEST(Png, KeepsEveryPixelWhetherItIsHeldOrStreamed)
{
    for (const int height : {1, 7, 600, 31'000}) { // the last goes through the stream
        const int width = 800;
        std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
        std::uint32_t seed = 7;
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            seed = seed * 1'664'525 + 1'013'904'223;
            // Flat rows, noisy rows and slopes; the top byte is cairo's and means nothing.
            const std::size_t row = i / width;
            pixels[i] = row % 3 == 0 ? 0xFF2F5FD0 : row % 3 == 1 ? seed : static_cast<std::uint32_t>(i * 257);
        }
        std::string bytes;
        const ByteWriter writer = into(bytes);
        canvas::PngEncoder encoder(width, height, writer);
        ASSERT_TRUE(encoder.begin());
        for (int top = 0; top < height; top += 100) {
            ASSERT_TRUE(encoder.add_rows(reinterpret_cast<const unsigned char*>(
                                             pixels.data() + static_cast<std::ptrdiff_t>(top) * width),
                                         width * 4, std::min(100, height - top)));
        }
        ASSERT_TRUE(encoder.finish());
        const Picture picture = read_png(bytes);
        ASSERT_EQ(picture.pixels.size(), pixels.size());
        EXPECT_TRUE(std::ranges::equal(picture.pixels, pixels, {}, {},
                                       [](std::uint32_t pixel) { return pixel & 0xFFFFFF; }));
    }
}

TEST(Png, IsTheSameBytesTwiceAndPassesOnTheWritersError)
{
    const Page page = a_tall_page(300);
    EXPECT_EQ(png_of(page, 1.5), png_of(page, 1.5));
    int calls = 0;
    const auto written = write_png(
        page, {},
        [&](std::string_view) -> Result<> {
            return ++calls < 4 ? Result<>() : fail(Error::retry("the disk is full"));
        },
        a_minute());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().message, "the disk is full");
}

TEST(Png, OfTextDependsOnNothingThatWasDrawnBefore)
{
    const Page page = page_with({DrawText{"Revenue 1,234", {10.3, 20.7}, kFigures}, PushClip{{0, 20, 24, 20}},
                                 DrawText{"cut by a clip", {10, 34}, kProse}, PopClip{},
                                 DrawText{"turned", {30, 90}, kProse, TextAlign::left, 0, 45}});
    std::string fresh;
    std::thread([&] { fresh = png_of(page, 1.5); }).join();
    for (int i = 0; i < 400; ++i) {
        png_of(page_with({DrawText{"Revenue 1,234", {10, 20 + i * 0.1}, {6 + i * 0.1}}}), 1);
    }
    EXPECT_EQ(png_of(page, 1.5), fresh);
}

TEST(Png, KeepsTextWithinItsClipAndMixesItsColour)
{
    const TextStyle half{40, FontWeight::semibold, with_alpha(rgb(0x000000), 0.5)};
    const Picture picture = read_png(png_of(
        page_with({PushClip{{0, 0, 30, 100}}, DrawText{"IIIIIIIIIIII", {2, 60}, half}, PopClip{}}), 1));
    std::uint32_t darkest = 0xFFFFFF;
    for (int y = 0; y < 100; ++y) {
        EXPECT_EQ(picture.at(31, y), 0xFFFFFFU);
        for (int x = 0; x < 30; ++x) {
            darkest = std::min(darkest, picture.at(x, y));
        }
    }
    EXPECT_EQ(darkest, 0x7F7F7FU);
}

TEST(Dots, OfOneLayerNeverOverlapAndNoneIsLost)
{
    Dots dots{{}, 4, with_alpha(light_theme().accent, 0.5)};
    for (int i = 0; i < 2000; ++i) {
        dots.centers.push_back({(i * 37 % 101) * 0.71, (i * 53 % 97) * 0.83});
    }
    std::size_t kept = 0;
    const auto layers = canvas::dot_layers(dots);
    for (std::size_t l = 0; l + 1 < layers.size(); ++l) { // the last takes the surplus
        for (std::size_t i = 0; i < layers[l].size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                EXPECT_GE(std::hypot(layers[l][i].x - layers[l][k].x, layers[l][i].y - layers[l][k].y), 4);
            }
        }
        kept += layers[l].size();
    }
    EXPECT_EQ(kept + layers.back().size(), 2000u);
    dots.color.a = 255;
    EXPECT_EQ(canvas::dot_layers(dots).size(), 1u);
}

TEST(Dots, DarkenWhereTheyLieOnOneAnother)
{
    Page page = page_with({Dots{{{20, 20}, {20, 20}, {50, 20}}, 10, Color{0, 0, 0, 128}}});
    const Picture picture = read_png(png_of(page, 1));
    EXPECT_EQ(picture.at(50, 20) & 255, 127u);
    EXPECT_NEAR(picture.at(20, 20) & 255, 64, 1);
}

TEST(Paper, StandsBehindEveryPageAndPicture)
{
    PageList pages = list_of({FillRect{{0, 0, 30, 30}, rgb(0xFF0000)}});
    pages.paper = rgb(0x101418);
    const Picture picture = read_png(png_of(pages.pages.front(), picture_style(pages, 1)));
    EXPECT_EQ(picture.at(100, 100), 0x101418u);
    EXPECT_EQ(picture.at(10, 10), 0xFF0000u);
    const std::string page = run_tool("pdftocairo -png -r 72 -singlefile", "- | cat", pdf_of(pages));
    EXPECT_EQ(read_png(page).at(400, 400), 0x101418u);
}

TEST(Link, FollowsOnlyWebAndMail)
{
    EXPECT_EQ(canvas::link_attributes("javascript:alert(1)", 3), "");
    EXPECT_EQ(canvas::link_attributes("file:///etc/passwd", 3), "");
    EXPECT_EQ(canvas::link_attributes("HTTPS://a.b/c d", 3), "uri='HTTPS://a.b/c%20d'");
    EXPECT_EQ(canvas::link_attributes("#3", 3), "dest='page 3'");
    EXPECT_EQ(canvas::link_attributes("#4", 3), "");
    EXPECT_EQ(canvas::link_attributes("#0", 3), "");
    EXPECT_EQ(canvas::link_attributes("#top", 3), "");
}

TEST(LruCache, ForgetsWhatWasUsedLeastRecently)
{
    LruCache<std::string, int> cache(2);
    cache.insert("a", 1);
    cache.insert("b", 2);
    ASSERT_NE(cache.find("a"), nullptr);
    cache.insert("c", 3);
    EXPECT_EQ(cache.find("b"), nullptr);
    EXPECT_EQ(*cache.find("a"), 1);
    EXPECT_EQ(cache.size(), 2u);
    cache.insert("d", 4, 2); // as heavy as all that may be kept
    EXPECT_EQ(cache.find("a"), nullptr);
    EXPECT_EQ(*cache.find("d"), 4);
    cache.insert("e", 5, 100);
    EXPECT_EQ(cache.size(), 1u);
}

} // namespace
} // namespace presstime

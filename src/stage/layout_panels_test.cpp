// Tables wider than their page: what gives way first, and how the columns of a still wider one become panels.
#include "model/theme.hpp"
#include "platform/canvas/canvas.hpp"
#include "platform/text/phrases.hpp"
#include "stage/layout_samples.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace presstime::stage {
namespace {

// Columns k1, k2 ... of texts and integers in turn, the first of them row1, row2 ...
RenderInput wide_input(std::size_t columns, std::int64_t rows)
{
    std::vector<std::string> names, words;
    std::vector<std::int64_t> numbers;
    for (std::int64_t row = 1; row <= rows; ++row) {
        names.push_back("row" + std::to_string(row));
        words.push_back("word number " + std::to_string(row));
        numbers.push_back(1'000'000 + row);
    }
    std::vector<NamedColumn> named;
    for (std::size_t i = 0; i < columns; ++i) {
        const ColumnData data = i == 0       ? text_column({names.begin(), names.end()})
                                : i % 2 == 1 ? text_column({words.begin(), words.end()})
                                             : integer_column(ColumnType::integer, numbers);
        named.push_back({"k" + std::to_string(i + 1), data});
    }
    RenderInput input = bare_input();
    add_result(input, "wide", table_of(std::move(named)));
    input.dashboard.widgets.push_back(table_widget("wide", "Wide"));
    return input;
}

std::multiset<std::string> all_texts(const PageList& pages)
{
    std::multiset<std::string> texts;
    for (const Page& page : pages.pages) {
        for (const std::string& text : texts_of(page.drawing)) {
            texts.insert(text);
        }
    }
    return texts;
}

double smallest_type(const PageList& pages)
{
    double size = 100;
    for (const Page& page : pages.pages) {
        for (const DrawText& text : commands_of<DrawText>(page.drawing)) {
            size = std::min(size, text.style.size);
        }
    }
    return size;
}

// The baselines of the first lines of rows, by the row's name.
std::map<std::string, double> row_places(const Page& page)
{
    std::map<std::string, double> places;
    for (const DrawText& text : commands_of<DrawText>(page.drawing)) {
        if (text.text.starts_with("row") && text.text.find(' ') == std::string::npos) {
            places[text.text] = text.at.y;
        }
    }
    return places;
}

double size_of(const PageList& pages, const std::string& wanted)
{
    for (const DrawText& text : commands_of<DrawText>(pages.pages[0].drawing)) {
        if (text.text == wanted) {
            return text.style.size;
        }
    }
    return 0;
}

TEST(WideTable, IsSetSmallerBeforeItsColumnsPart)
{
    std::vector<double> sizes;
    for (std::size_t columns = 2; columns < 30; ++columns) {
        const PageList pages = laid_out(wide_input(columns, 5)).value();
        if (has_text(pages.pages[0], "columns 1–")) {
            break;
        }
        sizes.push_back(size_of(pages, "row1"));
    }
    EXPECT_TRUE(std::ranges::is_sorted(sizes, std::greater<>()));
    EXPECT_EQ(sizes.front(), theme::kTableCell.size);
    EXPECT_EQ(sizes.back(), theme::kSmallestType);
}

TEST(WideTable, LosesNoColumnAndNoRow)
{
    for (const std::size_t columns : {2, 11, 12, 13, 18, 25, 60, 100}) {
        const PageList pages = laid_out(wide_input(columns, 90)).value();
        EXPECT_TRUE(pages.complete) << columns << ": " << pages.note;
        EXPECT_EQ(pages.rows_shown, 90);
        EXPECT_GE(smallest_type(pages), theme::kSmallestType);
        const auto texts = all_texts(pages);
        for (std::size_t i = 1; i <= columns; ++i) {
            EXPECT_GE(texts.count("k" + std::to_string(i)), 1u) << "column " << i << " of " << columns;
        }
        for (std::int64_t row = 1; row <= 90; ++row) {
            EXPECT_GE(texts.count("row" + std::to_string(row)), 1u);
            EXPECT_EQ(texts.count(count_text(find_locale("en-US"), 1'000'000 + row)), (columns - 1) / 2)
                << "row " << row << " of " << columns << " columns";
        }
    }
}

TEST(WideTable, GoesOverThenDownWithItsKeyOnEveryPanel)
{
    RenderInput input = wide_input(24, 100);
    std::vector<TableColumn> asked;
    for (int i = 1; i <= 24; ++i) {
        asked.push_back({.field = "k" + std::to_string(i)});
    }
    asked[2].total = TotalKind::sum;
    asked[22].total = TotalKind::maximum;
    input.dashboard.widgets[0].columns = asked;
    const PageList pages = laid_out(input).value();
    const std::size_t panels = all_texts(pages).count("row1");
    ASSERT_GE(panels, 2u);
    ASSERT_GE(pages.pages.size(), 2 * panels);
    EXPECT_TRUE(has_text(pages.pages[0], "columns 1–"));
    EXPECT_TRUE(has_text(pages.pages[0], " of 24 · rows 1–"));
    EXPECT_TRUE(has_text(pages.pages[1], "Wide, continued · columns "));
    EXPECT_EQ(row_names(pages.pages[0]), row_names(pages.pages[1])) << "the same rows on the next page";
    const std::vector<std::string> later = row_names(pages.pages[panels]);
    ASSERT_FALSE(later.empty());
    EXPECT_EQ(later.front(), "row" + std::to_string(row_names(pages.pages[0]).size() + 1));
    EXPECT_EQ(row_places(pages.pages[panels]), row_places(pages.pages[panels + 1])) << "side by side";
    const auto texts = all_texts(pages);
    EXPECT_EQ(texts.count("100 rows · Data as of 21 Nov 2026, 09:00 CET"), 1u);
    EXPECT_EQ(texts.count("100,005,050"), 1u);
    EXPECT_EQ(texts.count("1,000,100"), 12u) << "eleven columns of numbers and the greatest of one";
}

TEST(WideTable, OfFewRowsStacksItsPanelsOnOnePage)
{
    const PageList pages = laid_out(wide_input(24, 4)).value();
    ASSERT_EQ(pages.pages.size(), 1u);
    EXPECT_TRUE(has_text(pages.pages[0], "Wide, continued · columns "));
    EXPECT_TRUE(has_text(pages.pages[0], "–24 of 24 · rows 1–4"));
    std::vector<std::string> names = row_names(pages.pages[0]);
    EXPECT_EQ(names.size() % 4, 0u);
    EXPECT_GE(names.size(), 8u);
}

TEST(WideTable, BreaksTheNamesOfColumnsAfterUnderscores)
{
    RenderInput input = bare_input();
    add_result(input, "orders", table_of({{"number_of_the_latest_return", text_column({"1"})}}));
    input.dashboard.widgets.push_back(table_widget("orders", "Orders"));
    input.dashboard.widgets[0].grid.w = 2;
    const Page page = laid_out(input)->pages[0];
    EXPECT_TRUE(has_text(page, "number_of_the_") && has_text(page, "latest_return"));
}

TEST(WideTable, SpeaksTheLanguageOfTheReport)
{
    RenderInput input = wide_input(24, 4);
    input.report.locale = "de-DE";
    EXPECT_TRUE(has_text(laid_out(input)->pages[0], "–24 von 24 · Zeilen 1–4"));
    input.report.locale = "fr-FR";
    EXPECT_TRUE(has_text(laid_out(input)->pages[0], "–24 sur 24 · lignes 1–4"));
}

TEST(WideTable, OfTenThousandColumnsIsBoundedAndSaysSo)
{
    RenderInput input = wide_input(10'000, 3);
    for (const bool named : {false, true}) {
        if (named) {
            for (int i = 1; i <= 10'000; ++i) {
                input.dashboard.widgets[0].columns.push_back({.field = "k" + std::to_string(i)});
            }
        }
        const PageList pages = laid_out(input).value();
        EXPECT_LE(pages.pages.size(), 5u);
        EXPECT_FALSE(pages.complete);
        EXPECT_NE(pages.note.find("of 10,000 columns left out for want of room"), std::string::npos);
        EXPECT_EQ(all_texts(pages).count("row1"), 20u) << "once on each panel";
    }
    input.dashboard.widgets[0].columns.push_back({.field = "nobody"});
    EXPECT_NE(laid_out(input)->note.find("column `nobody` is missing from query `wide`"), std::string::npos);
}

TEST(WideTable, TakesNoMorePagesThanAReportMayHave)
{
    FixedMeasure measure;
    const RenderInput input = wide_input(100, 400);
    const auto pages = lay_out(input, page_setup(input, RendererInput::pages, 24), measure);
    ASSERT_TRUE(pages) << pages.error().message;
    EXPECT_EQ(pages->rows_shown, 400) << "rows come before columns";
    EXPECT_NE(pages->note.find("of 100 columns left out"), std::string::npos) << pages->note;
}

TEST(WideTable, InAPictureOrABoxLeavesOutWhatFindsNoRoomAndSaysSo)
{
    RenderInput input = wide_input(40, 6);
    const PageList tall = laid_out(input, RendererInput::tall_page).value();
    ASSERT_EQ(tall.pages.size(), 1u);
    EXPECT_TRUE(has_text(tall.pages[0], "of 40 columns left out for want of room"));
    EXPECT_EQ(all_texts(tall).count("row1"), 1u);
    EXPECT_FALSE(tall.complete);
    input.dashboard.widgets[0].grid.w = 6;
    input.dashboard.widgets.push_back(text_widget("", "Beside it.", {6, 0, 6, 4}));
    const PageList boxed = laid_out(input).value();
    EXPECT_NE(boxed.note.find("of 40 columns left out for want of room"), std::string::npos);
    EXPECT_EQ(all_texts(boxed).count("row1"), 1u);
}

TEST(WideTable, InANarrowSpanStillShowsAColumnBesideItsKey)
{
    RenderInput input = wide_input(9, 3);
    input.dashboard.widgets[0].grid.w = 1;
    const PageList pages = laid_out(input).value();
    EXPECT_TRUE(pages.complete) << pages.note;
    EXPECT_TRUE(has_text(pages.pages.back(), "column 9 of 9 · rows 1–3"));
    EXPECT_EQ(all_texts(pages).count("k1"), 8u);
}

TEST(WideTable, FindsItsColumnsByPlaceWhereNamesAreNotUnique)
{
    RenderInput input = bare_input();
    add_result(input, "twice", table_of({{"n", text_column({"first"})}, {"n", text_column({"second"})}}));
    input.dashboard.widgets.push_back(table_widget("twice", "Twice"));
    EXPECT_TRUE(has_text(laid_out(input)->pages[0], "second"));
}

// With the real fonts: what was measured at full size holds in smaller type.
TEST(WideTable, BreaksNoShortKeyInSmallType)
{
    const Table narrow = orders(30);
    std::vector<NamedColumn> named;
    for (std::size_t i = 0; i < 18; ++i) {
        const std::size_t kind = i % narrow.columns.size();
        named.push_back({narrow.columns[kind].name + std::to_string(i), narrow.data.columns[kind]});
    }
    RenderInput input = bare_input();
    add_result(input, "wide", table_of(std::move(named)));
    input.dashboard.widgets.push_back(table_widget("wide", "Wide"));
    const auto pages =
        lay_out(input, page_setup(input, RendererInput::pages, 100), text_measure_of_this_thread());
    const auto texts = all_texts(pages.value());
    for (int i = 0; i < 30; ++i) {
        EXPECT_GE(texts.count("SO-" + std::to_string(104'200 + i)), 3u);
    }
}

TEST(EmptyTable, SaysSoAndHowManyRowsThereAre)
{
    RenderInput input = bare_input();
    add_result(input, "none", numbered_table(0));
    input.dashboard.widgets.push_back(table_widget("none", "Orders"));
    for (const RendererInput needs : {RendererInput::pages, RendererInput::tall_page}) {
        const PageList pages = laid_out(input, needs).value();
        for (const char* words : {"Orders", "No data for this period", "0 rows"}) {
            EXPECT_TRUE(has_text(pages.pages[0], words)) << words;
        }
        EXPECT_EQ(pages.empty_widgets, 1);
        EXPECT_TRUE(pages.complete);
    }
    input.dashboard.widgets[0].grid.w = 6;
    input.dashboard.widgets.push_back(text_widget("", "Beside it.", {6, 0, 6, 4}));
    EXPECT_TRUE(has_text(laid_out(input)->pages[0], "0 rows"));
}

} // namespace
} // namespace presstime::stage

// Cells of tables: marks, links, alignment, the words around them, and what those get who do not see the
// page.
#include "model/theme.hpp"
#include "platform/canvas/canvas.hpp"
#include "stage/layout_cells.hpp"
#include "stage/layout_samples.hpp"

#include <algorithm>
#include <limits>

namespace presstime::stage {
namespace {

RenderInput input_with(Table table, std::vector<TableColumn> columns, const char* locale = "en-US")
{
    RenderInput input = bare_input();
    input.report.locale = locale;
    add_result(input, "orders", std::move(table));
    Widget widget = table_widget("orders", "Orders");
    widget.columns = std::move(columns);
    input.dashboard.widgets.push_back(std::move(widget));
    return input;
}

template <typename Command>
std::vector<Command> drawn(const RenderInput& input)
{
    return commands_of<Command>(laid_out(input).value().pages.at(0).drawing);
}

DrawText text_of(const RenderInput& input, const std::string& wanted)
{
    for (const DrawText& text : drawn<DrawText>(input)) {
        if (text.text == wanted) {
            return text;
        }
    }
    ADD_FAILURE() << wanted << " is not there";
    return {};
}

TEST(CellBar, GrowsFromACommonZeroAndIsRightOfNoNumber)
{
    const RenderInput input =
        input_with(table_of({{"name", text_column({"a", "b", "c"})}, {"change", real_column({50, -100, 0})}}),
                   {{.field = "name"}, {.field = "change", .mark = CellMark::bar}});
    std::vector<Box> bars;
    for (const FillRect& rect : drawn<FillRect>(input)) {
        if (rect.color == input.theme.accent) {
            bars.push_back(rect.box);
        }
    }
    ASSERT_EQ(bars.size(), 2u) << "zero has no bar";
    EXPECT_DOUBLE_EQ(bars[0].x, bars[1].right()) << "both begin at zero";
    EXPECT_NEAR(bars[1].w, 2 * bars[0].w, 0.01);
    const DrawText number = text_of(input, "-100");
    EXPECT_LT(bars[0].right(), number.at.x - 4 * number.style.size * 0.5) << "the text stays readable";
}

TEST(CellBar, OfEqualNumbersIsWholeAndOfNoNumbersIsNone)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    RenderInput input = input_with(table_of({{"part", real_column({7, 7, nan})}}),
                                   {{.field = "part", .mark = CellMark::bar}});
    const auto bars = drawn<FillRect>(input);
    ASSERT_EQ(bars.size(), 2u);
    EXPECT_DOUBLE_EQ(bars[0].box.w, bars[1].box.w);
    ColumnData nulls = make_column_data({"", ColumnType::real, 0});
    nulls.append_null();
    EXPECT_TRUE(
        drawn<FillRect>(input_with(table_of({{"part", nulls}}), {{.field = "part", .mark = CellMark::bar}}))
            .empty());
}

TEST(CellDot, HasTheToneOfTheFirstRuleThatHolds)
{
    const std::vector<ToneRule> rules = {{Comparison::less, 0, Tone::bad},
                                         {Comparison::less, 10, Tone::warn},
                                         {Comparison::greater_or_equal, 10, Tone::good}};
    const RenderInput input = input_with(table_of({{"margin", real_column({-1, 5, 10})}}),
                                         {{.field = "margin", .mark = CellMark::dot, .tones = rules}});
    std::vector<Color> colors;
    for (const Dots& dots : drawn<Dots>(input)) {
        colors.push_back(dots.color);
    }
    EXPECT_EQ(colors, (std::vector<Color>{input.theme.bad, input.theme.warn, input.theme.good}));
    EXPECT_EQ(tone_of(rules, std::numeric_limits<double>::quiet_NaN()), std::nullopt);
    EXPECT_EQ(tone_of({{Comparison::equal, 3, Tone::warn}}, 2), std::nullopt);
    EXPECT_EQ(tone_of({{Comparison::greater, 3, Tone::warn}, {Comparison::less_or_equal, 3, Tone::good}}, 3),
              Tone::good);
}

TEST(CellLink, LeadsToTheOtherColumnsAddressAndNowhereElse)
{
    const RenderInput input = input_with(
        table_of(
            {{"order", text_column({"SO-1", "SO-2", "SO-3"})},
             {"total", integer_column(ColumnType::integer, {10, 20, 30})},
             {"url", text_column({"https://shop.example/1", "javascript:alert(1)", "mailto:a@b.example"})}}),
        {{.field = "order", .link = "url"}, {.field = "total", .link = "url"}});
    EXPECT_EQ(text_of(input, "SO-1").link, "https://shop.example/1");
    EXPECT_EQ(text_of(input, "10").link, "https://shop.example/1");
    EXPECT_EQ(text_of(input, "SO-2").link, "");
    EXPECT_EQ(text_of(input, "SO-3").link, "mailto:a@b.example");
    EXPECT_EQ(link_target("HTTPS://x"), "HTTPS://x");
    EXPECT_EQ(link_target("https://"), "");
    EXPECT_EQ(link_target("https://a b"), "");
    EXPECT_EQ(link_target("file:///etc/passwd"), "");
}

TEST(CellLink, ToAColumnThatIsNotThereFailsTheTable)
{
    const RenderInput input =
        input_with(table_of({{"order", text_column({"SO-1"})}}), {{.field = "order", .link = "url"}});
    const PageList pages = laid_out(input).value();
    EXPECT_EQ(pages.failed_widgets, 1);
    EXPECT_NE(pages.note.find("column `url` is missing from query `orders`"), std::string::npos);
}

TEST(CellLines, AreAsManyAsTheColumnMayHave)
{
    std::string prose;
    for (int i = 0; i < 200; ++i) {
        prose += "word ";
    }
    const auto lines_at = [&](int lines) {
        const RenderInput input =
            input_with(table_of({{"note", text_column({prose})}}), {{.field = "note", .lines = lines}});
        return std::ranges::count_if(drawn<DrawText>(input),
                                     [](const DrawText& text) { return text.text.starts_with("word"); });
    };
    EXPECT_EQ(lines_at(1), 1);
    EXPECT_EQ(lines_at(2), 2);
    EXPECT_GT(lines_at(20), 4);
}

TEST(Cells, OfRightToLeftScriptsStandAtTheRight)
{
    EXPECT_EQ(
        text_of(input_with(table_of({{"name", text_column({"مرحبا", "שלום", "x"})}}), {}), "مرحبا").align,
        TextAlign::right);
    EXPECT_EQ(
        text_of(input_with(table_of({{"name", text_column({"Łódź", "東京", "שלום"})}}), {}), "שלום").align,
        TextAlign::left);
    EXPECT_EQ(text_of(input_with(table_of({{"name", text_column({"12", "\xFF\xFE"})}}), {}), "12").align,
              TextAlign::left);
}

TEST(Cells, OfNumbersStandOnOneDecimalMarkInEveryLocale)
{
    for (const char* locale : {"en-US", "de-DE", "fr-FR", "de-CH"}) {
        const RenderInput input = input_with(table_of({{"part", real_column({1.5, 1234.25, -0.125})}}),
                                             {{.field = "part", .format = "0,0.[000]"}}, locale);
        FixedMeasure measure;
        const Locale& words = find_locale(locale);
        std::vector<double> marks;
        for (const DrawText& text : drawn<DrawText>(input)) {
            const std::size_t point = text.text.rfind(words.decimal);
            if (text.style.size == theme::kTableCell.size && point != std::string::npos) {
                marks.push_back(text.at.x - measure.width(text.text.substr(point), text.style));
            }
        }
        ASSERT_EQ(marks.size(), 3u) << locale;
        for (std::size_t i = 1; i < marks.size(); ++i) {
            EXPECT_NEAR(marks[i], marks[0], 0.01) << locale;
        }
    }
}

// With the real fonts: what is measured by its shape is as wide as it is drawn.
TEST(NumberRuler, AgreesWithTheFiguresAsTheyAreSet)
{
    TextMeasure& measure = text_measure_of_this_thread();
    const TextStyle style = cell_style(light_theme());
    for (const char* tag : {"en-US", "de-DE", "fr-FR", "de-CH"}) {
        const Locale& locale = find_locale(tag);
        NumberRuler ruler(locale, style, measure);
        for (const double value : {1'111'111.11, -7'417'171.7, 0.04, 98'765'432.1}) {
            for (const char* pattern : {"0,0.00", "€ 0.00a", "0,0.0 %", "+0"}) {
                const std::string text = format_number(value, pattern, tag);
                EXPECT_NEAR(ruler.extent(text).width, measure.width(text, style), 0.01) << text;
            }
        }
        const std::string number = format_number(1.5, "0.0 %", tag);
        EXPECT_NEAR(ruler.extent(number).after_point,
                    measure.width(number.substr(number.find(locale.decimal)), style), 0.01);
    }
}

TEST(Table, SpeaksTheLanguageOfTheReport)
{
    RenderInput input = input_with(numbered_table(1'300), {}, "de-DE");
    const PageList pages = laid_out(input).value();
    EXPECT_TRUE(has_text(pages.pages[1], "Orders, Fortsetzung"));
    EXPECT_TRUE(has_text(pages.pages.back(), "1.300 Zeilen"));
    input.dashboard.widgets[0].columns = {{.field = "name"}, {.field = "number", .total = TotalKind::sum}};
    input.dashboard.widgets[0].max_rows = 5;
    const PageList cut = laid_out(input).value();
    EXPECT_TRUE(has_text(cut.pages[0], "5 von 1.300 Zeilen gezeigt, begrenzt durch das Limit des Widgets"));
    EXPECT_TRUE(has_text(cut.pages[0], "Gesamt über 1.300 Zeilen"));
    EXPECT_EQ(cut.note, "Orders: 5 von 1.300 Zeilen gezeigt, begrenzt durch das Limit des Widgets");
}

TEST(Table, IsBuiltOfRowsAndCellsUpToABound)
{
    const auto tags_in = [](const PageList& pages, Tag tag) {
        std::int64_t found = 0;
        for (const Page& page : pages.pages) {
            int open = 0;
            for (const DrawCommand& command : page.drawing) {
                if (const auto* begun = std::get_if<BeginTag>(&command)) {
                    found += begun->tag == tag ? 1 : 0;
                    ++open;
                } else if (std::holds_alternative<EndTag>(command)) {
                    --open;
                }
                EXPECT_GE(open, 0);
            }
            EXPECT_EQ(open, 0) << "what begins on a page ends on it";
        }
        return found;
    };
    const PageList small = laid_out(input_with(numbered_table(3), {})).value();
    EXPECT_EQ(tags_in(small, Tag::table), 1);
    EXPECT_EQ(tags_in(small, Tag::table_row), 4);
    EXPECT_EQ(tags_in(small, Tag::table_header), 2);
    EXPECT_EQ(tags_in(small, Tag::table_cell), 6);
    const PageList large = laid_out(input_with(numbered_table(15'000), {})).value();
    EXPECT_EQ(tags_in(large, Tag::table), static_cast<std::int64_t>(large.pages.size()));
    EXPECT_LE(tags_in(large, Tag::table_cell) + tags_in(large, Tag::table_header), kMaxTaggedCells);
    EXPECT_GT(tags_in(large, Tag::table_cell), kMaxTaggedCells - 500);
}

TEST(Table, OfNothingButNullsAndOfNoRowsIsStillATable)
{
    ColumnData nulls = make_column_data({"", ColumnType::decimal, 2});
    ColumnData names = make_column_data({"", ColumnType::text, 0});
    for (int i = 0; i < 3; ++i) {
        nulls.append_null();
        names.append_null();
    }
    const PageList pages =
        laid_out(input_with(table_of({{"name", names}, {"total", nulls}}),
                            {{.field = "name"}, {.field = "total", .total = TotalKind::sum}}))
            .value();
    EXPECT_TRUE(has_text(pages.pages[0], "3 rows"));
    EXPECT_TRUE(pages.complete);
    EXPECT_EQ(laid_out(input_with(numbered_table(0), {})).value().empty_widgets, 1);
}

TEST(Table, IsDrawnInTheColoursOfItsTheme)
{
    RenderInput input = input_with(numbered_table(2), {});
    input.theme = dark_theme();
    EXPECT_EQ(text_of(input, "row1").style.color, dark_theme().ink);
    EXPECT_EQ(text_of(input, "2 rows · Data as of 21 Nov 2026, 09:00 CET").style.color,
              dark_theme().secondary);
    input.dashboard.widgets[0].max_rows = 1;
    EXPECT_EQ(
        text_of(input, "Showing 1 of 2 rows, cut by the widget's limit · Data as of 21 Nov 2026, 09:00 CET")
            .style.color,
        dark_theme().warn);
}

TEST(Table, OnATallPageShowsWhatFitsHoweverTallItsRowsAre)
{
    const std::string prose(1'500, 'x');
    RenderInput input = input_with(table_of({{"note", text_column(std::vector<std::string>(150, prose))}}),
                                   {{.field = "note", .lines = 20}});
    const PageList pages = laid_out(input, RendererInput::tall_page).value();
    ASSERT_EQ(pages.pages.size(), 1u);
    EXPECT_LE(pages.pages[0].height * 1.5, 32'000);
    EXPECT_GT(pages.rows_shown, 50);
    for (const DrawText& text : commands_of<DrawText>(pages.pages[0].drawing)) {
        EXPECT_LT(text.at.y, pages.pages[0].height);
    }
}

} // namespace
} // namespace presstime::stage

// KPI cards: what the figure, its change and its past look like when they are large, missing or elsewhere.
#include "model/theme.hpp"
#include "stage/layout_samples.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

RenderInput input_with(const ColumnData& values, const std::string& format = "0,0")
{
    RenderInput input = bare_input();
    add_result(input, "revenue", table_of({{"value", values}}));
    input.dashboard.widgets.push_back(kpi("revenue", "Revenue", format, 0));
    return input;
}

Drawing card(const RenderInput& input)
{
    return laid_out(input).value().pages.at(0).drawing;
}

bool shows(const Drawing& drawing, const std::string& wanted)
{
    const auto texts = texts_of(drawing);
    return std::ranges::find(texts, wanted) != texts.end();
}

TEST(Kpi, ShrinksALargeValueAndThenShortensIt)
{
    const double widest = 400;
    for (const double value : {1e3, 1e9, 1.23456789e14, -8.7e17}) {
        RenderInput input = input_with(real_column({value}), "0,0.00");
        FixedMeasure measure;
        for (const DrawText& text : commands_of<DrawText>(card(input))) {
            if (text.at.x < 60 && text.text.find_first_of("123456789") != std::string::npos) {
                EXPECT_LE(measure.width(text.text, text.style), text.max_width > 0 ? text.max_width : widest)
                    << text.text << " is whole";
            }
        }
    }
    EXPECT_TRUE(shows(card(input_with(real_column({1.23456789e14}), "€ 0,0.00")), "€ 123.5\u00A0T"));
}

TEST(Kpi, ShowsADashForNull)
{
    ColumnData null = make_column_data({"", ColumnType::real, 0});
    null.append_null();
    EXPECT_TRUE(shows(card(input_with(null)), "–"));
}

TEST(Kpi, KeepsItsTitleInsideItsCardWhenThereIsNoData)
{
    const Drawing drawing = card(input_with(real_column({})));
    ASSERT_TRUE(shows(drawing, "Revenue") && shows(drawing, "No data for this period"));
    const Box frame = commands_of<StrokeRect>(drawing).at(0).box;
    for (const DrawText& text : commands_of<DrawText>(drawing)) {
        if (text.text == "Revenue") {
            EXPECT_GT(text.at.x, frame.x + 4);
            EXPECT_GT(text.at.y, frame.y + 4);
        }
    }
}

TEST(Kpi, NamesTheComparisonInTheLanguageOfTheReport)
{
    RenderInput input = input_with(real_column({110, 100}));
    EXPECT_TRUE(shows(card(input), "vs previous"));
    input.report.locale = "de-DE";
    EXPECT_TRUE(shows(card(input), "ggü. Vorperiode"));
    EXPECT_TRUE(shows(card(input), "+10,0 %"));
    input.dashboard.widgets[0].compare_label = "Vorjahr";
    EXPECT_TRUE(shows(card(input), "ggü. Vorjahr"));
}

TEST(Kpi, DrawsThePastOldestFirst)
{
    RenderInput input = input_with(real_column({9, 4, 1}));
    const auto heights = [&] {
        const auto lines = commands_of<Polyline>(card(input));
        const auto line =
            std::ranges::find_if(lines, [&](const Polyline& one) { return one.color == input.theme.accent; });
        std::vector<double> ys;
        for (const Point& point : line == lines.end() ? std::vector<Point>{} : line->points) {
            ys.push_back(point.y);
        }
        return ys;
    };
    EXPECT_TRUE(heights().empty()) << "three rows are a comparison, not a past, unless one asks";
    input.dashboard.widgets[0].sparkline = "value";
    const auto own = heights();
    ASSERT_GE(own.size(), 3u);
    EXPECT_GT(own.front(), own.back()) << "its own rows come newest first";
    add_result(input, "months", table_of({{"total", real_column({9, 4, 1})}}));
    input.dashboard.widgets[0].sparkline = "total";
    input.dashboard.widgets[0].sparkline_query = "months";
    const auto other = heights();
    ASSERT_GE(other.size(), 3u);
    EXPECT_LT(other.front(), other.back()) << "another query's rows stand as they come";
}

TEST(Kpi, StandsWithoutItsLineWhenOnlyThatFailed)
{
    RenderInput input = input_with(real_column({9}));
    input.dashboard.widgets[0].sparkline = "total";
    input.dashboard.widgets[0].sparkline_query = "months";
    add_failure(input, "months", "took longer than 30 s");
    const PageList pages = laid_out(input).value();
    EXPECT_TRUE(has_text(pages.pages[0], "9"));
    EXPECT_EQ(pages.failed_widgets, 0);
    EXPECT_FALSE(pages.complete);
    EXPECT_NE(pages.note.find("Revenue: took longer than 30 s"), std::string::npos) << pages.note;
    add_result(input, "months", table_of({{"value", real_column({1})}}));
    EXPECT_NE(laid_out(input)->note.find("column `total` is missing from query `months`"), std::string::npos);
}

TEST(Kpi, SaysAHugeChangeWithoutDecimals)
{
    EXPECT_TRUE(shows(card(input_with(real_column({500, 2}))), "+24,900 %"));
    EXPECT_TRUE(shows(card(input_with(real_column({1e12, 2}))), "+50\u00A0T %"));
    EXPECT_TRUE(shows(card(input_with(real_column({5, 0}))), "+5")) << "nothing grows from zero by percent";
}

} // namespace
} // namespace presstime::stage

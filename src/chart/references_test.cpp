#include "chart/chart_fixture.hpp"

#include "model/theme.hpp"

namespace presstime {
namespace {

Table values()
{
    return table_of({{"name", text_column({"a", "b", "c", "d"})}, {"value", real_column({10, 20, 30, 60})}});
}

std::vector<Polyline> dashed_lines(const Drawing& drawing)
{
    std::vector<Polyline> lines = commands_of<Polyline>(drawing);
    std::erase_if(lines, [](const Polyline& line) { return line.dash.empty(); });
    return lines;
}

ChartResult with(std::vector<Reference> references, Mark mark = Mark::bar)
{
    ChartSpec spec{.mark = mark, .x = "name", .y = {"value"}, .references = std::move(references)};
    auto result = draw(spec, values());
    EXPECT_TRUE(result);
    return std::move(*result);
}

bool says(const ChartResult& result, const std::string& wanted)
{
    auto texts = texts_of(result.drawing);
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

TEST(References, AreLinesInTheColourOfTheirTone)
{
    for (Mark mark : {Mark::bar, Mark::line, Mark::area}) {
        auto result = with({{.value = 40, .label = "Target", .tone = Tone::good}}, mark);
        auto lines = dashed_lines(result.drawing);
        ASSERT_EQ(lines.size(), 1u);
        EXPECT_EQ(lines[0].color, light_theme().good);
        EXPECT_EQ(lines[0].points[0].y, lines[0].points[1].y);
        EXPECT_TRUE(says(result, "Target"));
    }
}

TEST(References, GrowTheAxisUntilTheyAreSeen)
{
    auto result = with({{.value = 90}});
    EXPECT_TRUE(says(result, "100"));
    EXPECT_EQ(dashed_lines(result.drawing).size(), 1u);
    EXPECT_TRUE(says(with({{.value = -20}}), "-20"));
}

TEST(References, TakeStatisticsOfTheDrawnValues)
{
    EXPECT_TRUE(says(with({{.statistic = ReferenceStatistic::average}}), "Average 30"));
    EXPECT_TRUE(says(with({{.statistic = ReferenceStatistic::median}}), "Median 25"));
    EXPECT_TRUE(says(with({{.statistic = ReferenceStatistic::maximum}}), "Maximum 60"));
    EXPECT_TRUE(says(with({{.statistic = ReferenceStatistic::minimum, .label = "Least"}}), "Least"));
}

TEST(References, TakeTheSumsOfStacks)
{
    ChartSpec spec{.x = "name",
                   .y = {"value", "more"},
                   .references = {{.statistic = ReferenceStatistic::maximum}},
                   .stack = StackMode::stacked};
    auto result = draw(spec, table_of({{"name", text_column({"a", "b"})},
                                       {"value", real_column({10, 20})},
                                       {"more", real_column({1, 2})}}));
    ASSERT_TRUE(result);
    EXPECT_TRUE(says(*result, "Maximum 22"));
}

TEST(References, FillBandsBehindTheMarks)
{
    auto result = with({{.from = 10., .to = 20., .label = "Usual"}});
    EXPECT_TRUE(dashed_lines(result.drawing).empty());
    auto fills = commands_of<FillRect>(result.drawing);
    ASSERT_FALSE(fills.empty());
    EXPECT_LT(fills[0].color.a, 60) << "the first fill is the band, a light one";
    EXPECT_GT(fills[0].box.w, 150);
}

TEST(References, StandOnACategoryOrADate)
{
    auto lines = dashed_lines(with({{.axis = ReferenceAxis::x, .at = "b"}}).drawing);
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].points[0].x, lines[0].points[1].x);
    ChartSpec spec{.mark = Mark::line,
                   .x = "day",
                   .y = {"value"},
                   .references = {{.axis = ReferenceAxis::x, .at = "2026-03-16", .label = "Launch"}}};
    auto table =
        table_of({{"day", text_column({"2026-03-01", "2026-03-31"})}, {"value", real_column({1, 2})}});
    auto result = draw(spec, table);
    ASSERT_TRUE(result);
    lines = dashed_lines(result->drawing);
    ASSERT_EQ(lines.size(), 1u);
    auto data = commands_of<Polyline>(result->drawing);
    auto path = std::find_if(data.begin(), data.end(),
                             [](const Polyline& line) { return line.color == light_theme().categorical[0]; });
    ASSERT_NE(path, data.end());
    EXPECT_NEAR(lines[0].points[0].x, (path->points[0].x + path->points[1].x) / 2, 0.01);
}

TEST(References, WithoutAPlaceAreSaidSo)
{
    auto result = with({{.axis = ReferenceAxis::x, .at = "nobody", .label = "Gone"}});
    EXPECT_EQ(result.note, "The reference line “Gone” has no place on this chart.");
    EXPECT_TRUE(dashed_lines(result.drawing).empty());
    EXPECT_FALSE(with({{.axis = ReferenceAxis::y2, .statistic = ReferenceStatistic::average}}).note.empty())
        << "no second measure, no average of it";
}

TEST(References, AtZeroAndBelowHaveNoPlaceOnALogarithmicAxis)
{
    const Table table = table_of({{"x", real_column({1, 2})}, {"y", real_column({10, 1'000})}});
    for (Mark mark : {Mark::scatter, Mark::line})
        for (double value : {0.0, -5.0, -1e149}) {
            const ChartSpec spec{.mark = mark,
                                 .x = "x",
                                 .y = {"y"},
                                 .y_scale = ScaleKind::log,
                                 .references = {{.value = value, .label = "Floor"}}};
            const auto result = draw(spec, table);
            ASSERT_TRUE(result);
            EXPECT_TRUE(dashed_lines(result->drawing).empty());
            EXPECT_NE(result->note.find("“Floor” has no place"), std::string::npos) << result->note;
        }
}

TEST(LogarithmicAxis, BearsNumbersNextToNothing)
{
    for (Mark mark : {Mark::scatter, Mark::line, Mark::bubble}) {
        const ChartSpec spec{.mark = mark, .x = "x", .y = {"y"}, .size = "x", .y_scale = ScaleKind::log};
        const Table table = table_of({{"x", real_column({1, 2})}, {"y", real_column({1e-310, 5e-324})}});
        EXPECT_TRUE(draw(spec, table));
    }
}

TEST(References, AreNoMoreThanAPictureBears)
{
    auto result = with(std::vector<Reference>(500, Reference{.value = 12, .label = "Again"}));
    EXPECT_LE(dashed_lines(result.drawing).size(), 20u);
}

} // namespace
} // namespace presstime

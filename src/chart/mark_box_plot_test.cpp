#include "chart/chart_fixture.hpp"

namespace presstime {
namespace {

struct Row {
    std::string group;
    std::optional<double> value;
};

Table rows_of(const std::vector<Row>& rows)
{
    Texts groups;
    Reals values;
    for (const Row& row : rows) {
        groups.push_back(row.group);
        values.push_back(row.value);
    }
    return table_of({{"group", text_column(groups)}, {"hours", real_column(values)}});
}

Table eight_and_five()
{
    std::vector<Row> rows;
    for (double value : {14.0, 10.0, 12.0, 40.0, 11.0, 13.0, -9.0, 12.5})
        rows.push_back({"North", value});
    for (double value : {20.0, 22.0, 24.0, 26.0, 28.0})
        rows.push_back({"South", value});
    return rows_of(rows);
}

ChartSpec box_spec()
{
    return {.mark = Mark::box_plot, .x = "group", .y = {"hours"}};
}

ChartResult drawn(const ChartSpec& spec, const Table& table, Box box = kTestBox)
{
    auto result = draw(spec, table, "Title", box);
    EXPECT_TRUE(result) << result.error().message;
    return std::move(*result);
}

// The outlines of the boxes.
std::vector<StrokeRect> boxes_of(const ChartResult& result)
{
    return commands_of<StrokeRect>(result.drawing);
}

TEST(BoxPlot, DrawsABoxAGroupAndADotAnOutlier)
{
    ChartResult result = drawn(box_spec(), eight_and_five());
    auto boxes = boxes_of(result);
    ASSERT_EQ(boxes.size(), 2u);
    EXPECT_LT(boxes[0].box.x, boxes[1].box.x);
    EXPECT_GT(boxes[0].box.y, boxes[1].box.bottom()) << "South lies higher";
    EXPECT_NEAR(boxes[1].box.h / boxes[0].box.h, 4.0 / 2.5, 1e-6) << "interquartile ranges";
    auto dots = commands_of<Dots>(result.drawing);
    ASSERT_EQ(dots.size(), 1u);
    EXPECT_EQ(dots[0].centers.size(), 2u);
}

TEST(BoxPlot, SaysTheNumbersWithHowManyThereAre)
{
    ChartResult result = drawn(box_spec(), eight_and_five());
    EXPECT_EQ(
        result.alt_text,
        "Box plot “Title”: hours by group. 13 values in 2 groups: North median 12.25, quartiles 10.75 – "
        "13.25, range -9 – 40 (n = 8, 2 outliers); South median 24, quartiles 22 – 26, range 20 – 28 "
        "(n = 5).");
    ASSERT_EQ(result.hits.size(), 4u) << "two boxes, two outliers";
    EXPECT_EQ(result.hits[0].category, "North");
    EXPECT_EQ(result.hits[1].value, "-9");
}

TEST(BoxPlot, ShowsASingleValueAsALine)
{
    ChartResult result = drawn(box_spec(), rows_of({{"a", 5}, {"b", 7}, {"b", std::nullopt}, {"c", {}}}));
    EXPECT_TRUE(boxes_of(result).empty());
    auto lines = commands_of<Polyline>(result.drawing);
    EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                            [](const Polyline& line) { return line.color == light_theme().categorical[0]; }),
              2);
    EXPECT_NE(result.alt_text.find("a 5 (n = 1)"), std::string::npos) << result.alt_text;
    auto texts = texts_of(result.drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "c"), 1) << "an empty group keeps its place";
}

TEST(BoxPlot, StandsSeriesSideBySide)
{
    Texts groups, years;
    Reals values;
    for (int i = 0; i < 40; ++i) {
        groups.push_back(i % 2 == 0 ? "a" : "b");
        years.push_back(i < 20 ? "2025" : "2026");
        values.push_back(i % 7);
    }
    ChartSpec spec = box_spec();
    spec.series = "year";
    auto boxes = boxes_of(drawn(spec, table_of({{"group", text_column(groups)},
                                                {"year", text_column(years)},
                                                {"hours", real_column(values)}})));
    ASSERT_EQ(boxes.size(), 4u);
    EXPECT_LT(boxes[0].box.right(), boxes[1].box.x);
    EXPECT_EQ(boxes[0].color, light_theme().categorical[0]);
    EXPECT_EQ(boxes[1].color, light_theme().categorical[1]);
}

TEST(BoxPlot, LiesDownWhenAskedOrWhenNamesDoNotFit)
{
    ChartSpec spec = box_spec();
    spec.horizontal = true;
    auto boxes = boxes_of(drawn(spec, eight_and_five()));
    EXPECT_LT(boxes[0].box.right(), boxes[1].box.x) << "South lies further right";
    EXPECT_LT(boxes[0].box.bottom(), boxes[1].box.y);
    std::vector<Row> rows;
    for (int i = 0; i < 48; ++i)
        rows.push_back({"A group with quite a long name " + std::to_string(i % 8), i % 9});
    boxes = boxes_of(drawn(box_spec(), rows_of(rows)));
    EXPECT_LT(boxes[0].box.bottom(), boxes[1].box.y);
}

TEST(BoxPlot, LeavesOutWhatALogarithmHasNoPlaceForAndSaysSo)
{
    ChartSpec spec = box_spec();
    spec.y_scale = ScaleKind::log;
    ChartResult result = drawn(spec, rows_of({{"a", 1}, {"a", 10}, {"a", 100}, {"a", 0}, {"a", -5}}));
    EXPECT_NE(result.alt_text.find("median 10"), std::string::npos) << result.alt_text;
    EXPECT_NE(result.alt_text.find("n = 3"), std::string::npos);
    EXPECT_NE(result.note.find("2 "), std::string::npos) << result.note;
    EXPECT_FALSE(drawn(spec, rows_of({{"a", -1}, {"a", -2}})).empty) << "nothing above zero: linear";
}

TEST(BoxPlot, CountsValuesBeyondTheEndsGiven)
{
    ChartSpec spec = box_spec();
    spec.y_min = 0;
    spec.y_max = 30;
    ChartResult result = drawn(spec, eight_and_five());
    EXPECT_TRUE(commands_of<Dots>(result.drawing).empty());
    EXPECT_NE(result.note.find("2 "), std::string::npos) << result.note;
}

TEST(BoxPlot, KeepsThePlaceOfAMonthWithoutValues)
{
    ChartResult result =
        drawn(box_spec(), rows_of({{"2026-01-01", 1}, {"2026-02-01", 2}, {"2026-04-01", 4}}));
    auto texts = texts_of(result.drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "Mar"), 1);
    EXPECT_EQ(result.hits.size(), 3u);
}

TEST(BoxPlot, MergesManyOutliersAndSaysSo)
{
    std::vector<Row> rows;
    for (int i = 0; i < 20'000; ++i)
        rows.push_back({"a", i % 10 == 0 ? 100.0 + i : 10 + i % 3});
    ChartResult result = drawn(box_spec(), rows_of(rows));
    std::size_t dots = commands_of<Dots>(result.drawing).at(0).centers.size();
    EXPECT_GT(dots, 20u);
    EXPECT_LT(dots, 150u);
    EXPECT_NE(result.note.find("2,000 outliers are drawn as"), std::string::npos) << result.note;
}

TEST(BoxPlot, ShowsOfTooManyGroupsTheFullestAndSaysSo)
{
    std::vector<Row> rows;
    for (int i = 0; i < 1000; ++i)
        for (int k = 0; k <= i % 5; ++k)
            rows.push_back({"g" + std::to_string(i), i + k});
    ChartResult result = drawn(box_spec(), rows_of(rows));
    EXPECT_NE(result.note.find("of 1,000 places are shown"), std::string::npos) << result.note;
    EXPECT_LT(result.drawing.size(), 1000u);
}

TEST(BoxPlot, WritesMediansWhenAskedFor)
{
    ChartSpec spec = box_spec();
    spec.labels = LabelMode::on;
    auto texts = texts_of(drawn(spec, eight_and_five()).drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "12.25"), 1);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "24"), 1);
}

TEST(BoxPlot, KeepsItsPicture)
{
    ChartResult result = drawn(box_spec(), eight_and_five());
    expect_golden("chart_box_plot",
                  "alt: " + result.alt_text + "\nnote: " + result.note + "\n" + to_dump(result.drawing));
}

} // namespace
} // namespace presstime

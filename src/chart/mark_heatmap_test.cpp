#include "chart/chart_fixture.hpp"
#include "chart/color_ramp.hpp"
#include "model/contrast.hpp"

namespace presstime {
namespace {

ChartSpec heatmap()
{
    return {.mark = Mark::heatmap, .x = "hour", .y = {"visits"}, .series = "weekday"};
}

// Hours by weekdays, with two holes.
Table week(int hours, double least = 0)
{
    static const char* kDays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    std::vector<std::int64_t> hour;
    Texts day;
    Reals visits;
    for (int row = 0; row < 7; ++row)
        for (int column = 0; column < hours; ++column) {
            hour.push_back(column);
            day.emplace_back(kDays[row]);
            visits.push_back(least + row * hours + column);
        }
    visits[1] = std::nullopt;
    visits[9] = std::numeric_limits<double>::quiet_NaN();
    return table_of({{"hour", integer_column(ColumnType::integer, hour)},
                     {"weekday", text_column(day)},
                     {"visits", real_column(visits)}});
}

std::vector<FillRect> cells_of(const ChartResult& result)
{
    std::vector<FillRect> cells;
    for (const FillRect& rect : commands_of<FillRect>(result.drawing))
        for (const Hit& hit : result.hits)
            if (std::abs(rect.box.x - hit.box.x) + std::abs(rect.box.y - hit.box.y) +
                    std::abs(rect.box.w - hit.box.w) <
                0.001)
                cells.push_back(rect);
    return cells;
}

TEST(Heatmap, DrawsACellPerNumberAndAHairlineWhereThereIsNone)
{
    auto result = draw(heatmap(), week(24), "Visits", {0, 0, 520, 300});
    ASSERT_TRUE(result);
    EXPECT_EQ(cells_of(*result).size(), 7U * 24 - 2);
    EXPECT_EQ(commands_of<StrokeRect>(result->drawing).size(), 2U);
    EXPECT_EQ(result->hits.size(), 7U * 24 - 2);
    EXPECT_EQ(result->hits[0].series, "Mon");
    EXPECT_EQ(result->hits[0].category, "0");
    EXPECT_EQ(result->alt_text,
              "Heatmap “Visits”: visits by hour. 24 columns by 7 rows, highest 167 (Sun, 23), "
              "lowest 0 (Mon, 0); 2 cells are empty.");
}

TEST(Heatmap, WritesItsNumbersInAllCellsOrInNone)
{
    auto count_of = [](const Result<ChartResult>& result, const std::string& text) {
        auto texts = texts_of(result->drawing);
        return std::count(texts.begin(), texts.end(), text);
    };
    auto wide = draw(heatmap(), week(24), "", {0, 0, 600, 300});
    auto narrow = draw(heatmap(), week(24), "", {0, 0, 300, 300});
    ChartSpec spec = heatmap();
    spec.labels = LabelMode::off;
    auto off = draw(spec, week(24), "", {0, 0, 600, 300});
    ASSERT_TRUE(wide && narrow && off);
    EXPECT_EQ(count_of(wide, "99"), 1);
    EXPECT_EQ(count_of(wide, "166"), 1);
    EXPECT_EQ(count_of(narrow, "99"), 0);
    EXPECT_EQ(count_of(off, "99"), 0);
}

TEST(Heatmap, WritesWhatCanBeReadOnEveryColour)
{
    for (const Theme* theme : {&light_theme(), &dark_theme()})
        for (double least : {0.0, -80.0}) {
            auto result = draw(heatmap(), week(24, least), "", {0, 0, 600, 300}, {.theme = theme});
            ASSERT_TRUE(result);
            std::size_t read = 0;
            for (const DrawText& text : commands_of<DrawText>(result->drawing))
                for (const FillRect& cell : cells_of(*result))
                    if (text.at.x > cell.box.x && text.at.x < cell.box.right() && text.at.y > cell.box.y &&
                        text.at.y < cell.box.bottom()) {
                        EXPECT_GE(contrast_ratio(text.style.color, cell.color), 3.8) << text.text;
                        ++read;
                    }
            EXPECT_EQ(read, 7U * 24 - 2);
        }
}

TEST(Heatmap, DivergesAroundZeroWhenThereAreBothSigns)
{
    auto ends_of = [](double least) {
        auto result = draw(heatmap(), week(24, least), "", {0, 0, 600, 300});
        auto cells = cells_of(*result);
        return std::pair(cells.front().color, cells.back().color);
    };
    EXPECT_EQ(ends_of(0).first, light_theme().sequential[0]);
    EXPECT_EQ(ends_of(0).second, light_theme().sequential[1]);
    EXPECT_EQ(ends_of(-83.5).first, light_theme().diverging[0]);
    EXPECT_EQ(ends_of(-83.5).second, light_theme().diverging[2]);
    // Losses only: the largest is the strongest.
    EXPECT_EQ(ends_of(-200).first, light_theme().sequential[1]);
}

TEST(Heatmap, HasALegendWithItsEnds)
{
    auto texts = texts_of(draw(heatmap(), week(24, -80), "", {0, 0, 300, 200})->drawing);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "-80"), 1);
    EXPECT_EQ(std::count(texts.begin(), texts.end(), "87"), 1);
    EXPECT_GE(std::count(texts.begin(), texts.end(), "0"), 1);
}

TEST(Heatmap, IsBoundedWhateverItsResult)
{
    Reals x, y, value;
    for (int column = 0; column < 900; ++column)
        for (int row = 0; row < 300; ++row) {
            x.push_back(column);
            y.push_back(row);
            value.push_back(column * row % 17);
        }
    auto result = draw({.mark = Mark::heatmap, .x = "x", .y = {"v"}, .series = "y"},
                       table_of({{"x", real_column(x)}, {"y", real_column(y)}, {"v", real_column(value)}}),
                       "", {0, 0, 900, 600});
    ASSERT_TRUE(result);
    EXPECT_LE(result->drawing.size(), 81'000U);
    EXPECT_NE(result->note.find("900 × 300 cells are drawn as 300 × 150"), std::string::npos) << result->note;
}

TEST(Heatmap, SaysWhichColumnWillNotDo)
{
    ChartSpec spec = heatmap();
    spec.series = "nothing";
    EXPECT_EQ(draw(spec, week(3)).error().field, "chart.series");
    spec = heatmap();
    spec.y = {"weekday"};
    EXPECT_EQ(draw(spec, week(3)).error().field, "chart.y");
    spec = heatmap();
    spec.y = {"visits", "hour"};
    EXPECT_EQ(draw(spec, week(3)).error().field, "chart.series");
}

TEST(Heatmap, LooksLikeItsGoldenDump)
{
    auto result = draw(heatmap(), week(4, -8), "Visits");
    ASSERT_TRUE(result);
    expect_golden("chart_heatmap",
                  "alt: " + result->alt_text + "\nnote: " + result->note + "\n" + to_dump(result->drawing));
}

} // namespace
} // namespace presstime

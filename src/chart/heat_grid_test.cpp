#include "chart/chart_fixture.hpp"
#include "chart/heat_grid.hpp"

namespace presstime {
namespace {

const ChartSpec kSpec = {.mark = Mark::heatmap, .x = "x", .y = {"v"}, .series = "s"};

HeatGrid grid_of(const Table& table, std::vector<std::string>& notes, const ChartSpec& spec = kSpec,
                 HeatLimits limits = {})
{
    return build_heat_grid(spec, table, find_locale("en-US"), {}, limits, notes);
}
HeatGrid grid_of(const Table& table)
{
    std::vector<std::string> notes;
    return grid_of(table, notes);
}

TEST(HeatGrid, KeepsNamesInTheOrderOfTheirFirstRow)
{
    HeatGrid grid = grid_of(table_of({{"x", text_column({"Tue", "Mon", "Tue", "Mon"})},
                                      {"s", text_column({"late", "late", "early", "early"})},
                                      {"v", real_column({1, 2, 3, 4})}}));
    EXPECT_EQ(grid.across.names, (Texts{"Tue", "Mon"}));
    EXPECT_EQ(grid.down.names, (Texts{"late", "early"}));
    EXPECT_EQ(grid.cell(0, 0), 1);
    EXPECT_EQ(grid.cell(1, 1), 4);
}

TEST(HeatGrid, PutsNumbersInOrderAlsoWhenTheyAreText)
{
    HeatGrid grid = grid_of(table_of({{"x", integer_column(ColumnType::integer, {9, 7, 8})},
                                      {"s", text_column({"10", "09", "23"})},
                                      {"v", real_column({1, 2, 3})}}));
    EXPECT_EQ(grid.across.names, (Texts{"7", "8", "9"}));
    EXPECT_EQ(grid.down.names, (Texts{"09", "10", "23"}));
    EXPECT_EQ(grid.cell(2, 1), 1);
    EXPECT_EQ(grid.cell(0, 0), 2);
    EXPECT_EQ(grid.cell(1, 2), 3);
}

TEST(HeatGrid, HasAPlaceForMissingHoursAndMonths)
{
    HeatGrid hours = grid_of(table_of({{"x", integer_column(ColumnType::integer, {0, 1, 2, 5})},
                                       {"s", text_column({"a", "a", "a", "a"})},
                                       {"v", real_column({1, 2, 3, 4})}}));
    EXPECT_EQ(hours.across.names, (Texts{"0", "1", "2", "3", "4", "5"}));
    EXPECT_TRUE(std::isnan(hours.cell(3, 0)));
    EXPECT_EQ(hours.cell(5, 0), 4);
    HeatGrid months = grid_of(table_of({{"x", text_column({"2026-01-01", "2026-02-01", "2026-04-01"})},
                                        {"s", text_column({"a", "a", "a"})},
                                        {"v", real_column({1, 2, 4})}}));
    EXPECT_EQ(months.across.count(), 4U);
    EXPECT_EQ(months.cell(3, 0), 4);
    // Keys are not in a regular order: no places between them.
    HeatGrid keys = grid_of(table_of({{"x", integer_column(ColumnType::integer, {17, 900, 12'044})},
                                      {"s", text_column({"a", "a", "a"})},
                                      {"v", real_column({1, 2, 3})}}));
    EXPECT_EQ(keys.across.count(), 3U);
}

TEST(HeatGrid, AddsUpWhatSharesACellAndSaysSo)
{
    std::vector<std::string> notes;
    HeatGrid grid = grid_of(table_of({{"x", text_column({"a", "a", "b", "a"})},
                                      {"s", text_column({"r", "r", "r", "r"})},
                                      {"v", real_column({1, 2, 5, std::nullopt})}}),
                            notes);
    EXPECT_EQ(grid.cell(0, 0), 3);
    EXPECT_EQ(notes, (Texts{"Several rows share a cell: 1 were added up."}));
}

TEST(HeatGrid, LeavesCellsWithoutANumberEmpty)
{
    HeatGrid grid =
        grid_of(table_of({{"x", text_column({"a", "b", "c"})},
                          {"s", text_column({"r", "r", "r"})},
                          {"v", real_column({std::nullopt, std::numeric_limits<double>::infinity(), 0})}}));
    EXPECT_TRUE(std::isnan(grid.cell(0, 0)));
    EXPECT_TRUE(std::isnan(grid.cell(1, 0)));
    EXPECT_EQ(grid.cell(2, 0), 0);
}

TEST(HeatGrid, MakesRowsOfMeasuresWhenThereIsNoSeries)
{
    std::vector<std::string> notes;
    HeatGrid grid = grid_of(
        table_of({{"x", text_column({"a", "b"})}, {"v", real_column({1, 2})}, {"w", real_column({3, 4})}}),
        notes, {.mark = Mark::heatmap, .x = "x", .y = {"v", "w"}});
    EXPECT_EQ(grid.down.names, (Texts{"v", "w"}));
    EXPECT_EQ(grid.cell(1, 1), 4);
    EXPECT_TRUE(notes.empty());
}

TEST(HeatGrid, AveragesNeighboursBeyondItsLimits)
{
    Reals x, value;
    Texts series;
    for (int column = 0; column < 10; ++column)
        for (int row = 0; row < 4; ++row) {
            x.push_back(column);
            series.push_back("row " + std::to_string(row));
            value.push_back(column * 10 + row);
        }
    Table table = table_of({{"x", real_column(x)}, {"s", text_column(series)}, {"v", real_column(value)}});
    std::vector<std::string> notes;
    HeatGrid grid = grid_of(table, notes, kSpec, {4, 2});
    EXPECT_EQ(grid.across.count(), 4U); // three columns each, the last alone
    EXPECT_EQ(grid.down.count(), 2U);
    EXPECT_DOUBLE_EQ(grid.cell(0, 0), 10.5);
    EXPECT_DOUBLE_EQ(grid.cell(3, 1), 92.5);
    EXPECT_EQ(grid.across.names[0], "0");
    EXPECT_EQ(grid.across.last_names, (Texts{"2", "5", "8", "9"}));
    ASSERT_EQ(notes.size(), 1U);
    EXPECT_EQ(notes[0], "10 × 4 cells are drawn as 4 × 2: each is the mean of its neighbours.");
}

// Memory follows the rows: the full grid would have ten thousand million cells.
TEST(HeatGrid, StaysSmallWhenEveryRowHasItsOwnPlaces)
{
    Texts x, series;
    Reals value;
    for (int i = 0; i < 100'000; ++i) {
        x.push_back("x" + std::to_string(i));
        series.push_back("s" + std::to_string(i));
        value.push_back(i);
    }
    HeatGrid grid =
        grid_of(table_of({{"x", text_column(x)}, {"s", text_column(series)}, {"v", real_column(value)}}));
    EXPECT_LE(grid.cells.size(), 80'000U);
    EXPECT_EQ(grid.columns_each, 250U);
}

} // namespace
} // namespace presstime

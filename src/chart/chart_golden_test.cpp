// The readable dump of one chart of each kind: what changed in a picture is seen in its text.
#include "chart/chart_fixture.hpp"

namespace presstime {
namespace {

const Texts kMonths = {"2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"};

Table months_table()
{
    return table_of({{"month", text_column(kMonths)},
                     {"revenue", real_column({1.2e6, 1.35e6, std::nullopt, 1.6e6, 1.1e6, 1.75e6})},
                     {"cost", real_column({0.8e6, 0.9e6, 0.95e6, 1.0e6, 0.7e6, 1.05e6})}});
}

Table regions_table()
{
    return table_of(
        {{"region", text_column({"EMEA", "EMEA", "Americas", "Americas", "Asia Pacific", "Asia Pacific"})},
         {"year", integer_column(ColumnType::integer, {2025, 2026, 2025, 2026, 2025, 2026})},
         {"total", real_column({12, 14, 9, 11, -2, 3})}});
}

void check(const std::string& name, const ChartSpec& spec, const Table& table)
{
    auto result = draw(spec, table, "Sales");
    ASSERT_TRUE(result) << result.error().message;
    expect_golden("chart_" + name,
                  "alt: " + result->alt_text + "\nnote: " + result->note + "\n" + to_dump(result->drawing));
}

TEST(ChartGolden, Bars)
{
    check("bar_time", {.x = "month", .y = {"revenue"}, .y_format = "€ 0.0a"}, months_table());
    check("bar_grouped", {.x = "region", .y = {"total"}, .series = "year"}, regions_table());
    check("bar_stacked", {.x = "region", .y = {"total"}, .series = "year", .stack = StackMode::stacked},
          regions_table());
    check("bar_percent", {.x = "month", .y = {"revenue", "cost"}, .stack = StackMode::percent},
          months_table());
    check("bar_horizontal", {.x = "region", .y = {"total"}, .series = "year", .horizontal = true},
          regions_table());
}

TEST(ChartGolden, Lines)
{
    check("line_gap", {.mark = Mark::line, .x = "month", .y = {"revenue"}}, months_table());
    check("line_named_ends", {.mark = Mark::line, .x = "month", .y = {"revenue", "cost"}}, months_table());
    check("line_categories", {.mark = Mark::line, .x = "region", .y = {"total"}, .series = "year"},
          regions_table());
}

TEST(ChartGolden, Areas)
{
    check("area_single", {.mark = Mark::area, .x = "month", .y = {"cost"}}, months_table());
    check("area_stacked",
          {.mark = Mark::area, .x = "month", .y = {"revenue", "cost"}, .stack = StackMode::stacked},
          months_table());
}

TEST(ChartGolden, CombosAndReferences)
{
    check("combo",
          {.mark = Mark::combo,
           .x = "month",
           .y = {"revenue"},
           .y2 = {"cost"},
           .y_title = "Revenue, €",
           .y2_title = "Cost",
           .y2_format = "0.0a",
           .references = {{.value = 1.5e6, .label = "Target", .tone = Tone::good}},
           .y_format = "€ 0.0a"},
          months_table());
    check("bar_references",
          {.x = "region",
           .y = {"total"},
           .series = "year",
           .references = {{.statistic = ReferenceStatistic::average},
                          {.from = 5., .to = 8., .label = "Plan", .tone = Tone::warn},
                          {.axis = ReferenceAxis::x, .at = "Americas", .label = "Here"}}},
          regions_table());
}

TEST(ChartGolden, PieAndEmpty)
{
    check("pie", {.mark = Mark::pie, .x = "browser", .y = {"share"}},
          table_of({{"browser", text_column({"Ada", "Bell", "Cray", "Dirac", "Euler", "Fermi", "Gauss"})},
                    {"share", real_column({40, 25, 12, 9, 6, 5, 3})}}));
    check("donut", {.mark = Mark::donut, .x = "region", .y = {"total"}, .series = "year"}, regions_table());
    check("empty", {.x = "month", .y = {"revenue"}},
          table_of({{"month", text_column({})}, {"revenue", real_column({})}}));
}

} // namespace
} // namespace presstime

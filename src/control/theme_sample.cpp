// The document is one as people write it; the figures stand for no year and no currency.
#include "control/theme_sample.hpp"

#include "codec/document.hpp"

#include <utility>
#include <vector>

namespace presstime::control {
namespace {

constexpr std::string_view kDocument = R"json({
    "id": "dash_sample", "name": "Sales overview", "description": "A sample in these colours",
    "queries": [
        {"name": "totals", "connection": "sample", "sql": "SELECT 1"},
        {"name": "months", "connection": "sample", "sql": "SELECT 1"},
        {"name": "regions", "connection": "sample", "sql": "SELECT 1"}],
    "widgets": [
        {"id": "w_revenue", "kind": "kpi", "title": "Revenue", "query": "totals", "value": "revenue",
         "compare": "revenue_before", "compare_label": "last month", "good": "up", "format": "0.0a",
         "grid": {"x": 0, "y": 0, "w": 4, "h": 2}},
        {"id": "w_returns", "kind": "kpi", "title": "Returns", "query": "totals", "value": "returns",
         "compare": "returns_before", "compare_label": "last month", "good": "down",
         "grid": {"x": 4, "y": 0, "w": 4, "h": 2}},
        {"id": "w_orders", "kind": "kpi", "title": "Orders", "query": "totals", "value": "orders",
         "compare": "orders_before", "compare_label": "last month", "good": "neutral",
         "grid": {"x": 8, "y": 0, "w": 4, "h": 2}},
        {"id": "w_months", "kind": "chart", "title": "Revenue by month", "query": "months",
         "grid": {"x": 0, "y": 2, "w": 7, "h": 4}, "chart": {"mark": "area", "x": "month", "y": ["revenue"],
         "y_format": "0.0a"}},
        {"id": "w_shares", "kind": "chart", "title": "By channel", "query": "months",
         "grid": {"x": 7, "y": 2, "w": 5, "h": 4}, "chart": {"mark": "bar", "x": "month",
         "y": ["shop", "online", "partners", "phone"], "stack": "stacked", "labels": "off",
         "y_format": "0.0a"}},
        {"id": "w_regions", "kind": "table", "title": "Regions", "query": "regions",
         "grid": {"x": 0, "y": 6, "w": 12, "h": 3}, "columns": [
            {"field": "region", "label": "Region", "link": "page"},
            {"field": "orders", "label": "Orders", "format": "0,0", "mark": "bar"},
            {"field": "on_time", "label": "On time", "format": "0.0%", "mark": "dot", "tones": [
                {"when": ">=", "value": 0.98, "tone": "good"}, {"when": ">=", "value": 0.95, "tone": "warn"},
                {"when": "<", "value": 0.95, "tone": "bad"}]}]}]})json";

// The cells column by column, those of numbers and those of texts each in the columns' order.
Table table_of(std::vector<Column> columns, std::size_t rows, const std::vector<std::vector<double>>& numbers,
               const std::vector<std::vector<std::string>>& texts = {})
{
    Table table = make_table(std::move(columns));
    auto number = numbers.begin();
    auto text = texts.begin();
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        ColumnData& cells = table.data.columns[column];
        if (table.columns[column].type == ColumnType::text)
            for (const std::string& cell : *text++)
                cells.append_text(cell);
        else
            for (const double cell : *number++)
                cells.append_real(cell);
    }
    table.data.rows = rows;
    table.completeness.rows_in_result = static_cast<std::int64_t>(rows);
    return table;
}

Column number_column(const char* name)
{
    return {name, ColumnType::real};
}

Table totals()
{
    return table_of({number_column("revenue"), number_column("revenue_before"), number_column("returns"),
                     number_column("returns_before"), number_column("orders"),
                     number_column("orders_before")},
                    1, {{1'214'000}, {1'143'000}, {214}, {207}, {8'412}, {8'377}});
}

Table months()
{
    return table_of({{"month", ColumnType::text},
                     number_column("revenue"),
                     number_column("shop"),
                     number_column("online"),
                     number_column("partners"),
                     number_column("phone")},
                    6,
                    {{912'000, 954'000, 1'031'000, 1'008'000, 1'143'000, 1'214'000},
                     {402'000, 395'000, 421'000, 404'000, 432'000, 441'000},
                     {301'000, 339'000, 388'000, 391'000, 470'000, 525'000},
                     {142'000, 151'000, 148'000, 144'000, 161'000, 167'000},
                     {67'000, 69'000, 74'000, 69'000, 80'000, 81'000}},
                    {{"Jan", "Feb", "Mar", "Apr", "May", "Jun"}});
}

Table regions()
{
    const std::string page = "https://example.com/";
    return table_of({{"region", ColumnType::text},
                     {"page", ColumnType::text},
                     number_column("orders"),
                     number_column("on_time")},
                    3, {{3'871, 2'904, 1'637}, {0.991, 0.962, 0.934}},
                    {{"North", "South", "West"}, {page, page, page}});
}

} // namespace

Result<ThemeSample> make_theme_sample(const std::string& theme)
{
    ThemeSample sample;
    sample.dashboard = TRY(codec::dashboard_from_json(kDocument));
    sample.dashboard.theme = theme;
    sample.results = {{"totals", totals()}, {"months", months()}, {"regions", regions()}};
    return sample;
}

} // namespace presstime::control

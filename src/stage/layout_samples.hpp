// Whole sample dashboards with made-up figures, drawn by the golden tests and, to be looked at, into files.
// For
// *_test.cpp only.
#pragma once

#include "platform/canvas/image.hpp"
#include "stage/layout_fixture.hpp"

#include <cmath>

namespace presstime::stage {

// Figures that look like figures and are the same on every machine.
class Noise {
public:
    double next() // 0 to 1
    {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state_ >> 40) / static_cast<double>(1ULL << 24);
    }
    std::size_t below(std::size_t count)
    {
        return static_cast<std::size_t>(next() * static_cast<double>(count));
    }

private:
    std::uint64_t state_ = 42;
};

inline ColumnData decimal_column(int scale, const std::vector<std::int64_t>& unscaled)
{
    ColumnData data = make_column_data({"", ColumnType::decimal, scale});
    for (const std::int64_t value : unscaled) {
        data.append_integer(value);
    }
    return data;
}

inline Table months_of_sales()
{
    constexpr std::int64_t kDay_us = 86'400'000'000;
    ColumnData month = make_column_data({"", ColumnType::timestamp, 0});
    ColumnData revenue = make_column_data({"", ColumnType::real, 0});
    ColumnData cost = make_column_data({"", ColumnType::real, 0});
    for (int i = 0; i < 24; ++i) {
        using namespace std::chrono;
        const auto first = sys_days(year(2024 + (10 + i) / 12) / ((10 + i) % 12 + 1) / 1);
        month.append_integer(first.time_since_epoch().count() * kDay_us);
        const double trend = 1.1e6 + 24'000 * i + 130'000 * std::sin(i * 0.52);
        revenue.append_real(trend);
        cost.append_real(trend * 0.63 + 20'000 * std::cos(i * 1.3));
    }
    return table_of({{"month", month}, {"revenue", revenue}, {"cost", cost}});
}

inline Table sales_by_region()
{
    return table_of({{"region", text_column({"EMEA", "Americas", "Asia Pacific", "Nordics", "DACH"})},
                     {"revenue", real_column({1.42e6, 1.18e6, 0.77e6, 0.31e6, 0.64e6})}});
}

inline Table orders(std::size_t rows)
{
    static constexpr const char* kCustomers[] = {
        "Northwind Traders",
        "Contoso",
        "Fabrikam GmbH & Co. KG",
        "Adventure Works Cycles",
        "Tailspin Toys",
        "Łódź Tkaniny sp. z o.o.",
        "東京商事株式会社",
        "Wide World Importers, Division for Refrigerated Goods and Overland Freight"};
    static constexpr const char* kStates[] = {"shipped", "open", "returned", "invoiced"};
    Noise noise;
    ColumnData number = make_column_data({"", ColumnType::text, 0}), customer = number, state = number;
    ColumnData date = make_column_data({"", ColumnType::date, 0});
    ColumnData quantity = make_column_data({"", ColumnType::integer, 0});
    ColumnData total = make_column_data({"", ColumnType::decimal, 2});
    ColumnData margin = make_column_data({"", ColumnType::real, 0});
    for (std::size_t i = 0; i < rows; ++i) {
        number.append_text("SO-" + std::to_string(104'200 + i));
        date.append_integer(20'771 + static_cast<std::int64_t>(i * 7 / std::max<std::size_t>(rows, 1)));
        customer.append_text(kCustomers[std::min(noise.below(8), noise.below(9))]);
        state.append_text(kStates[noise.below(4)]);
        quantity.append_integer(1 + static_cast<std::int64_t>(noise.below(400)));
        total.append_integer(900 + static_cast<std::int64_t>(noise.below(4'000'000)));
        noise.below(12) == 0 ? margin.append_null() : margin.append_real(0.05 + 0.4 * noise.next());
    }
    return table_of({{"order_number", number},
                     {"ordered_on", date},
                     {"customer", customer},
                     {"status", state},
                     {"quantity", quantity},
                     {"total", total},
                     {"margin", margin}});
}

inline Widget kpi(const std::string& query, const std::string& title, const std::string& format, int x,
                  GoodDirection good = GoodDirection::up)
{
    Widget widget;
    widget.id = "w_" + query;
    widget.kind = WidgetKind::kpi;
    widget.title = title;
    widget.query = query;
    widget.value = "value";
    widget.compare = "previous";
    widget.good = good;
    widget.format = format;
    widget.grid = {x, 0, 3, 2};
    return widget;
}

inline Widget chart(const std::string& query, const std::string& title, const ChartSpec& spec, GridBox grid)
{
    Widget widget = table_widget(query, title, grid);
    widget.kind = WidgetKind::chart;
    widget.id += "_" + std::to_string(grid.x) + "_" + std::to_string(grid.y);
    widget.chart = spec;
    return widget;
}

inline void add_kpis(RenderInput& input)
{
    add_result(input, "revenue", table_of({{"value", real_column({1'734'200, 1'632'900})}}));
    add_result(input, "orders_count",
               table_of({{"value",
                          integer_column(ColumnType::integer, {4'812, 4'951, 4'700, 4'420, 4'600, 4'100})}}));
    add_result(input, "returns", table_of({{"value", real_column({0.031, 0.026})}}));
    add_result(input, "days_to_ship", table_of({{"value", real_column({2.4, 2.4})}}));
    input.dashboard.widgets.push_back(kpi("revenue", "Revenue", "€ 0.00a", 0));
    input.dashboard.widgets.push_back(kpi("orders_count", "Orders", "0,0", 3));
    input.dashboard.widgets.push_back(kpi("returns", "Return rate", "0.0 %", 6, GoodDirection::down));
    input.dashboard.widgets.push_back(kpi("days_to_ship", "Days to ship", "0.0", 9, GoodDirection::down));
}

// KPI cards, charts, a text, and a table that flows.
inline RenderInput sales_input(std::size_t order_rows)
{
    RenderInput input = bare_input();
    input.parameters_shown = {{"Region", "All"}, {"Currency", "EUR"}};
    add_kpis(input);
    add_result(input, "months", months_of_sales());
    add_result(input, "regions", sales_by_region());
    add_result(input, "orders", orders(order_rows));
    auto& widgets = input.dashboard.widgets;
    widgets.push_back(chart(
        "months", "Revenue and cost by month",
        {.mark = Mark::line, .x = "month", .y = {"revenue", "cost"}, .y_format = "€ 0.0a"}, {0, 2, 8, 6}));
    widgets.push_back(chart("regions", "Share by region",
                            {.mark = Mark::pie, .x = "region", .y = {"revenue"}}, {8, 2, 4, 6}));
    widgets.push_back(chart("regions", "Revenue by region",
                            {.mark = Mark::bar, .x = "region", .y = {"revenue"}, .y_format = "€ 0.0a"},
                            {0, 8, 6, 5}));
    Widget text;
    text.id = "w_text";
    text.kind = WidgetKind::text;
    text.title = "What to know";
    text.grid = {6, 8, 6, 5};
    text.markdown =
        "Revenue grew for the **seventh** week, carried by *EMEA*.\n\n"
        "- Returns rose to 3.1 %; see the [returns page](https://example.com/returns) for reasons.\n"
        "- Two large orders moved into next week.\n"
        "1. Check the stock of item 4471.\n\n## Outlook\nThe forecast for December is unchanged.";
    widgets.push_back(text);
    Widget table = table_widget("orders", "Orders", {0, 13, 12, 8});
    table.columns = {
        {"order_number", "Order", "", TotalKind::none},   {"ordered_on", "Date", "", TotalKind::none},
        {"customer", "Customer", "", TotalKind::none},    {"status", "Status", "", TotalKind::none},
        {"quantity", "Quantity", "0,0", TotalKind::sum},  {"total", "Total, EUR", "0,0.00", TotalKind::sum},
        {"margin", "Margin", "0.0 %", TotalKind::average}};
    widgets.push_back(table);
    return input;
}

// A mark of 160 x 40 pixels on nothing.
inline constexpr const char* kLogoUri =
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAAKAAAAAoAgMAAAAEQhkLAAAADFBMVEUAAAAvX9D///8amooos9xyAAAABHRSTlMA"
    "////sy1AiAAAAI5JREFUeNrF1LsNgDAMRVGnyAjskxFSxBQMiARTsBk/E1EgyAUJeA3NUSyL5Im8k8CYU40I6pzA"
    "DmRHVgtUOJnMdgbLs73BdAfqWdK+y7rNNZy/dWfbfAxdhhHB/m9Y+jFNu8BUvhMG469wPGR4ACXD8D2sNigl6A0m"
    "AOErxO8aNwXvHtxmuB954+IOR5kAD3E1QYFezk8AAAAASUVORK5CYII=";

inline Widget text_widget(const std::string& title, const std::string& markdown, GridBox grid)
{
    Widget widget;
    widget.id = "w_text_" + std::to_string(grid.x) + "_" + std::to_string(grid.y);
    widget.kind = WidgetKind::text;
    widget.title = title;
    widget.markdown = markdown;
    widget.grid = grid;
    return widget;
}

inline Widget image_widget(const std::string& uri, GridBox grid)
{
    Widget widget;
    widget.id = "w_image";
    widget.kind = WidgetKind::image;
    widget.image = uri;
    widget.alt = "The mark of Acme Trading";
    widget.grid = grid;
    return widget;
}

// The sales report as one would hand it to a client: cover, contents, logo, sections, a late run.
inline RenderInput client_input(std::size_t order_rows)
{
    RenderInput input = sales_input(order_rows);
    input.theme.logo = read_data_uri(kLogoUri).value();
    input.dashboard.description =
        "Revenue, cost and open orders of all regions, week by week, with what the sales team makes of them. "
        "Figures are before tax; returns are counted in the week in which they arrive.";
    input.dashboard.cover = true;
    input.dashboard.contents = true;
    input.late_due_at = at("2026-11-21T06:00:00Z");
    Widget section = text_widget("", "# Every order of the week", {0, 12, 12, 1});
    section.break_before = true;
    auto& widgets = input.dashboard.widgets;
    for (Widget& widget : widgets) {
        widget.grid.y += widget.grid.y >= 13 ? 1 : 0;
    }
    section.grid.y = 13;
    widgets.insert(widgets.end() - 1, section);
    return input;
}

} // namespace presstime::stage

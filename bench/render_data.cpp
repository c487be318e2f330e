// Made-up figures: a linear congruential sequence, the same on every machine.
#include "render_data.hpp"

#include "bench.hpp"
#include "platform/objects/result_file.hpp"

#include <boost/json.hpp>

#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace presstime::bench {
namespace {

class Noise {
public:
    double next() // 0 to 1
    {
        state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<double>(state_ >> 40) / static_cast<double>(1ULL << 24);
    }
    // About normal, around 0.
    double bell() { return next() + next() + next() + next() - 2; }

private:
    std::uint64_t state_ = 42;
};

constexpr std::int64_t kDay_us = 86'400'000'000;
constexpr std::int64_t kFirstDay = 20'089; // 1 January 2025

ColumnData texts(const std::vector<std::string>& values)
{
    ColumnData data = make_column_data({"", ColumnType::text, 0});
    for (const std::string& value : values)
        data.append_text(value);
    return data;
}

ColumnData reals(const std::vector<double>& values)
{
    ColumnData data = make_column_data({"", ColumnType::real, 0});
    for (double value : values)
        data.append_real(value);
    return data;
}

ColumnData integers(ColumnType type, const std::vector<std::int64_t>& values, int scale = 0)
{
    ColumnData data = make_column_data({"", type, scale});
    for (std::int64_t value : values)
        data.append_integer(value);
    return data;
}

struct NamedColumn {
    std::string name;
    ColumnData data;
};

class InputBuilder {
public:
    InputBuilder(ObjectStore& objects, std::string name) : objects_(objects)
    {
        input_.dashboard.name = std::move(name);
        input_.workspace_name = "Northwind";
        input_.timezone = "Europe/Berlin";
        input_.period = {Instant(std::chrono::microseconds((kFirstDay + 320) * kDay_us)),
                         Instant(std::chrono::microseconds((kFirstDay + 327) * kDay_us))};
        input_.nominal_at = input_.period.end;
        input_.as_of = input_.period.end;
    }

    void add(const std::string& name, std::vector<NamedColumn> columns)
    {
        std::vector<Column> header;
        Batch batch;
        for (NamedColumn& column : columns) {
            header.push_back({column.name, column.data.type, column.data.scale});
            batch.rows = column.data.rows;
            batch.columns.push_back(std::move(column.data));
        }
        const std::string key = "results/" + name;
        auto object = must(objects_.create(key), "result");
        auto writer = must(make_result_writer(*object, header), "result");
        must(writer->append(batch), "result");
        const auto rows = static_cast<std::int64_t>(batch.rows);
        must(writer->finish({rows, false, ""}), "result");
        must(object->commit(), "result");
        QueryOutcome outcome;
        outcome.query = name;
        outcome.rows = rows;
        outcome.completeness = {rows, false, ""};
        outcome.open = [&objects = objects_, key]() -> Result<std::unique_ptr<BatchReader>> {
            return open_result_file(TRY(objects.path_of(key)));
        };
        input_.results[name] = std::move(outcome);
    }

    Widget& widget(WidgetKind kind, const std::string& title, const std::string& query, GridBox grid)
    {
        Widget widget;
        widget.id = "w_" + query;
        widget.kind = kind;
        widget.title = title;
        widget.query = query;
        widget.grid = grid;
        input_.dashboard.widgets.push_back(std::move(widget));
        return input_.dashboard.widgets.back();
    }

    void chart(const std::string& title, const std::string& query, GridBox grid, ChartSpec spec)
    {
        widget(WidgetKind::chart, title, query, grid).chart = std::move(spec);
    }

    RenderInput& input() { return input_; }

private:
    ObjectStore& objects_;
    RenderInput input_;
};

const std::vector<std::string> kRegions = {"EMEA", "Americas", "Asia Pacific", "Nordics"};
const std::vector<std::string> kWeekdays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

void add_figures(InputBuilder& builder)
{
    const std::vector<std::pair<std::string, double>> figures = {
        {"Revenue", 12'480'000}, {"Orders", 48'213}, {"Average order", 258.85}, {"Return rate", 0.034}};
    int x = 0;
    for (const auto& [title, value] : figures) {
        const std::string query = fmt::format("figure_{}", x / 3);
        builder.add(query, {{"value", reals({value, value * 0.941})}});
        Widget& card = builder.widget(WidgetKind::kpi, title, query, {x, 0, 3, 2});
        card.value = "value";
        card.compare = "previous";
        card.good = x == 9 ? GoodDirection::down : GoodDirection::up;
        card.format = x == 0 ? "€ 0.00a" : x == 9 ? "0.0 %" : "0,0";
        x += 3;
    }
}

void add_bars_and_line(InputBuilder& builder, Noise& noise)
{
    std::vector<std::string> months, regions;
    std::vector<double> revenue, latency;
    std::vector<std::int64_t> minutes;
    for (const char* month :
         {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"})
        for (std::size_t i = 0; i < 3; ++i) {
            months.emplace_back(month);
            regions.push_back(kRegions[i]);
            revenue.push_back(std::round(200'000 + 90'000 * static_cast<double>(i) + 60'000 * noise.next()));
        }
    builder.add("revenue",
                {{"month", texts(months)}, {"region", texts(regions)}, {"revenue", reals(revenue)}});
    builder.chart(
        "Revenue by month", "revenue", {0, 2, 6, 6},
        {.mark = Mark::bar, .x = "month", .y = {"revenue"}, .series = "region", .y_format = "€ 0a"});
    for (int i = 0; i < 1'000; ++i) {
        minutes.push_back((kFirstDay + 320) * kDay_us + i * 600'000'000LL);
        latency.push_back(180 + 60 * std::sin(i * std::numbers::pi / 72) + 25 * noise.bell());
    }
    builder.add("latency", {{"at", integers(ColumnType::timestamp, minutes)}, {"p95_ms", reals(latency)}});
    builder.chart("Latency, p95 in ms", "latency", {6, 2, 6, 6},
                  {.mark = Mark::line, .x = "at", .y = {"p95_ms"}});
}

void add_donut_and_area(InputBuilder& builder, Noise& noise)
{
    builder.add("channels", {{"channel", texts({"Web shop", "Stores", "Partners", "Marketplace", "Phone"})},
                             {"orders", reals({19'820, 12'400, 8'930, 5'210, 1'853})}});
    builder.chart("Orders by channel", "channels", {0, 8, 4, 6},
                  {.mark = Mark::donut, .x = "channel", .y = {"orders"}});
    std::vector<std::int64_t> days;
    std::vector<std::string> regions;
    std::vector<double> visits;
    for (int day = 0; day < 90; ++day)
        for (const std::string& region : kRegions) {
            days.push_back(kFirstDay + 237 + day);
            regions.push_back(region);
            visits.push_back(std::round(2'000 + 900 * noise.next() + 500 * std::sin(day / 7.0)));
        }
    builder.add(
        "visits",
        {{"day", integers(ColumnType::date, days)}, {"region", texts(regions)}, {"visits", reals(visits)}});
    builder.chart(
        "Visits by region", "visits", {4, 8, 8, 6},
        {.mark = Mark::area, .x = "day", .y = {"visits"}, .series = "region", .stack = StackMode::stacked});
}

void add_scatter_and_heatmap(InputBuilder& builder, Noise& noise)
{
    std::vector<double> basket, minutes, load;
    std::vector<std::string> weekdays;
    std::vector<std::int64_t> hours;
    for (int i = 0; i < 5'000; ++i) {
        basket.push_back(120 + 60 * noise.bell());
        minutes.push_back(basket.back() / 14 + 4 * noise.bell() + 3);
    }
    builder.add("baskets", {{"basket", reals(basket)}, {"minutes", reals(minutes)}});
    builder.chart("Minutes on site by basket", "baskets", {0, 14, 6, 6},
                  {.mark = Mark::scatter, .x = "basket", .y = {"minutes"}});
    for (std::size_t day = 0; day < 7; ++day)
        for (int hour = 0; hour < 24; ++hour) {
            weekdays.push_back(kWeekdays[day]);
            hours.push_back(hour);
            load.push_back(
                std::round((day < 5 ? 80 : 40) * (1.2 + std::sin((hour - 7) * std::numbers::pi / 12)) +
                           12 * noise.next()));
        }
    builder.add("load", {{"weekday", texts(weekdays)},
                         {"hour", integers(ColumnType::integer, hours)},
                         {"orders", reals(load)}});
    builder.chart("Orders by hour and weekday", "load", {6, 14, 6, 6},
                  {.mark = Mark::heatmap, .x = "hour", .y = {"orders"}, .series = "weekday"});
}

std::vector<NamedColumn> order_columns(Noise& noise, int rows, int columns)
{
    std::vector<NamedColumn> out;
    for (int column = 0; column < columns; ++column) {
        std::vector<std::int64_t> whole;
        std::vector<std::string> words;
        for (int row = 0; row < rows; ++row) {
            if (column % 3 == 0)
                whole.push_back(kFirstDay + row % 327);
            else if (column % 3 == 1)
                words.push_back(fmt::format("{} {}", kRegions[static_cast<std::size_t>(noise.next() * 4)],
                                            static_cast<int>(noise.next() * 500)));
            else
                whole.push_back(static_cast<std::int64_t>(noise.next() * 10'000'000));
        }
        const std::string number = column < 3 ? "" : fmt::format(" {}", column / 3 + 1);
        if (column % 3 == 0)
            out.push_back({"day" + number, integers(ColumnType::date, whole)});
        else if (column % 3 == 1)
            out.push_back({"customer" + number, texts(words)});
        else
            out.push_back({"total" + number, integers(ColumnType::decimal, whole, 2)});
    }
    return out;
}

boost::json::value cell_as_json(const ColumnData& column, std::size_t row)
{
    if (column.is_null(row))
        return nullptr;
    if (column.type == ColumnType::real)
        return column.real(row);
    if (column.type == ColumnType::decimal)
        return column.as_number(row);
    std::string text;
    append_cell_text(text, column, row);
    if (column.type == ColumnType::integer)
        return column.integer(row);
    return boost::json::value(text);
}

} // namespace

RenderInput sample_dashboard(ObjectStore& objects)
{
    Noise noise;
    InputBuilder builder(objects, "Sales overview");
    add_figures(builder);
    add_bars_and_line(builder, noise);
    add_donut_and_area(builder, noise);
    add_scatter_and_heatmap(builder, noise);
    builder.add("orders", order_columns(noise, 100, 6));
    builder.widget(WidgetKind::table, "Orders", "orders", {0, 20, 12, 8});
    return builder.input();
}

RenderInput long_table(ObjectStore& objects)
{
    constexpr int kRows = 8'300, kColumns = 18;
    const std::vector<std::string> words = {"North", "South", "West", "Nordic", "Baltic", "Iberia"};
    Noise noise;
    std::vector<NamedColumn> columns;
    for (int column = 0; column < kColumns; ++column) {
        std::vector<std::string> names;
        std::vector<std::int64_t> numbers;
        for (int row = 0; row < kRows; ++row) {
            names.push_back(words[static_cast<std::size_t>(noise.next() * 6)]);
            numbers.push_back(static_cast<std::int64_t>(noise.next() * 9'999));
        }
        const std::string title = fmt::format("{}{}", "nqp"[column % 3], column + 1);
        if (column % 3 == 0)
            columns.push_back({title, texts(names)});
        else
            columns.push_back({title, column % 3 == 1 ? integers(ColumnType::integer, numbers)
                                                      : integers(ColumnType::decimal, numbers, 2)});
    }
    InputBuilder builder(objects, "All orders");
    builder.add("all_orders", std::move(columns));
    builder.widget(WidgetKind::table, "All orders", "all_orders", {0, 0, 12, 8});
    builder.input().report.orientation = Orientation::landscape;
    return builder.input();
}

std::string results_as_json(const RenderInput& input)
{
    boost::json::object out;
    for (const auto& [name, outcome] : input.results) {
        auto reader = must(outcome.open(), "result");
        boost::json::array columns, rows;
        for (const Column& column : reader->columns())
            columns.emplace_back(column.name);
        Batch batch;
        while (must(reader->next(batch), "result"))
            for (std::size_t row = 0; row < batch.rows; ++row) {
                boost::json::array cells;
                for (const ColumnData& column : batch.columns)
                    cells.push_back(cell_as_json(column, row));
                rows.push_back(std::move(cells));
            }
        out[name] = {{"columns", std::move(columns)}, {"rows", std::move(rows)}};
    }
    return boost::json::serialize(out);
}

} // namespace presstime::bench

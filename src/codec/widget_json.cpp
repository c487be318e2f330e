// Shapes and grid of one widget. Whether its query is there is the dashboard's question, whether its columns
// are is control's.
#include "codec/widget_json.hpp"

#include "platform/text/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr TextRule kColumnRule{1, 200, TextShape::line};

void read_grid(ObjectReader& outer, GridBox& grid)
{
    outer.require("grid");
    const json::value* value = outer.take("grid");
    if (!value)
        return;
    ObjectReader reader(*value, outer.path_of("grid"));
    for (std::string_view key : {"x", "y", "w", "h"})
        reader.require(key);
    reader.integer("x", grid.x, {0, 11});
    reader.integer("y", grid.y, {0, 10'000});
    reader.integer("w", grid.w, {1, 12});
    reader.integer("h", grid.h, {1, 200});
    if (grid.x + grid.w > 12)
        reader.fail("w",
                    fmt::format("must leave the widget within the 12 columns: x {} and w {} end at column {}",
                                grid.x, grid.w, grid.x + grid.w));
    if (Result<> finished = reader.finish(); !finished)
        outer.fail_with(std::move(finished).error());
}

void read_format(ObjectReader& reader, std::string_view key, std::string& out,
                 Result<> (*check)(std::string_view))
{
    if (!reader.text(key, out, {0, 100}) || out.empty())
        return;
    if (Result<> checked = check(out); !checked)
        reader.fail_with(Error::invalid(reader.path_of(key),
                                        fmt::format("{}: {}", reader.path_of(key), checked.error().message)));
}

void read_chart(ObjectReader& outer, ChartSpec& chart)
{
    outer.require("chart");
    const json::value* value = outer.take("chart");
    if (!value)
        return;
    ObjectReader reader(*value, outer.path_of("chart"));
    for (std::string_view key : {"mark", "x", "y"})
        reader.require(key);
    reader.word("mark", chart.mark);
    reader.text("x", chart.x, kColumnRule);
    reader.texts("y", chart.y, 20, kColumnRule);
    if (reader.has("y") && chart.y.empty())
        reader.fail("y", "must name at least one column");
    reader.text("series", chart.series);
    reader.word("stack", chart.stack);
    reader.boolean("horizontal", chart.horizontal);
    reader.word("labels", chart.labels);
    read_format(reader, "x_format", chart.x_format, check_cell_format);
    read_format(reader, "y_format", chart.y_format, check_number_format);
    if (!chart.series.empty() && chart.y.size() > 1)
        reader.fail("series", "splits one measure; give y a single column or drop series");
    if (chart.mark == Mark::pie && (chart.y.size() > 1 || !chart.series.empty()))
        reader.fail(chart.y.size() > 1 ? "y" : "series", "does not fit a pie: it shows one measure by x");
    if (Result<> finished = reader.finish(); !finished)
        outer.fail_with(std::move(finished).error());
}

void read_columns(ObjectReader& outer, std::vector<TableColumn>& columns)
{
    const json::array* items = outer.list("columns", 200);
    if (!items)
        return;
    for (std::size_t index = 0; index < items->size(); ++index) {
        ObjectReader reader((*items)[index], indexed(outer.path_of("columns"), index));
        TableColumn column;
        reader.require("field");
        reader.text("field", column.field, kColumnRule);
        reader.text("label", column.label);
        read_format(reader, "format", column.format, check_cell_format);
        reader.word("total", column.total);
        if (Result<> finished = reader.finish(); !finished)
            return outer.fail_with(std::move(finished).error());
        columns.push_back(std::move(column));
    }
}

void read_table(ObjectReader& reader, Widget& widget)
{
    read_columns(reader, widget.columns);
    std::int64_t max_rows = 0;
    if (reader.integer("max_rows", max_rows, {1, 5'000'000}))
        widget.max_rows = max_rows;
}

void read_kpi(ObjectReader& reader, Widget& widget)
{
    reader.require("value");
    reader.text("value", widget.value, kColumnRule);
    reader.text("compare", widget.compare);
    reader.word("good", widget.good);
    read_format(reader, "format", widget.format, check_number_format);
}

void check_id(ObjectReader& reader, const std::string& id)
{
    const bool plain = std::ranges::all_of(id, [](unsigned char byte) {
        return byte < 0x80 && (std::isalnum(byte) != 0 || byte == '_' || byte == '-');
    });
    if (!id.starts_with("w_") || id.size() < 3 || !plain)
        reader.fail(
            "id",
            fmt::format("must start with w_ and go on with letters, digits, _ or -; \"{}\" was given", id));
}

} // namespace

Result<Widget> read_widget(const json::value& value, const std::string& path)
{
    ObjectReader reader(value, path);
    Widget widget;
    reader.require("id");
    reader.require("kind");
    if (reader.text("id", widget.id, {1, 100}))
        check_id(reader, widget.id);
    const bool kind_known = reader.word("kind", widget.kind);
    reader.text("title", widget.title);
    read_grid(reader, widget.grid);
    if (widget.kind == WidgetKind::text) {
        reader.text("markdown", widget.markdown, {0, 100'000, TextShape::paragraphs});
    } else {
        reader.require("query");
        reader.text("query", widget.query, kNameRule);
    }
    if (widget.kind == WidgetKind::kpi)
        read_kpi(reader, widget);
    else if (widget.kind == WidgetKind::chart)
        read_chart(reader, widget.chart);
    else if (widget.kind == WidgetKind::table)
        read_table(reader, widget);
    if (!kind_known) // the keys of a kind we do not know cannot be judged: tell about the kind alone
        reader.ignore(
            {"query", "value", "compare", "good", "format", "chart", "columns", "max_rows", "markdown"});
    TRY(reader.finish());
    return widget;
}

json::object write_widget(const Widget& widget)
{
    json::object out;
    out["id"] = widget.id;
    out["kind"] = to_text(widget.kind);
    out["title"] = widget.title;
    if (widget.kind != WidgetKind::text)
        out["query"] = widget.query;
    if (widget.kind == WidgetKind::kpi) {
        out["value"] = widget.value;
        out["compare"] = widget.compare;
        out["good"] = to_text(widget.good);
        out["format"] = widget.format;
    } else if (widget.kind == WidgetKind::chart) {
        const ChartSpec& chart = widget.chart;
        json::array y;
        for (const std::string& column : chart.y)
            y.emplace_back(column);
        out["chart"] = {{"mark", to_text(chart.mark)},
                        {"x", chart.x},
                        {"y", std::move(y)},
                        {"series", chart.series.empty() ? json::value(nullptr) : json::value(chart.series)},
                        {"stack", to_text(chart.stack)},
                        {"horizontal", chart.horizontal},
                        {"labels", to_text(chart.labels)},
                        {"x_format", chart.x_format},
                        {"y_format", chart.y_format}};
    } else if (widget.kind == WidgetKind::table) {
        json::array columns;
        for (const TableColumn& column : widget.columns)
            columns.push_back({{"field", column.field},
                               {"label", column.label},
                               {"format", column.format},
                               {"total", to_text(column.total)}});
        out["columns"] = std::move(columns);
        out["max_rows"] = widget.max_rows ? json::value(*widget.max_rows) : json::value(nullptr);
    } else {
        out["markdown"] = widget.markdown;
    }
    out["grid"] = {{"x", widget.grid.x}, {"y", widget.grid.y}, {"w", widget.grid.w}, {"h", widget.grid.h}};
    return out;
}

} // namespace presstime::codec

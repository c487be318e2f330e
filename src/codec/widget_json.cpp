// Shapes and grid of one widget. Whether its query is there is the dashboard's question, whether its columns
// are is control's.
#include "codec/widget_json.hpp"

#include "codec/chart_json.hpp"
#include "platform/text/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime::codec {
namespace json = boost::json;
namespace {

// A data URI of 512 KiB of picture, in characters.
constexpr std::size_t kMaxImageCharacters = 700'000;

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
    reader.text("compare_label", widget.compare_label);
    reader.text("sparkline", widget.sparkline);
    reader.text("sparkline_query", widget.sparkline_query);
    if (!widget.compare_label.empty() && widget.compare.empty())
        reader.fail("compare_label", "names what the value is compared with; give compare too");
    if (!widget.sparkline_query.empty() && widget.sparkline.empty())
        reader.fail("sparkline", "is required beside sparkline_query: the column that is drawn");
}

// The base64 of a picture may stand in lines, as a YAML block does.
void read_image(ObjectReader& reader, Widget& widget)
{
    reader.require("image");
    reader.text("image", widget.image, {1, kMaxImageCharacters, TextShape::paragraphs});
    std::erase_if(widget.image, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    if (!widget.image.empty() && !widget.image.starts_with("data:image/"))
        reader.fail("image", "must be a PNG or JPEG as a data URI: data:image/png;base64,...");
    reader.text("alt", widget.alt, {0, 1'000});
}

void write_kpi(json::object& out, const Widget& widget)
{
    out["value"] = widget.value;
    out["compare"] = widget.compare;
    if (!widget.compare_label.empty())
        out["compare_label"] = widget.compare_label;
    out["good"] = to_text(widget.good);
    out["format"] = widget.format;
    if (!widget.sparkline.empty())
        out["sparkline"] = widget.sparkline;
    if (!widget.sparkline_query.empty())
        out["sparkline_query"] = widget.sparkline_query;
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

bool reads_query(const Widget& widget)
{
    return widget.kind != WidgetKind::text && widget.kind != WidgetKind::image;
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
    reader.boolean("break_before", widget.break_before);
    if (reads_query(widget)) {
        reader.require("query");
        reader.text("query", widget.query, kNameRule);
    }
    if (widget.kind == WidgetKind::kpi)
        read_kpi(reader, widget);
    else if (widget.kind == WidgetKind::chart)
        read_chart(reader, widget.chart);
    else if (widget.kind == WidgetKind::table)
        read_table(reader, widget);
    else if (widget.kind == WidgetKind::image)
        read_image(reader, widget);
    else
        reader.text("markdown", widget.markdown, {0, 100'000, TextShape::paragraphs});
    if (!kind_known) // the keys of a kind we do not know cannot be judged: tell about the kind alone
        reader.ignore({"query", "value", "compare", "good", "format", "compare_label", "sparkline",
                       "sparkline_query", "chart", "columns", "max_rows", "markdown", "image", "alt"});
    TRY(reader.finish());
    return widget;
}

json::object write_widget(const Widget& widget)
{
    json::object out;
    out["id"] = widget.id;
    out["kind"] = to_text(widget.kind);
    out["title"] = widget.title;
    if (reads_query(widget))
        out["query"] = widget.query;
    if (widget.kind == WidgetKind::kpi) {
        write_kpi(out, widget);
    } else if (widget.kind == WidgetKind::chart) {
        out["chart"] = write_chart(widget.chart);
    } else if (widget.kind == WidgetKind::table) {
        out["columns"] = write_columns(widget.columns);
        out["max_rows"] = widget.max_rows ? json::value(*widget.max_rows) : json::value(nullptr);
    } else if (widget.kind == WidgetKind::image) {
        out["image"] = widget.image;
        out["alt"] = widget.alt;
    } else {
        out["markdown"] = widget.markdown;
    }
    if (widget.break_before)
        out["break_before"] = true;
    out["grid"] = {{"x", widget.grid.x}, {"y", widget.grid.y}, {"w", widget.grid.w}, {"h", widget.grid.h}};
    return out;
}

} // namespace presstime::codec

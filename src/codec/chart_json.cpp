// Reading is strict; writing names the keys that were always written, and of the others those that differ
// from their default, so that an exported file says what somebody chose.
#include "codec/chart_json.hpp"

#include "codec/chart_rules.hpp"
#include "platform/text/number_format.hpp"

#include <fmt/format.h>

namespace presstime::codec {
namespace json = boost::json;
namespace {

constexpr std::size_t kMaxMeasures = 20;
constexpr std::size_t kMaxReferences = 20;

// Exactly one of value, from and to, at, statistic.
void check_position(ObjectReader& reader, const Reference& reference)
{
    const bool band = reference.from || reference.to;
    const int given = (reference.value ? 1 : 0) + (band ? 1 : 0) + (reference.at.empty() ? 0 : 1) +
                      (reference.statistic == ReferenceStatistic::none ? 0 : 1);
    if (given != 1)
        reader.fail("value", fmt::format("or from and to, or at, or statistic: give exactly one of them; {} "
                                         "were given",
                                         given));
    if (band && !(reference.from && reference.to))
        reader.fail(reference.from ? "to" : "from", "is required: a band needs both ends");
    if (reference.from && reference.to && *reference.from >= *reference.to)
        reader.fail("to", fmt::format("must be greater than from, {}", *reference.from));
    if (!reference.at.empty() && reference.axis != ReferenceAxis::x)
        reader.fail("at", "names a place on the x axis; add axis: x, or give value");
}

void read_references(ObjectReader& outer, std::vector<Reference>& references)
{
    const json::array* items = outer.list("references", kMaxReferences);
    if (!items)
        return;
    for (std::size_t index = 0; index < items->size(); ++index) {
        ObjectReader reader((*items)[index], indexed(outer.path_of("references"), index));
        Reference reference;
        reader.word("axis", reference.axis);
        reader.real("value", reference.value);
        reader.real("from", reference.from);
        reader.real("to", reference.to);
        reader.text("at", reference.at);
        reader.word("statistic", reference.statistic);
        reader.text("label", reference.label);
        reader.word("tone", reference.tone);
        check_position(reader, reference);
        if (Result<> finished = reader.finish(); !finished)
            return outer.fail_with(std::move(finished).error());
        references.push_back(std::move(reference));
    }
}

json::array write_references(const std::vector<Reference>& references)
{
    json::array out;
    for (const Reference& reference : references) {
        json::object item;
        if (reference.axis != ReferenceAxis::y)
            item["axis"] = to_text(reference.axis);
        if (reference.value)
            item["value"] = *reference.value;
        if (reference.from)
            item["from"] = *reference.from;
        if (reference.to)
            item["to"] = *reference.to;
        if (!reference.at.empty())
            item["at"] = reference.at;
        if (reference.statistic != ReferenceStatistic::none)
            item["statistic"] = to_text(reference.statistic);
        if (!reference.label.empty())
            item["label"] = reference.label;
        if (reference.tone != Tone::neutral)
            item["tone"] = to_text(reference.tone);
        out.push_back(std::move(item));
    }
    return out;
}

void read_tones(ObjectReader& outer, std::vector<ToneRule>& tones)
{
    const json::array* items = outer.list("tones", 10);
    if (!items)
        return;
    for (std::size_t index = 0; index < items->size(); ++index) {
        ObjectReader reader((*items)[index], indexed(outer.path_of("tones"), index));
        ToneRule rule;
        for (std::string_view key : {"when", "value", "tone"})
            reader.require(key);
        reader.word("when", rule.when);
        reader.real("value", rule.value);
        reader.word("tone", rule.tone);
        if (Result<> finished = reader.finish(); !finished)
            return outer.fail_with(std::move(finished).error());
        tones.push_back(rule);
    }
}

// Reads and then writes beside each other what was added to the first charts.
void read_axes(ObjectReader& reader, ChartSpec& chart)
{
    reader.word("x_scale", chart.x_scale);
    reader.word("y_scale", chart.y_scale);
    reader.real("y_min", chart.y_min);
    reader.real("y_max", chart.y_max);
    reader.text("x_title", chart.x_title);
    reader.text("y_title", chart.y_title);
    reader.text("y2_title", chart.y2_title);
    read_format(reader, "x_format", chart.x_format, check_cell_format);
    read_format(reader, "y_format", chart.y_format, check_number_format);
    read_format(reader, "y2_format", chart.y2_format, check_number_format);
}

void write_axes(json::object& out, const ChartSpec& chart)
{
    if (chart.x_scale != ScaleKind::linear)
        out["x_scale"] = to_text(chart.x_scale);
    if (chart.y_scale != ScaleKind::linear)
        out["y_scale"] = to_text(chart.y_scale);
    if (chart.y_min)
        out["y_min"] = *chart.y_min;
    if (chart.y_max)
        out["y_max"] = *chart.y_max;
    for (const auto& [key, text] : {std::pair("x_title", &chart.x_title),
                                    {"y_title", &chart.y_title},
                                    {"y2_title", &chart.y2_title},
                                    {"y2_format", &chart.y2_format}})
        if (!text->empty())
            out[key] = *text;
}

} // namespace

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
    reader.require("mark");
    const bool mark_known = reader.word("mark", chart.mark);
    if (reader.has("x")) // null where the mark needs none
        reader.text("x", chart.x, kColumnRule);
    reader.take("x");
    reader.texts("y", chart.y, kMaxMeasures, kColumnRule);
    reader.texts("y2", chart.y2, kMaxMeasures, kColumnRule);
    reader.word("y2_axis", chart.y2_axis);
    reader.text("series", chart.series);
    reader.text("size", chart.size);
    reader.text("label", chart.label);
    reader.word("stack", chart.stack);
    reader.boolean("horizontal", chart.horizontal);
    reader.word("labels", chart.labels);
    reader.word("curve", chart.curve);
    reader.word("markers", chart.markers);
    reader.integer("bins", chart.bins, {0, 200});
    reader.boolean("closing_total", chart.closing_total);
    read_axes(reader, chart);
    read_references(reader, chart.references);
    if (mark_known)
        check_chart(reader, chart);
    if (Result<> finished = reader.finish(); !finished)
        outer.fail_with(std::move(finished).error());
}

json::object write_chart(const ChartSpec& chart)
{
    json::object out{{"mark", to_text(chart.mark)},
                     {"x", chart.x.empty() ? json::value(nullptr) : json::value(chart.x)},
                     {"y", json::value_from(chart.y)}};
    if (!chart.y2.empty())
        out["y2"] = json::value_from(chart.y2);
    if (chart.y2_axis != SecondAxis::own)
        out["y2_axis"] = to_text(chart.y2_axis);
    out["series"] = chart.series.empty() ? json::value(nullptr) : json::value(chart.series);
    if (!chart.size.empty())
        out["size"] = chart.size;
    if (!chart.label.empty())
        out["label"] = chart.label;
    out["stack"] = to_text(chart.stack);
    out["horizontal"] = chart.horizontal;
    out["labels"] = to_text(chart.labels);
    if (chart.curve != Curve::straight)
        out["curve"] = to_text(chart.curve);
    if (chart.markers != MarkerMode::automatic)
        out["markers"] = to_text(chart.markers);
    if (chart.bins != 0)
        out["bins"] = chart.bins;
    if (!chart.closing_total)
        out["closing_total"] = false;
    out["x_format"] = chart.x_format;
    out["y_format"] = chart.y_format;
    write_axes(out, chart);
    if (!chart.references.empty())
        out["references"] = write_references(chart.references);
    return out;
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
        reader.word("mark", column.mark);
        read_tones(reader, column.tones);
        reader.text("link", column.link);
        reader.integer("lines", column.lines, {1, 20});
        if (!column.tones.empty() && column.mark == CellMark::none)
            reader.fail("tones", "colour the cell's mark; add mark: bar or mark: dot");
        if (Result<> finished = reader.finish(); !finished)
            return outer.fail_with(std::move(finished).error());
        columns.push_back(std::move(column));
    }
}

json::array write_columns(const std::vector<TableColumn>& columns)
{
    json::array out;
    for (const TableColumn& column : columns) {
        json::object item{{"field", column.field},
                          {"label", column.label},
                          {"format", column.format},
                          {"total", to_text(column.total)}};
        if (column.mark != CellMark::none)
            item["mark"] = to_text(column.mark);
        json::array tones;
        for (const ToneRule& rule : column.tones)
            tones.push_back(
                {{"when", to_text(rule.when)}, {"value", rule.value}, {"tone", to_text(rule.tone)}});
        if (!tones.empty())
            item["tones"] = std::move(tones);
        if (!column.link.empty())
            item["link"] = column.link;
        if (column.lines != TableColumn{}.lines)
            item["lines"] = column.lines;
        out.push_back(std::move(item));
    }
    return out;
}

} // namespace presstime::codec

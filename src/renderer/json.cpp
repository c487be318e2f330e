// JSON: the rows of every data widget with their columns' types, in the definition's order, streamed.
// docs/data-files.md describes the document.
#include "model/enum_text.hpp"
#include "renderer/json_writer.hpp"
#include "renderer/renderer.hpp"
#include "renderer/widget_rows.hpp"

namespace presstime {
namespace {

void write_head(const RenderInput& input, JsonWriter& json)
{
    json.name("dashboard");
    json.begin('{');
    json.named_text("id", input.dashboard.id);
    json.named_text("name", input.dashboard.name);
    json.end('}');
    json.name("period");
    json.begin('{');
    json.named_text("start", format_rfc3339(input.period.start));
    json.named_text("end", format_rfc3339(input.period.end));
    json.end('}');
    json.named_text("nominal_at", format_rfc3339(input.nominal_at));
    json.named_text("as_of", format_rfc3339(input.as_of));
}

void write_columns(const WidgetRows& rows, JsonWriter& json)
{
    json.name("columns");
    json.begin('[');
    for (std::size_t at = 0; at < rows.columns().size(); ++at) {
        json.begin('{');
        json.named_text("name", rows.column(at).name);
        json.named_text("type", to_string(rows.column(at).type));
        json.end('}');
    }
    json.end(']');
}

Result<> write_rows(WidgetRows& rows, JsonWriter& json, Deadline deadline)
{
    json.name("rows");
    json.begin('[');
    Batch batch;
    while (TRY(rows.next(batch, deadline))) {
        for (std::size_t row = 0; row < batch.rows; ++row) {
            json.begin('[');
            for (std::size_t column : rows.columns())
                json.cell(batch.columns[column], row);
            json.end(']');
            TRY(json.flush_if_full());
        }
    }
    json.end(']');
    return {};
}

Result<> write_widget(WidgetRows& rows, JsonWriter& json, Deadline deadline)
{
    json.begin('{');
    json.named_text("id", rows.widget().id);
    json.named_text("title", rows.title());
    json.named_text("kind", to_text(rows.widget().kind));
    if (!rows.error().empty())
        json.named_text("error", rows.error());
    write_columns(rows, json);
    TRY(write_rows(rows, json, deadline));
    json.name("row_count");
    json.integer(rows.rows());
    json.name("complete");
    json.boolean(rows.complete());
    if (!rows.reason().empty())
        json.named_text("reason", rows.reason());
    json.end('}');
    return json.flush_if_full();
}

Result<RenderSummary> render_json(const RenderInput& input, const PageList&, ByteSink& sink,
                                  Deadline deadline)
{
    RenderSummary summary;
    JsonWriter json(sink);
    json.begin('{');
    write_head(input, json);
    json.name("widgets");
    json.begin('[');
    for (const Widget* widget : data_widgets(input.dashboard)) {
        WidgetRows rows = TRY(WidgetRows::open(*widget, input));
        TRY(write_widget(rows, json, deadline));
        rows.add_to(summary);
    }
    json.end(']');
    json.end('}');
    TRY(json.finish());
    return summary;
}

} // namespace

const RendererPlugin& json_renderer()
{
    static const RendererPlugin plugin = {
        .name = "json",
        .summary = "The rows of every widget with their types, as one JSON document",
        .needs = RendererInput::tables,
        .content_type = [](const RenderInput&) -> std::string { return "application/json"; },
        .extension = [](const RenderInput&) -> std::string { return "json"; },
        .render = render_json,
    };
    return plugin;
}

} // namespace presstime

// CSV: one data widget defined gives a plain RFC 4180 file; several follow one another, each under a title
// row and its header row, with an empty line between; or, as zip, one file each. The shape follows the
// definition and never the day's data. The completeness stamp stays outside the bytes.
#include "platform/text/csv.hpp"

#include "base/text.hpp"
#include "renderer/renderer.hpp"
#include "renderer/widget_rows.hpp"
#include "renderer/zip_writer.hpp"

#include <fmt/format.h>

namespace presstime {
namespace {

bool is_zip(const RenderInput& input)
{
    return input.report.csv.layout == CsvLayout::zip;
}

// Header and rows. A failed query keeps its header row, empty where the definition names no columns.
Result<> write_table(WidgetRows& rows, CsvWriter& csv, Deadline deadline)
{
    TRY(csv.write_row(rows.labels()));
    Batch batch;
    while (TRY(rows.next(batch, deadline)))
        TRY(csv.write_rows(batch, rows.columns()));
    return {};
}

Result<RenderSummary> write_sections(const RenderInput& input, ByteSink& sink, Deadline deadline)
{
    RenderSummary summary;
    CsvWriter csv(
        input.report.csv, [&](std::string_view bytes) { return sink.write(bytes); }, input.utc_offset);
    TRY(csv.begin());
    const std::vector<const Widget*> widgets = data_widgets(input.dashboard);
    for (const Widget* widget : widgets) {
        WidgetRows rows = TRY(WidgetRows::open(*widget, input));
        if (widget != widgets.front())
            TRY(csv.write_empty_row());
        if (widgets.size() > 1)
            TRY(csv.write_row(std::vector<std::string>{rows.title()}));
        TRY(write_table(rows, csv, deadline));
        rows.add_to(summary);
    }
    TRY(csv.finish());
    return summary;
}

std::string entry_name(std::size_t number, const std::string& title)
{
    std::string name(clip_utf8(title, 100));
    for (char& letter : name) {
        bool unsafe = std::string_view("/\\:*?\"<>|").find(letter) != std::string_view::npos;
        if (unsafe || static_cast<unsigned char>(letter) < 0x20)
            letter = '-';
    }
    return fmt::format("{:02} {}.csv", number, name);
}

Result<RenderSummary> write_zip(const RenderInput& input, ByteSink& sink, Deadline deadline)
{
    RenderSummary summary;
    ZipWriter zip(sink);
    std::size_t number = 0;
    for (const Widget* widget : data_widgets(input.dashboard)) {
        WidgetRows rows = TRY(WidgetRows::open(*widget, input));
        TRY(zip.start_entry(entry_name(++number, rows.title())));
        CsvWriter csv(
            input.report.csv, [&](std::string_view bytes) { return zip.write(bytes); }, input.utc_offset);
        TRY(csv.begin());
        TRY(write_table(rows, csv, deadline));
        TRY(csv.finish());
        rows.add_to(summary);
    }
    TRY(zip.finish());
    return summary;
}

Result<RenderSummary> render_csv(const RenderInput& input, const PageList&, ByteSink& sink, Deadline deadline)
{
    return is_zip(input) ? write_zip(input, sink, deadline) : write_sections(input, sink, deadline);
}

} // namespace

const RendererPlugin& csv_renderer()
{
    static const RendererPlugin plugin = {
        .name = "csv",
        .summary = "The rows of every widget as CSV, in one file or zipped one by one",
        .needs = RendererInput::tables,
        .content_type = [](const RenderInput& input) -> std::string {
            return is_zip(input) ? "application/zip" : "text/csv";
        },
        .extension = [](const RenderInput& input) -> std::string { return is_zip(input) ? "zip" : "csv"; },
        .render = render_csv,
    };
    return plugin;
}

} // namespace presstime

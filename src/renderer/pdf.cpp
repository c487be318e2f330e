// PDF: plays the pages of the layout, one to a page, dated with the data's instant so that equal data gives
// equal bytes.
#include "platform/canvas/canvas.hpp"
#include "renderer/page_summary.hpp"
#include "renderer/renderer.hpp"

namespace presstime {
namespace {

Result<RenderSummary> render_pdf(const RenderInput& input, const PageList& pages, ByteSink& sink,
                                 Deadline deadline)
{
    const ByteWriter writer = [&](std::string_view bytes) { return sink.write(bytes); };
    return summary_of(pages, TRY(write_pdf(pages, input.as_of, writer, deadline)));
}

} // namespace

const RendererPlugin& pdf_renderer()
{
    static const RendererPlugin plugin = {
        "pdf",
        "Pages of A4 or Letter, tables flowing over them",
        RendererInput::pages,
        [](const RenderInput&) -> std::string { return "application/pdf"; },
        [](const RenderInput&) -> std::string { return "pdf"; },
        render_pdf,
    };
    return plugin;
}

} // namespace presstime

// PNG: the whole dashboard as one tall picture of a fixed width.
#include "platform/canvas/canvas.hpp"
#include "renderer/page_summary.hpp"
#include "renderer/renderer.hpp"

namespace presstime {
namespace {

// The layout's tall page is 800 pt wide: 1,200 pixels.
constexpr double kPngScale = 1.5;

Result<RenderSummary> render_png(const RenderInput&, const PageList& pages, ByteSink& sink, Deadline deadline)
{
    if (pages.pages.size() != 1) {
        return fail(Error::give_up("a picture is made of exactly one page"));
    }
    const ByteWriter writer = [&](std::string_view bytes) { return sink.write(bytes); };
    const PictureStyle style = picture_style(pages, kPngScale);
    return summary_of(pages, TRY(write_png(pages.pages.front(), style, writer, deadline)));
}

} // namespace

const RendererPlugin& png_renderer()
{
    static const RendererPlugin plugin = {
        "png",
        "The whole dashboard in one picture, 1,200 pixels wide",
        RendererInput::tall_page,
        [](const RenderInput&) -> std::string { return "image/png"; },
        [](const RenderInput&) -> std::string { return "png"; },
        render_png,
    };
    return plugin;
}

} // namespace presstime

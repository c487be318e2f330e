// PNG: the whole dashboard as one tall picture of a fixed width.
#include "base/text.hpp"
#include "platform/canvas/canvas.hpp"
#include "renderer/page_summary.hpp"
#include "renderer/renderer.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace presstime {
namespace {

// The layout's tall page is 800 pt wide: 1,200 pixels, or twice as many where the report asks for it.
constexpr double kPngScale = 1.5;

Result<RenderSummary> render_png(const RenderInput& input, const PageList& pages, ByteSink& sink,
                                 Deadline deadline)
{
    if (pages.pages.size() != 1) {
        return fail(Error::give_up("a picture is made of exactly one page"));
    }
    const ByteWriter writer = [&](std::string_view bytes) { return sink.write(bytes); };
    const Page& page = pages.pages.front();
    const double asked = kPngScale * std::clamp(input.report.png_scale, 1, 2);
    const bool fits = page.height * asked <= kMaxPngSide_px;
    const PictureStyle style = picture_style(pages, fits ? asked : kPngScale);
    RenderSummary summary = summary_of(pages, TRY(write_png(page, style, writer, deadline)));
    if (!fits && asked > kPngScale) {
        summary.note +=
            fmt::format("{}The picture is 1,200 pixels wide and not 2,400, at which it would be higher "
                        "than {} pixels.",
                        summary.note.empty() ? "" : " ", format_count(kMaxPngSide_px));
    }
    return summary;
}

} // namespace

const RendererPlugin& png_renderer()
{
    static const RendererPlugin plugin = {
        "png",
        "The whole dashboard in one picture, 1,200 or 2,400 pixels wide",
        RendererInput::tall_page,
        [](const RenderInput&) -> std::string { return "image/png"; },
        [](const RenderInput&) -> std::string { return "png"; },
        render_png,
    };
    return plugin;
}

} // namespace presstime

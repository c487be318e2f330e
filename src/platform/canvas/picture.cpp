// PNG: the page is drawn in bands, so that a picture of 32,000 rows costs no more memory than one of a few
// hundred; what does not meet a band is not drawn for it.
#include "platform/canvas/canvas.hpp"
#include "platform/canvas/extent.hpp"
#include "platform/canvas/font_context.hpp"
#include "platform/canvas/paper.hpp"
#include "platform/canvas/player.hpp"
#include "platform/canvas/png_encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace presstime {
namespace {

using namespace canvas;

constexpr int kBandBytes = 4 * 1024 * 1024;

struct Band {
    int top_px = 0;
    int rows = 0;
};

Result<> draw_band(cairo_surface_t* surface, const Page& page, const PictureStyle& style, Band band,
                   MissingGlyphs& missing)
{
    const CairoHandle cairo(cairo_create(surface));
    paint_paper(cairo.get(), kWhite);
    paint_paper(cairo.get(), style.paper);
    cairo_translate(cairo.get(), 0, -band.top_px);
    cairo_scale(cairo.get(), style.scale, style.scale);
    cairo_translate(cairo.get(), -style.origin.x, -style.origin.y);
    FontContext& fonts = FontContext::of_this_thread(style.font_family, style.language);
    Player player(cairo.get(), fonts, Medium::picture);
    const double top = style.origin.y;
    TRY(player.play(page.drawing,
                    {top + band.top_px / style.scale, top + (band.top_px + band.rows) / style.scale}));
    missing.insert(player.missing_glyphs().begin(), player.missing_glyphs().end());
    return {};
}

} // namespace

Result<DrawReport> write_png(const Page& page, const PictureStyle& style, const ByteWriter& writer,
                             Deadline deadline)
{
    const double width = std::ceil(page.width * style.scale - 0.001);
    const double height = std::ceil(page.height * style.scale - 0.001);
    if (!(width >= 1 && height >= 1 && width <= kMaxPngSide_px && height <= kMaxPngSide_px)) {
        return fail(
            Error::too_large("", fmt::format("the picture would be {:.0f} x {:.0f} pixels; at most {} a "
                                             "side can be drawn, so choose PDF or fewer widgets",
                                             width, height, kMaxPngSide_px)));
    }
    const int width_px = static_cast<int>(width);
    const int height_px = static_cast<int>(height);
    const int band_rows = std::clamp(kBandBytes / (4 * width_px), 1, height_px);
    const SurfaceHandle surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, band_rows));
    TRY(check_status(cairo_surface_status(surface.get()), "The picture"));
    PngEncoder encoder(width_px, height_px, writer);
    TRY(encoder.begin());
    MissingGlyphs missing;
    for (int top = 0; top < height_px; top += band_rows) {
        TRY(check_deadline(deadline));
        const Band band{top, std::min(band_rows, height_px - top)};
        TRY(draw_band(surface.get(), page, style, band, missing));
        cairo_surface_flush(surface.get());
        TRY(encoder.add_rows(cairo_image_surface_get_data(surface.get()),
                             static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get())),
                             band.rows));
    }
    TRY(encoder.finish());
    return DrawReport{to_text(missing)};
}

} // namespace presstime

// The outline is filled just as a path on the picture itself would be, so that a mask looks like it.
#include "platform/canvas/glyph_masks.hpp"

#include <cmath>
#include <cstddef>
#include <cstring>

namespace presstime::canvas {
namespace {

void trace(cairo_t* cairo, cairo_font_face_t* face, double size_px, const cairo_glyph_t& glyph)
{
    cairo_set_font_face(cairo, face);
    cairo_set_font_size(cairo, size_px);
    cairo_glyph_path(cairo, &glyph, 1);
}

} // namespace

GlyphMasks::GlyphMasks(const cairo_font_options_t* options)
    : measure_(cairo_create(SurfaceHandle(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)).get()))
{
    cairo_set_font_options(measure_.get(), options);
}

const GlyphMask& GlyphMasks::find(cairo_font_face_t* face, double size_px, unsigned long glyph,
                                  GlyphPhase phase)
{
    const auto phases = static_cast<std::uint64_t>(phase.y * kPhases + phase.x);
    const Key key{face, static_cast<std::uint64_t>(glyph) * kPhases * kPhases + phases, size_px};
    if (const GlyphMask* found = cache_.find(key)) {
        return *found;
    }
    GlyphMask mask = rasterise(face, size_px, glyph, phase);
    const std::size_t weight = 200 + mask.coverage.size();
    return cache_.insert(key, std::move(mask), weight);
}

GlyphMask GlyphMasks::rasterise(cairo_font_face_t* face, double size_px, unsigned long glyph,
                                GlyphPhase phase)
{
    cairo_glyph_t at{glyph, phase.x / double{kPhases}, phase.y / double{kPhases}};
    cairo_new_path(measure_.get());
    trace(measure_.get(), face, size_px, at);
    double left = 0, top = 0, right = 0, bottom = 0;
    cairo_path_extents(measure_.get(), &left, &top, &right, &bottom);
    GlyphMask mask;
    if (!(right > left && bottom > top)) {
        return mask;
    }
    mask.left = static_cast<int>(std::floor(left));
    mask.top = static_cast<int>(std::floor(top));
    mask.width = static_cast<int>(std::ceil(right)) - mask.left;
    mask.height = static_cast<int>(std::ceil(bottom)) - mask.top;
    const SurfaceHandle surface(cairo_image_surface_create(CAIRO_FORMAT_A8, mask.width, mask.height));
    const CairoHandle cairo(cairo_create(surface.get()));
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_get_font_options(measure_.get(), options);
    cairo_set_font_options(cairo.get(), options);
    cairo_font_options_destroy(options);
    at.x -= mask.left;
    at.y -= mask.top;
    trace(cairo.get(), face, size_px, at);
    cairo_fill(cairo.get());
    cairo_surface_flush(surface.get());
    const unsigned char* pixels = cairo_image_surface_get_data(surface.get());
    if (pixels == nullptr) {
        return {};
    }
    const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
    const auto width = static_cast<std::size_t>(mask.width);
    mask.coverage.resize(width * static_cast<std::size_t>(mask.height));
    for (std::size_t y = 0; y < static_cast<std::size_t>(mask.height); ++y) {
        std::memcpy(mask.coverage.data() + y * width, pixels + y * stride, width);
    }
    return mask;
}

} // namespace presstime::canvas

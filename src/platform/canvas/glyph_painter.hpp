// Puts runs of glyphs straight onto the pixels of a picture: their masks are added up, then the colour is
// blended once, so that letters which touch show no seam. It knows upright text on an RGB picture only.
#pragma once

#include "model/drawing.hpp"
#include "platform/canvas/font_context.hpp"

#include <cstdint>
#include <vector>

namespace presstime::canvas {

// Pixels; right and bottom are outside.
struct PixelBox {
    double left = 0, top = 0, right = 0, bottom = 0;
};

class GlyphPainter {
public:
    // False, and nothing drawn, where the run has to be drawn as a path: when it is turned, slanted, huge or
    // crosses the edge of `clip`. `clip` is in pixels of the target.
    bool paint(cairo_t* cairo, FontContext& fonts, const GlyphRun& run, Point at, Color color,
               const PixelBox& clip);

private:
    struct Placed {
        int left = 0, top = 0;
        int width = 0, height = 0;
        std::size_t from = 0; // in coverage_
    };
    void add_up(int left, int top, int width);
    void blend(cairo_surface_t* surface, int left, int top, int width, int height, Color color);

    // Kept for their memory.
    std::vector<Placed> placed_;
    std::vector<std::uint8_t> coverage_; // of the single glyphs
    std::vector<std::uint8_t> sum_;      // of the run
};

} // namespace presstime::canvas

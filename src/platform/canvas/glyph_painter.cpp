// The baseline stands on a whole pixel, which keeps the feet of the letters crisp; across, a glyph stands on
// the quarter of a pixel nearest to its place, which keeps the spacing even.
#include "platform/canvas/glyph_painter.hpp"

#include "platform/canvas/glyph_masks.hpp"

#include <algorithm>
#include <cmath>

namespace presstime::canvas {
namespace {

constexpr double kMaxPlace_px = 1e6;

// A place in quarters of a pixel, as whole pixels and the phase.
struct Quartered {
    int whole = 0;
    int phase = 0;
};

Quartered quartered(double at_px)
{
    const int quarters = static_cast<int>(std::floor(at_px * GlyphMasks::kPhases + 0.5));
    const int phase = ((quarters % GlyphMasks::kPhases) + GlyphMasks::kPhases) % GlyphMasks::kPhases;
    return {(quarters - phase) / GlyphMasks::kPhases, phase};
}

bool is_upright(const cairo_matrix_t& matrix)
{
    return matrix.xy == 0 && matrix.yx == 0 && matrix.xx == matrix.yy && matrix.xx > 0;
}

// value / 255, rounded, for value up to 255 * 255.
std::uint32_t part_of_255(std::uint32_t value)
{
    value += 128;
    return (value + (value >> 8)) >> 8;
}

std::uint32_t mixed(std::uint32_t below, Color color, std::uint32_t alpha)
{
    const auto channel = [&](int shift, std::uint32_t above) {
        return part_of_255(above * alpha + (below >> shift & 255) * (255 - alpha)) << shift;
    };
    return 0xFF000000U | channel(16, color.r) | channel(8, color.g) | channel(0, color.b);
}

} // namespace

bool GlyphPainter::paint(cairo_t* cairo, FontContext& fonts, const GlyphRun& run, Point at, Color color,
                         const PixelBox& clip)
{
    cairo_matrix_t matrix;
    cairo_get_matrix(cairo, &matrix);
    const double size_px = run.font_matrix.xx * matrix.xx;
    if (!is_upright(matrix) || !is_upright(run.font_matrix) || size_px > GlyphMasks::kMaxSize_px) {
        return false;
    }
    const double base_x = at.x * matrix.xx + matrix.x0;
    const double base_y = std::floor(at.y * matrix.yy + matrix.y0 + 0.5);
    placed_.clear();
    coverage_.clear();
    int left = INT32_MAX, top = INT32_MAX, right = INT32_MIN, bottom = INT32_MIN;
    for (const cairo_glyph_t& glyph : run.glyphs) {
        const double x_px = base_x + glyph.x * matrix.xx, y_px = base_y + glyph.y * matrix.yy;
        if (!(std::fabs(x_px) < kMaxPlace_px && std::fabs(y_px) < kMaxPlace_px)) {
            return false;
        }
        const Quartered x = quartered(x_px), y = quartered(y_px);
        const GlyphMask& mask = fonts.masks().find(run.face, size_px, glyph.index, {x.phase, y.phase});
        if (mask.width == 0) {
            continue;
        }
        const Placed placed{x.whole + mask.left, y.whole + mask.top, mask.width, mask.height,
                            coverage_.size()};
        placed_.push_back(placed);
        coverage_.insert(coverage_.end(), mask.coverage.begin(), mask.coverage.end());
        left = std::min(left, placed.left);
        top = std::min(top, placed.top);
        right = std::max(right, placed.left + placed.width);
        bottom = std::max(bottom, placed.top + placed.height);
    }
    if (placed_.empty() || left >= clip.right || top >= clip.bottom || right <= clip.left ||
        bottom <= clip.top) {
        return true;
    }
    if (left < clip.left || top < clip.top || right > clip.right || bottom > clip.bottom) {
        return false;
    }
    sum_.assign(static_cast<std::size_t>(right - left) * static_cast<std::size_t>(bottom - top), 0);
    add_up(left, top, right - left);
    blend(cairo_get_target(cairo), left, top, right - left, bottom - top, color);
    return true;
}

void GlyphPainter::add_up(int left, int top, int width)
{
    for (const Placed& placed : placed_) {
        const std::uint8_t* from = coverage_.data() + placed.from;
        for (int y = 0; y < placed.height; ++y) {
            std::uint8_t* to = sum_.data() + static_cast<std::ptrdiff_t>(placed.top - top + y) * width +
                               (placed.left - left);
            for (int x = 0; x < placed.width; ++x) {
                to[x] = static_cast<std::uint8_t>(std::min(255, to[x] + *from++));
            }
        }
    }
}

void GlyphPainter::blend(cairo_surface_t* surface, int left, int top, int width, int height, Color color)
{
    cairo_surface_flush(surface);
    unsigned char* pixels = cairo_image_surface_get_data(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    const int first_x = std::max(0, -left);
    const int end_x = std::min(width, cairo_image_surface_get_width(surface) - left);
    const int end_y = std::min(height, cairo_image_surface_get_height(surface) - top);
    for (int y = std::max(0, -top); pixels != nullptr && y < end_y; ++y) {
        auto* row = reinterpret_cast<std::uint32_t*>(pixels + static_cast<std::ptrdiff_t>(top + y) * stride);
        const std::uint8_t* sums = sum_.data() + static_cast<std::ptrdiff_t>(y) * width;
        for (int x = first_x; x < end_x; ++x) {
            if (sums[x] != 0) {
                row[left + x] = mixed(row[left + x], color, part_of_255(std::uint32_t{sums[x]} * color.a));
            }
        }
    }
    cairo_surface_mark_dirty(surface);
}

} // namespace presstime::canvas

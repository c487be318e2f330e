// Coverage of single glyphs on the pixel grid, each rasterised once by cairo and kept: filling a glyph's
// outline anew for every word is what most of a picture's time went into. A mask depends on its key alone, so
// what was drawn before changes no pixel. Owned by a FontContext, whose faces the keys point to.
#pragma once

#include "platform/canvas/handles.hpp"
#include "platform/canvas/lru_cache.hpp"

#include <cstdint>
#include <vector>

namespace presstime::canvas {

// Rows of coverage; `left` and `top` are whole pixels from the glyph's origin.
struct GlyphMask {
    int left = 0, top = 0;
    int width = 0, height = 0; // 0 of a space
    std::vector<std::uint8_t> coverage;
};

// Where the origin of a glyph lies between pixels, in quarters.
struct GlyphPhase {
    int x = 0, y = 0;
};

class GlyphMasks {
public:
    explicit GlyphMasks(const cairo_font_options_t* options);

    // Valid until the next call. `size_px` at most kMaxSize_px.
    const GlyphMask& find(cairo_font_face_t* face, double size_px, unsigned long glyph, GlyphPhase phase);

    static constexpr int kPhases = 4;
    static constexpr double kMaxSize_px = 72;

private:
    struct Key {
        cairo_font_face_t* face = nullptr;
        std::uint64_t glyph = 0; // with the phase below it
        double size_px = 0;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const
        {
            return (std::hash<void*>{}(key.face) * 31 + key.glyph) * 31 + std::hash<double>{}(key.size_px);
        }
    };

    GlyphMask rasterise(cairo_font_face_t* face, double size_px, unsigned long glyph, GlyphPhase phase);

    CairoHandle measure_; // asked how far a glyph reaches; nothing is drawn with it
    LruCache<Key, GlyphMask, KeyHash> cache_{kMaxCacheBytes};

    static constexpr std::size_t kMaxCacheBytes = 4 * 1024 * 1024;
};

} // namespace presstime::canvas

// Text to glyphs, one context a thread and font family: each distinct (text, style) is shaped once by Pango
// and HarfBuzz and kept, so that a table of repeating words costs no shaping. Knows nothing of pages.
#pragma once

#include "model/drawing.hpp"
#include "platform/canvas/font_fallback.hpp"
#include "platform/canvas/glyph_masks.hpp"
#include "platform/canvas/handles.hpp"
#include "platform/canvas/lru_cache.hpp"

#include <pango/pangocairo.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::canvas {

// Glyphs of one face; positions are points from the start of the text on its baseline.
struct GlyphRun {
    cairo_font_face_t* face = nullptr; // owned by the context
    cairo_matrix_t font_matrix{};
    std::string text; // UTF-8 that the clusters map to, so that the text can be copied out of a PDF
    std::vector<cairo_glyph_t> glyphs;
    std::vector<cairo_text_cluster_t> clusters;
    cairo_text_cluster_flags_t cluster_flags{};
    bool pictures = false; // an emoji face: it has no outlines
};

// Where a face comes from.
struct FontFile {
    std::string path;
    int index = 0; // of the font in the file; a named design of a variable font stands in the upper half
};

struct ShapedText {
    double width = 0;
    std::vector<GlyphRun> runs;
    bool right_to_left = false;    // by its first letter that has a direction
    std::vector<char32_t> missing; // characters that no installed font has; each is drawn as a box
};

class FontContext final : public TextMeasure {
public:
    FontContext(std::string_view family, Han han);
    FontContext(const FontContext&) = delete;
    FontContext& operator=(const FontContext&) = delete;
    ~FontContext() override;

    // The context of the calling thread; a family that is not installed gives Inter's. It lives until the
    // thread has asked for kMaxContexts others.
    static FontContext& of_this_thread(std::string_view family = kDefaultFamily,
                                       std::string_view language = {});

    double width(std::string_view text, const TextStyle& style) override;
    std::size_t fit(std::string_view text, const TextStyle& style, double max_width) override;

    // Valid until the next call on this context. Text beyond kMaxTextBytes is not shaped.
    const ShapedText& shape(std::string_view text, const TextStyle& style);

    // No hinting, so that positions do not depend on the resolution.
    const cairo_font_options_t* font_options() const { return options_.get(); }
    // Of a face that shape() gave.
    const FontFile* file_of(cairo_font_face_t* face) const;
    // Of the faces that shape() gives.
    GlyphMasks& masks() { return masks_; }

    static constexpr std::string_view kDefaultFamily = "Inter";
    static constexpr std::size_t kMaxContexts = 4;
    static constexpr std::size_t kMaxTextBytes = 8192;

private:
    struct Key {
        std::string text;
        std::uint32_t style = 0;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const
        {
            return std::hash<std::string>{}(key.text) * 31 + key.style;
        }
    };
    struct Figure {
        unsigned long glyph = 0;
        double advance = 0;
    };
    // Glyphs of printable ASCII in one tabular style: such text is set figure by figure without the shaper.
    struct FigureSet {
        cairo_font_face_t* face = nullptr; // null when one face has not all of them
        cairo_matrix_t font_matrix{};
        std::array<Figure, 96> figures;
    };

    PangoLayoutLine* lay_out_line(const std::string& text, const TextStyle& style);
    ShapedText shape_with_pango(const std::string& text, const TextStyle& style);
    GlyphRun extract_run(const PangoGlyphItem& item, const std::string& text, ShapedText& shaped);
    // Null when the text has to go through the shaper.
    const FigureSet* figures_for(std::string_view text, const TextStyle& style);
    FigureSet make_figure_set(const TextStyle& style);
    ShapedText set_figures(std::string_view text, const FigureSet& set) const;
    cairo_font_face_t* keep_face(PangoFont* font, cairo_matrix_t& matrix);

    std::string families_;
    GObjectHandle<PangoFontMap> font_map_;
    GObjectHandle<PangoContext> context_;
    GObjectHandle<PangoLayout> layout_;
    FontOptionsHandle options_;
    std::map<std::string, FontFaceHandle> faces_; // by font file: one face for all sizes, embedded once
    std::map<cairo_font_face_t*, FontFile> files_;
    std::map<std::uint32_t, FigureSet> figure_sets_;
    LruCache<Key, ShapedText, KeyHash> cache_{kMaxCacheBytes};
    GlyphMasks masks_;

    static constexpr std::size_t kMaxCacheBytes = 12 * 1024 * 1024;
    static constexpr std::size_t kMaxFigureSets = 64;
};

} // namespace presstime::canvas

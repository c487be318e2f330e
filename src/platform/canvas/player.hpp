// Plays drawing commands onto one cairo context. The same code serves PDF and picture; what differs is
// whether links are written and whether thin lines are snapped to whole pixels.
#pragma once

#include "base/result.hpp"
#include "model/drawing.hpp"
#include "platform/canvas/drawable.hpp"
#include "platform/canvas/extent.hpp"
#include "platform/canvas/font_context.hpp"
#include "platform/canvas/glyph_painter.hpp"
#include "platform/canvas/handles.hpp"
#include "platform/canvas/missing_glyphs.hpp"
#include "platform/canvas/tag_names.hpp"

#include <map>
#include <memory>
#include <vector>

namespace presstime::canvas {

inline constexpr Extent kEverywhere{-kLargest, kLargest};
inline constexpr PixelBox kNoClip{-kLargest, -kLargest, kLargest, kLargest};

enum class Medium { document, picture };

class Player {
public:
    Player(cairo_t* cairo, FontContext& fonts, Medium medium);

    // Draws all commands that may meet `visible`; fails when cairo has gone into an error state.
    Result<> play(const Drawing& drawing, const Extent& visible = kEverywhere);

    const MissingGlyphs& missing_glyphs() const { return missing_; }
    // The words of each figure so far, in order.
    const std::vector<std::string>& figures() const { return figures_; }

    // For documents: which pages links may lead to, and how deep tables are tagged.
    void set_document(int page_count, TableTags table_tags)
    {
        page_count_ = page_count;
        table_tags_ = table_tags;
    }

    void operator()(const FillRect& command);
    void operator()(const StrokeRect& command);
    void operator()(const Polyline& command);
    void operator()(const FillPolygon& command);
    void operator()(const FillWedge& command);
    void operator()(const Dots& command);
    void operator()(const DrawText& command);
    void operator()(const PushClip& command);
    void operator()(const PopClip& command);
    void operator()(const DrawImage& command);
    void operator()(const BeginTag& command);
    void operator()(const EndTag& command);

private:
    void set_color(Color color);
    void trace_box(const Box& box, double radius);
    Box snapped(const Box& box) const;
    Point snapped_line_point(Point point, double width) const;
    Point rounded(Point point) const;
    void show(const ShapedText& shaped, Point at, Color color);
    void say_picture(const std::string& text, Point at);
    void select_font(const GlyphRun& run);
    cairo_surface_t* surface_of(const std::shared_ptr<const Image>& image);

    cairo_t* cairo_;
    FontContext& fonts_;
    Medium medium_;
    Extent visible_ = kEverywhere;
    std::vector<PixelBox> clips_; // each within the one before it
    // What cairo was told last: telling it again for every word of a table would cost more than the word.
    cairo_font_face_t* face_ = nullptr;
    cairo_matrix_t font_matrix_{};
    std::vector<cairo_glyph_t> glyphs_;
    GlyphPainter glyph_painter_;
    MissingGlyphs missing_;
    std::vector<const char*> open_tags_; // null: no element
    std::vector<std::string> figures_;
    int page_count_ = 0;
    TableTags table_tags_ = TableTags::cells;
    // One surface an image, so that a logo on every page stands in the document once.
    std::map<std::shared_ptr<const Image>, SurfaceHandle> images_;

    static constexpr std::size_t kMaxKeptImages = 8;
};

// Something cairo refuses, as a sentence.
Result<> check_status(cairo_status_t status, std::string_view what);

} // namespace presstime::canvas

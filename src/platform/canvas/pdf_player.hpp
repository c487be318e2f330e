// Plays drawing commands into the pages of a PDF file. It draws what most pages are made of; a page that has
// an image, an emoji or a font that cannot be embedded as it stands is left to cairo.
#pragma once

#include "model/page_list.hpp"
#include "platform/canvas/missing_glyphs.hpp"
#include "platform/canvas/pdf_content.hpp"
#include "platform/canvas/pdf_fonts.hpp"
#include "platform/canvas/pdf_structure.hpp"
#include "platform/canvas/tag_names.hpp"

#include <string>
#include <vector>

namespace presstime::canvas {

class PdfPlayer {
public:
    PdfPlayer(PdfFile& file, FontContext& context, const PageList& pages);

    // One page after the other. False when there is something that it does not draw.
    bool play(const Page& page, Color paper);
    // The page tree's number, after the last page; 0 when a font cannot be embedded.
    int finish();

    const std::vector<int>& page_numbers() const { return page_numbers_; }
    PdfStructure& structure() { return structure_; }
    const MissingGlyphs& missing_glyphs() const { return missing_; }

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
    struct OpenTag {
        int element = -1; // that elements within it belong to
        int content = -1; // that what is drawn belongs to; -1: nobody reads it
    };
    static constexpr int kUnmarked = -2;

    // Before a path, an image or a clip; and before text.
    void begin_drawing();
    void begin_text();
    void mark();
    void end_mark();
    void fill_gradient(const FillPolygon& command, double top, double bottom, const Box& bounds);
    int put_shading(const char* space, const std::string& from, const std::string& to, double top,
                    double bottom);
    bool show(const GlyphRun& run, Point at, double angle);
    void show_glyphs(const GlyphRun& run, PdfFont& font, Point at, double angle);
    void add_link(const std::string& link, const Box& box);

    PdfFile& file_;
    FontContext& context_;
    int page_count_;
    TableTags table_tags_;
    bool tagged_;
    int resources_, tree_;
    PdfContent content_;
    PdfFonts fonts_;
    PdfStructure structure_;
    MissingGlyphs missing_;
    std::vector<int> page_numbers_;
    std::string shadings_, states_; // entries of the resources
    std::string annotations_;       // of the page
    double page_height_ = 0;
    std::vector<OpenTag> open_tags_;
    std::size_t open_clips_ = 0;
    int marked_ = kUnmarked;
    bool sound_ = true;
};

} // namespace presstime::canvas

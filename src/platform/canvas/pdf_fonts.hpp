// The fonts of one document: which glyphs of a font file are shown, what they mean when they are copied, and
// at the end the subset that is embedded. Glyphs keep their numbers, so that pages are written in one pass.
#pragma once

#include "platform/canvas/font_context.hpp"
#include "platform/canvas/pdf_file.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct hb_face_t;
struct hb_font_t;

namespace presstime::canvas {

class PdfFont {
public:
    // Null where the file is not one that can be embedded as it stands: no OpenType, or of many designs.
    static std::unique_ptr<PdfFont> open(const FontFile& file, int number);
    PdfFont(const PdfFont&) = delete;
    PdfFont& operator=(const PdfFont&) = delete;
    ~PdfFont();

    int number() const { return number_; } // of the object; "/F7" is its name
    // Advance in thousandths of the size.
    int advance(unsigned long glyph);
    // True when the glyph alone says `text`: the first one it was shown for.
    bool means(unsigned long glyph, std::string_view text);

    bool put(PdfFile& file) const;

private:
    struct Shown {
        unsigned long glyph = 0;
        int advance = 0;
        std::optional<std::string> text;
    };
    PdfFont(hb_face_t* face, const FontFile& file, int number);
    Shown& shown(unsigned long glyph);
    std::string meanings() const;
    std::string advances() const;
    std::string embedded(PdfFile& file, bool outlines_are_cubic) const;

    hb_face_t* face_;
    hb_font_t* font_;
    std::string name_;
    int number_;
    double units_;
    std::vector<std::uint16_t> places_; // by glyph: 1 + where in shown_; 0 = not shown
    std::vector<Shown> shown_;
};

class PdfFonts {
public:
    PdfFonts(PdfFile& file, FontContext& context) : file_(file), context_(context) {}
    // Null where the face cannot be embedded.
    PdfFont* find(cairo_font_face_t* face);
    // The resource dictionary; empty when a font could not be subset.
    std::optional<std::string> put();

private:
    PdfFile& file_;
    FontContext& context_;
    std::map<cairo_font_face_t*, std::unique_ptr<PdfFont>> fonts_;
    std::vector<PdfFont*> in_order_;
};

} // namespace presstime::canvas

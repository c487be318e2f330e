// Plays finished pages onto PDF or PNG, and measures text with the very fonts
// it will be drawn in. It decides nothing about where things stand: that is
// layout's. Fonts are the theme's or Inter and, by script, Noto; they must be installed.
#pragma once

#include "base/deadline.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "model/page_list.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace presstime {

// Where the bytes go; an error stops the drawing and is what write_pdf or write_png returns.
using ByteWriter = std::function<Result<>(std::string_view bytes)>;

// The calling thread's own measure for a font family, made on first use and kept with its cache of shaped
// text. Never hand it to another thread. Invalid UTF-8 is measured and drawn as U+FFFD. A family that is not
// installed is measured, and drawn, as Inter.
TextMeasure& text_measure_of_this_thread(std::string_view family = "Inter");

// `invalid` with the sentence for the field's owner when a theme's font is not the name of an installed
// family.
Result<> check_font_family(std::string_view family);

// Fails with the sentence that says how to mend it when a font of the fallback list (docs/fonts.md) is
// missing: for start-up and doctor.
Result<> check_fonts();

// What was noticed while drawing.
struct DrawReport {
    std::string missing_glyphs; // "U+1FAE9, U+1CC00 and 3 more": no installed font has them; empty = none
};

// Equal pages and `created_at` give equal bytes. Errors: give_up (deadline passed, a page cairo refuses) or
// what the writer returned.
Result<DrawReport> write_pdf(const PageList& pages, Instant created_at, const ByteWriter& writer,
                             Deadline deadline);

// What a picture of one page is drawn with besides the page.
struct PictureStyle {
    std::string font_family = "Inter";
    std::string language;        // BCP 47; tells Chinese, Japanese and Korean letters apart
    Color paper = rgb(0xFFFFFF); // behind everything
    double scale = 1;            // pixels a point
    Point origin{};              // pt: what of the page stands in the picture's top left corner
};
PictureStyle picture_style(const PageList& pages, double scale);

inline constexpr int kMaxPngSide_px = 32'000; // cairo refuses 32,768

// One page as an opaque picture. `too_large` beyond kMaxPngSide_px.
Result<DrawReport> write_png(const Page& page, const PictureStyle& style, const ByteWriter& writer,
                             Deadline deadline);

} // namespace presstime

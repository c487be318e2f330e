// One page or one widget as an SVG document for the browser: real text, so that it can be searched, copied
// and read aloud. It names no other file and runs no script; every word in it is escaped, whoever wrote it.
#pragma once

#include "base/result.hpp"
#include "model/page_list.hpp"

#include <optional>
#include <string>

namespace presstime {

struct SvgStyle {
    std::string font_family = "Inter";
    std::string language;       // BCP 47
    std::optional<Color> paper; // none: what lies below the picture shows through
    double scale = 1.5;         // CSS pixels a point, in `width` and `height`; the viewBox is in points
    std::string id_prefix;      // ids begin with it; empty: with Page::widget_id
};

// Equal pages give equal bytes. Page::alt_text becomes the picture's label, each figure's alt its group's.
// Ids begin with the widget's or the style's prefix, so that several pictures can stand in one HTML page;
// looks are attributes, never `style`, so that a strict Content-Security-Policy lets them be. Error: give_up
// for a page without a size.
Result<std::string> write_svg(const Page& page, const SvgStyle& style);

} // namespace presstime

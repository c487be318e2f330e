// What layout makes and the canvas plays: finished pages. The same list becomes PDF (one page each) or PNG
// (one tall page).
#pragma once

#include "model/drawing.hpp"
#include "model/hit_map.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace presstime {

struct Page {
    double width = 595.276; // pt
    double height = 841.89;
    Drawing drawing;
    // Set when the page is the picture of one widget (RendererInput::widget_pictures).
    std::string widget_id;
    std::string alt_text;
    HitMap hits;
};

struct OutlineEntry {
    std::string title;
    int page = 1; // 1-based
    double y = 0;
};

struct PageList {
    std::string title;
    std::string author;
    std::string language; // BCP 47
    std::string font_family = "Inter";
    Color paper = rgb(0xFFFFFF); // what stands behind everything drawn
    // What the first header, its notices and the footer say, for renderers that write their own.
    std::string subtitle;
    std::vector<std::string> notices;
    std::string data_as_of;
    std::vector<Page> pages;
    std::vector<OutlineEntry> outline;
    // The stamp of the whole: rows drawn, rows in the results, and whether anything was cut, with the
    // reasons.
    std::int64_t rows_shown = 0;
    std::int64_t rows_in_result = 0;
    bool complete = true;
    std::string note;
    int failed_widgets = 0;
    int empty_widgets = 0;
};

std::string to_dump(const PageList& pages);

} // namespace presstime

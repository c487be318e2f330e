// The layout step: a dashboard and its results become finished pages. Pure and deterministic: equal input and
// fonts give equal pages. It draws nothing itself and asks the given TextMeasure for every width.
#pragma once

#include "base/result.hpp"
#include "model/page_list.hpp"
#include "model/render_input.hpp"
#include "renderer/renderer.hpp"

#include <string_view>

namespace presstime::stage {

enum class Flow {
    pages,           // of one size; tables flow over them
    tall_page,       // one page as high as its content, up to `height`
    bare_page,       // the same without header and footer, for what stands inside something with its own
    widget_pictures, // one page for each chart, kpi, text and image, without header and footer
};

struct PageSetup {
    double width = 0;  // pt
    double height = 0; // pt; of a tall page the most it may have
    Flow flow = Flow::pages;
    int max_pages = 5'000;
    std::int64_t max_table_rows = 0; // 0 = no limit of the page's own
    // Of one result held in memory; more is cut and said so.
    std::int64_t max_cells = 2'000'000;
    std::size_t max_result_bytes = 64ULL * 1024 * 1024;
};

// Paper and orientation of the report; the wide tall page that a PNG is made of (1,200 px at kPngScale); or,
// for pictures of widgets, a grid of 720 pt.
PageSetup page_setup(const RenderInput& input, RendererInput needs, int max_pages);

// A failed query or a missing column is drawn in its widget's place and counted, never an error. Errors:
// retry or give_up of a result that cannot be read back, `invalid("timezone")`, `too_large` beyond max_pages.
Result<PageList> lay_out(const RenderInput& input, const PageSetup& setup, TextMeasure& measure);

// One widget of any kind as one page of the given size (16 to 10,000 pt), with alt text and hits: for the
// browser. Reads no other widget's result. Errors: as lay_out, `not_found`, `invalid("width")`,
// `invalid("height")`.
Result<PageList> lay_out_widget(const RenderInput& input, std::string_view widget_id, double width_pt,
                                double height_pt, TextMeasure& measure);

} // namespace presstime::stage

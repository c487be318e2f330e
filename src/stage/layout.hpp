// The layout step: a dashboard and its results become finished pages. Pure and deterministic: equal input and
// fonts give equal pages. It draws nothing itself and asks the given TextMeasure for every width.
#pragma once

#include "base/result.hpp"
#include "model/page_list.hpp"
#include "model/render_input.hpp"
#include "renderer/renderer.hpp"

namespace presstime::stage {

enum class Flow {
    pages,     // of one size; tables flow over them
    tall_page, // one page as high as its content, up to `height`
};

struct PageSetup {
    double width = 0;  // pt
    double height = 0; // pt; of a tall page the most it may have
    Flow flow = Flow::pages;
    int max_pages = 5'000;
    std::int64_t max_table_rows = 0;    // 0 = no limit of the page's own
    std::int64_t max_cells = 2'000'000; // of one result held in memory; more is cut and said so
};

// Paper and orientation of the report, or the wide tall
// page that a picture is made of (1,200 px at kPngScale).
PageSetup page_setup(const RenderInput& input, RendererInput needs, int max_pages);

// A failed query or a missing column is drawn in its widget's place and counted, never an error. Errors:
// retry or give_up of a result that cannot be read back, `invalid("timezone")`, `too_large` beyond max_pages.
Result<PageList> lay_out(const RenderInput& input, const PageSetup& setup, TextMeasure& measure);

} // namespace presstime::stage

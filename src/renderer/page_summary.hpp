// What a file made of pages says about itself: the stamp that layout put on the page list, and what was
// noticed while drawing.
#pragma once

#include "model/page_list.hpp"
#include "model/render_input.hpp"
#include "platform/canvas/canvas.hpp"

#include <utility>

namespace presstime {

inline RenderSummary summary_of(const PageList& pages, DrawReport drawn)
{
    RenderSummary summary;
    summary.rows = pages.rows_shown;
    summary.rows_in_result = pages.rows_in_result;
    summary.complete = pages.complete;
    summary.note = pages.note;
    summary.failed_widgets = pages.failed_widgets;
    summary.empty_widgets = pages.empty_widgets;
    summary.missing_glyphs = std::move(drawn.missing_glyphs);
    return summary;
}

} // namespace presstime

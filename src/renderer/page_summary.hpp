// What a file made of pages says about itself: the stamp that layout put on the page list.
#pragma once

#include "model/page_list.hpp"
#include "model/render_input.hpp"

namespace presstime {

inline RenderSummary summary_of(const PageList& pages)
{
    RenderSummary summary;
    summary.rows = pages.rows_shown;
    summary.rows_in_result = pages.rows_in_result;
    summary.complete = pages.complete;
    summary.note = pages.note;
    summary.failed_widgets = pages.failed_widgets;
    summary.empty_widgets = pages.empty_widgets;
    return summary;
}

} // namespace presstime

// One table widget as an HTML table with all its rows, streamed, and its completeness line.
#pragma once

#include "renderer/renderer.hpp"
#include "renderer/widget_rows.hpp"

namespace presstime {

// Writes the table, or the sentence why there is none.
Result<> write_html_table(WidgetRows& rows, const RenderInput& input, ByteSink& sink, Deadline deadline);

} // namespace presstime

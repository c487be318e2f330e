// One table widget as an HTML table with all its rows, streamed, and its completeness line.
#pragma once

#include "renderer/renderer.hpp"
#include "renderer/widget_rows.hpp"

namespace presstime {

// `data_as_of`: "Data as of ...", for the line that ends it. Writes the table, or the sentence why there is
// none.
Result<> write_html_table(WidgetRows& rows, const RenderInput& input, const std::string& data_as_of,
                          ByteSink& sink, Deadline deadline);

} // namespace presstime

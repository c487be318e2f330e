// Table widgets: alone in their rows they flow over pages, beside others they are cut to their box. Either
// way a line under the table says how many rows it shows of how many, and whose limit cut.
#pragma once

#include "stage/layout_sheet.hpp"

namespace presstime::stage {

// From the sheet's current place on, over as many pages as
// it takes. On a tall page it is cut at the page's end.
Result<> flow_table(LayoutContext& context, const Widget& widget, Span span, Sheet& sheet);
Result<> draw_boxed_table(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing);

} // namespace presstime::stage

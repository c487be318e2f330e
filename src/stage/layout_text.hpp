// Text widgets: Markdown set in lines. Alone in its rows a text is as high as it is and flows over pages;
// beside others it is cut to its box, with an ellipsis and a note.
#pragma once

#include "stage/layout_sheet.hpp"

namespace presstime::stage {

// Height of the whole text at this width, its title included.
double text_height(LayoutContext& context, const Widget& widget, double width);
void draw_text_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing);
// The whole text from the sheet's place on, over as many pages as it takes; not for a tall page.
Result<> flow_text(LayoutContext& context, const Widget& widget, Span span, Sheet& sheet);

} // namespace presstime::stage

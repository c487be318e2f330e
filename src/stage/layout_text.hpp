// Text widgets: Markdown set in lines. Alone in its rows a text is as high as it is; beside others it is cut
// to its box, with an ellipsis and a note.
#pragma once

#include "stage/layout_context.hpp"

namespace presstime::stage {

// Height of the whole text at this width, its title included.
double text_height(LayoutContext& context, const Widget& widget, double width);
void draw_text_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing);

} // namespace presstime::stage

// Widgets as pictures of their own: a page each, as large as the widget, without header or footer.
#pragma once

#include "stage/layout_context.hpp"

namespace presstime::stage {

// Every widget but tables, in the order of the grid.
Result<PageList> set_pictures(LayoutContext& context);
// One widget of any kind in the given size.
Result<PageList> set_picture(LayoutContext& context, const Widget& widget, double width, double height);

} // namespace presstime::stage

// One widget in its box, whatever its kind: on a page, on a tall page, or as a picture of its own. A widget
// that cannot be drawn says so in its place and is counted.
#pragma once

#include "stage/layout_context.hpp"

#include <string>

namespace presstime::stage {

// What a widget's picture says beside its drawing.
struct DrawnWidget {
    std::string alt_text;
    HitMap hits;
};

// Everything drawn lies within `box`. Errors: a result that cannot be read back.
Result<DrawnWidget> draw_widget(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing);

// What the outline and the contents call it: its title, or a text's first heading; empty = not named there.
std::string outline_title(const Widget& widget);

} // namespace presstime::stage

// What stands in a widget's place when there is nothing to draw: the frame with the reason it failed, or that
// the period has no data. Both are counted in the stamp.
#pragma once

#include "stage/layout_context.hpp"

#include <string>

namespace presstime::stage {

// "This chart could not be drawn: <reason>" in a frame.
void draw_failed(LayoutContext& context, const Widget& widget, const std::string& reason, Box box,
                 Drawing& drawing);
// The widget's title, a frame and "No data for this period".
void draw_empty(LayoutContext& context, const Widget& widget, Box box, Drawing& drawing);

inline constexpr double kUnderTitle = 5; // as charts have it
// Draws the widget's title as a chart's, returns what is left of the box under it.
Box draw_widget_title(const LayoutContext& context, const Widget& widget, Box box, Drawing& drawing);
// A card's hairline frame, within the box.
void draw_frame(const LayoutContext& context, Box box, Drawing& drawing);

} // namespace presstime::stage

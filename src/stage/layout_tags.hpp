// Structure around what is drawn: each element begins and ends on one page, so that no page's tags depend on
// another's. What the tags mean is model/drawing.hpp's; how they are written is the canvas'.
#pragma once

#include "model/drawing.hpp"

#include <utility>

namespace presstime::stage {

template <typename Draw>
void tagged(Drawing& drawing, BeginTag tag, Draw&& draw)
{
    drawing.emplace_back(std::move(tag));
    std::forward<Draw>(draw)();
    drawing.emplace_back(EndTag{});
}

// Levels of headings: the document's title, then widgets, then what stands in them.
inline constexpr int kTitleLevel = 1;
inline constexpr int kWidgetLevel = 2;

} // namespace presstime::stage

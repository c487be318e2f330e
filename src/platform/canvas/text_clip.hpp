// What both players do to a text before drawing it.
#pragma once

#include "base/text.hpp"
#include "platform/canvas/drawable.hpp"
#include "platform/canvas/font_context.hpp"

#include <string>

namespace presstime::canvas {

inline bool is_drawable_text(const DrawText& command)
{
    return !command.text.empty() && drawable(command.at) && drawable(command.angle) &&
           drawable(command.style.size);
}

// Cut to max_width with an ellipsis, where there is one and the text is longer.
inline std::string clipped_text(const DrawText& command, FontContext& fonts)
{
    if (command.max_width <= 0 || fonts.width(command.text, command.style) <= command.max_width + 0.01) {
        return command.text;
    }
    const double room = command.max_width - fonts.width("…", command.style);
    const std::string_view text = command.text;
    return std::string(trim(text.substr(0, fonts.fit(text, command.style, room)))) + "…";
}

} // namespace presstime::canvas

// What a workspace changes about the built-in themes: colours, font and logo, as its document says it. What
// is not named stays as it is. Turning it into a Theme is the stage's work;
// whether text in them can be read is judged here.
#pragma once

#include "model/drawing.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime {

struct ThemeColors {
    std::optional<Color> accent;
    std::optional<Color> ink;
    std::optional<Color> good;
    std::optional<Color> bad;
    std::optional<Color> warn;
    std::vector<Color> categorical; // at most 8, in the order of series

    bool operator==(const ThemeColors&) const = default;
};

struct WorkspaceTheme {
    ThemeColors light;
    ThemeColors dark;
    std::string font; // a family that is installed; empty = Inter
    std::string logo; // a data URI of a PNG or JPEG; empty = none

    bool operator==(const WorkspaceTheme&) const = default;
};

// A colour that text is written in and that stands out too little from the paper.
struct WeakColor {
    std::string field; // "accent", "dark.ink"
    double contrast = 0;
};
inline constexpr double kLeastContrast = 3;
std::vector<WeakColor> weak_colors(const WorkspaceTheme& workspace);

} // namespace presstime

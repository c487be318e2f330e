// The tokens of the look: type, space, colour and line widths, in points. Layout, charts and the canvas take
// every size and colour from here, so that a page, a picture and the screen stay one design. Sizes are the
// same in every theme; colours, font and logo are a Theme's. No drawing happens here.
#pragma once

#include "model/drawing.hpp"
#include "model/image.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>

namespace presstime {

struct Theme {
    Color ink = rgb(0x1B1F24);
    Color secondary = rgb(0x5B6470);
    Color hairline = rgb(0xE3E7EC);
    Color zero_line = rgb(0xB4BCC6);
    Color zebra = rgb(0xF7F8FA);
    Color paper = rgb(0xFFFFFF);
    Color accent = rgb(0x2F5FD0);
    Color good = rgb(0x1A7F5A);
    Color bad = rgb(0xC0392B);
    Color warn = rgb(0xB7791F);
    // Apart for the colour-blind and in grey print.
    std::array<Color, 8> categorical = {rgb(0x2F5FD0), rgb(0xE07B39), rgb(0x1A9A8A), rgb(0xB0407A),
                                        rgb(0x8A6FD1), rgb(0xC9A227), rgb(0x5B7083), rgb(0xD1495B)};
    // Ends of the ramps: sequential from least to most, diverging around a middle.
    std::array<Color, 2> sequential = {rgb(0xE6EDFB), rgb(0x1D3F91)};
    std::array<Color, 3> diverging = {rgb(0x1A8577), rgb(0xECEEF1), rgb(0xD5682A)};
    std::string font_family = "Inter";
    std::shared_ptr<const Image> logo; // null = none
};

const Theme& light_theme();
// The same hues tuned for a dark page; text keeps a contrast of 4.5 and more.
const Theme& dark_theme();

namespace theme {

inline constexpr double kAreaTopAlpha = 0.18;
inline constexpr double kAreaBottomAlpha = 0.02;

// Type: size and line height of each role.
struct TypeRole {
    double size;
    double line_height;
    FontWeight weight;
};
inline constexpr TypeRole kTitle{18, 24, FontWeight::semibold};
inline constexpr TypeRole kSection{11, 16, FontWeight::semibold};
inline constexpr TypeRole kBody{9, 13, FontWeight::regular};
inline constexpr TypeRole kChartTitle{9, 13, FontWeight::semibold};
inline constexpr TypeRole kTableCell{8, 12, FontWeight::regular};
inline constexpr TypeRole kTableHeader{7.5, 12, FontWeight::semibold};
inline constexpr TypeRole kCaption{7, 10, FontWeight::regular};
inline constexpr TypeRole kAxis{7, 10, FontWeight::regular};
inline constexpr TypeRole kKpiValue{20, 24, FontWeight::semibold};
inline constexpr double kSmallestType = 6.5;

enum class Figures { proportional, tabular };
constexpr TextStyle text_style(const TypeRole& role, Color color, Figures figures = Figures::proportional)
{
    return {role.size, role.weight, color, figures == Figures::tabular};
}
// From the top of a line of this role to its baseline: the leading is shared out above and below, and Inter's
// capitals are 0.727 of the size.
constexpr double baseline(const TypeRole& role)
{
    return (role.line_height + 0.727 * role.size) / 2;
}

// Space, on a grid of 4.
inline constexpr double kGrid = 4;
inline constexpr double kPageMargin = 36;
inline constexpr double kWidgetGap = 12;
inline constexpr double kCardPadding = 12;
inline constexpr double kTableRow = 16;

// Lines and marks.
inline constexpr double kLine = 1.5;
inline constexpr double kHairlineWidth = 0.5;
inline constexpr double kMarker = 4;
inline constexpr double kBarGap = 0.25; // of a band
inline constexpr double kCardRadius = 4;
inline constexpr double kBarRadius = 1.5;

} // namespace theme

} // namespace presstime

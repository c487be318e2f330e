// What layout, charts and the canvas take every size and colour from. The values are the tokens of
// design/tokens.json, which the screen is made from too, so that a page, a picture and the screen stay one
// design. Sizes are the same in every theme; colours, font and logo are a Theme's. No drawing happens here.
#pragma once

#include "model/drawing.hpp"
#include "model/image.hpp"
#include "model/theme_tokens.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <string>

namespace presstime {

template <std::size_t N>
constexpr std::array<Color, N> colors(const std::array<std::uint32_t, N>& tokens)
{
    std::array<Color, N> out{};
    for (std::size_t index = 0; index < N; ++index)
        out[index] = rgb(tokens[index]);
    return out;
}

struct Theme {
    Color ink = rgb(theme::light::kInk);
    Color secondary = rgb(theme::light::kSecondary);
    Color hairline = rgb(theme::light::kHairline);
    Color zero_line = rgb(theme::light::kZeroLine);
    Color zebra = rgb(theme::light::kZebra);
    Color paper = rgb(theme::light::kPaper);
    Color accent = rgb(theme::light::kAccent);
    Color good = rgb(theme::light::kGood);
    Color bad = rgb(theme::light::kBad);
    Color warn = rgb(theme::light::kWarn);
    // Apart for the colour-blind and in grey print.
    std::array<Color, 8> categorical = colors(theme::light::kCategorical);
    // Ends of the ramps: sequential from least to most, diverging around a middle.
    std::array<Color, 2> sequential = colors(theme::light::kSequential);
    std::array<Color, 3> diverging = colors(theme::light::kDiverging);
    std::string font_family = theme::kFont;
    std::shared_ptr<const Image> logo; // null = none
};

const Theme& light_theme();
// The same hues tuned for a dark page; text keeps a contrast of 4.5 and more.
const Theme& dark_theme();

namespace theme {

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

} // namespace theme

} // namespace presstime

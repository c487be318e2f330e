// The two built-in themes. Dark hues are lighter and less saturated versions of the light ones.
#include "model/theme.hpp"

namespace presstime {

const Theme& light_theme()
{
    static const Theme theme;
    return theme;
}

const Theme& dark_theme()
{
    static const Theme theme = {
        .ink = rgb(theme::dark::kInk),
        .secondary = rgb(theme::dark::kSecondary),
        .hairline = rgb(theme::dark::kHairline),
        .zero_line = rgb(theme::dark::kZeroLine),
        .zebra = rgb(theme::dark::kZebra),
        .paper = rgb(theme::dark::kPaper),
        .accent = rgb(theme::dark::kAccent),
        .good = rgb(theme::dark::kGood),
        .bad = rgb(theme::dark::kBad),
        .warn = rgb(theme::dark::kWarn),
        .categorical = colors(theme::dark::kCategorical),
        .sequential = colors(theme::dark::kSequential),
        .diverging = colors(theme::dark::kDiverging),
        .font_family = theme::kFont,
        .logo = nullptr,
    };
    return theme;
}

} // namespace presstime

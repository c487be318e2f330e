// The workspace's colours replace the built-in ones by name; what follows from an accent follows it.
#include "stage/workspace_look.hpp"

#include "chart/ink.hpp"
#include "model/contrast.hpp"
#include "platform/canvas/image.hpp"

#include <algorithm>

namespace presstime::stage {
namespace {

// The palette begins with the workspace's colours and goes on with those of the theme that are not among
// them.
void use_categorical(Theme& theme, const ThemeColors& colors)
{
    std::vector<Color> palette = colors.categorical;
    if (palette.empty() && colors.accent)
        palette.push_back(*colors.accent);
    // Where the accent takes the first place, the first of the theme's own would stand in for it.
    const std::size_t skipped = colors.categorical.empty() && colors.accent ? 1 : 0;
    for (std::size_t index = skipped; index < theme.categorical.size(); ++index)
        if (std::ranges::find(palette, theme.categorical[index]) == palette.end())
            palette.push_back(theme.categorical[index]);
    std::copy_n(palette.begin(), theme.categorical.size(), theme.categorical.begin());
}

void use_colors(Theme& theme, const ThemeColors& colors)
{
    use_categorical(theme, colors);
    if (colors.accent) {
        const bool dark = contrast_ratio(theme.paper, rgb(0xFFFFFF)) > contrast_ratio(theme.paper, rgb(0));
        theme.sequential = {mix(*colors.accent, theme.paper, 0.85),
                            dark ? mix(*colors.accent, rgb(0xFFFFFF), 0.25)
                                 : mix(*colors.accent, rgb(0), 0.4)};
    }
    theme.accent = colors.accent.value_or(theme.accent);
    theme.ink = colors.ink.value_or(theme.ink);
    theme.good = colors.good.value_or(theme.good);
    theme.bad = colors.bad.value_or(theme.bad);
    theme.warn = colors.warn.value_or(theme.warn);
}

} // namespace

Theme make_theme(std::string_view name, const WorkspaceTheme& workspace)
{
    const bool dark = name == "dark";
    Theme theme = dark ? dark_theme() : light_theme();
    use_colors(theme, dark ? workspace.dark : workspace.light);
    if (!workspace.font.empty())
        theme.font_family = workspace.font;
    if (!workspace.logo.empty())
        theme.logo = read_data_uri(workspace.logo).value_or(nullptr);
    return theme;
}

} // namespace presstime::stage

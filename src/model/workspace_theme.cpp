// Contrast as WCAG 2.2 defines it, over the papers of the built-in themes.
#include "model/workspace_theme.hpp"

#include "model/theme.hpp"

#include <algorithm>
#include <cmath>

namespace presstime {
namespace {

double luminance(Color color)
{
    const auto linear = [](std::uint8_t value) {
        const double share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

void add_weak(std::vector<WeakColor>& weak, const ThemeColors& colors, Color paper, const std::string& prefix)
{
    const std::pair<const char*, const std::optional<Color>*> texts[] = {{"accent", &colors.accent},
                                                                         {"ink", &colors.ink},
                                                                         {"good", &colors.good},
                                                                         {"bad", &colors.bad},
                                                                         {"warn", &colors.warn}};
    for (const auto& [name, color] : texts)
        if (*color)
            if (const double contrast = contrast_ratio(**color, paper); contrast < kLeastContrast)
                weak.push_back({prefix + name, contrast});
}

} // namespace

double contrast_ratio(Color a, Color b)
{
    const auto [darker, lighter] = std::minmax(luminance(a), luminance(b));
    return (lighter + 0.05) / (darker + 0.05);
}

std::vector<WeakColor> weak_colors(const WorkspaceTheme& workspace)
{
    std::vector<WeakColor> weak;
    add_weak(weak, workspace.light, light_theme().paper, "");
    add_weak(weak, workspace.dark, dark_theme().paper, "dark.");
    return weak;
}

} // namespace presstime

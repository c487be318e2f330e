// Judged over the papers of the built-in themes.
#include "model/workspace_theme.hpp"

#include "model/contrast.hpp"
#include "model/theme.hpp"

namespace presstime {
namespace {

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

std::vector<WeakColor> weak_colors(const WorkspaceTheme& workspace)
{
    std::vector<WeakColor> weak;
    add_weak(weak, workspace.light, light_theme().paper, "");
    add_weak(weak, workspace.dark, dark_theme().paper, "dark.");
    return weak;
}

} // namespace presstime

// From what a dashboard and its workspace say about looks to the one Theme that everything is drawn in.
#pragma once

#include "model/theme.hpp"
#include "model/workspace_theme.hpp"

#include <string_view>

namespace presstime::stage {

// `name` is "light" or "dark". A logo that cannot be read is left out: saving refused it.
Theme make_theme(std::string_view name, const WorkspaceTheme& workspace);

} // namespace presstime::stage

// What the settings say about reading customers' data: folders and limits, for the server and for `render`.
#pragma once

#include "app/settings.hpp"
#include "cli/render_command.hpp"
#include "source/source.hpp"
#include "stage/query.hpp"

namespace presstime {

SourceContext source_context(const Settings& settings);
stage::ServerQueryLimits query_limits(const Settings& settings);
cli::RenderSettings render_settings(const Settings& settings);

} // namespace presstime

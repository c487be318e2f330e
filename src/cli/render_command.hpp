// `presstime render`: a dashboard drawn in this process, without a server, a run or a delivery. The same
// steps as a run's: queries into stored results, layout, renderer; only that everything lies in a folder of
// its own that goes again.
#pragma once

#include "cli/command.hpp"
#include "platform/browser/browser.hpp"
#include "source/source.hpp"
#include "stage/query.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace presstime::cli {

// What of the server's settings counts here too.
struct RenderSettings {
    std::filesystem::path data_dir;
    SourceContext sources;
    stage::ServerQueryLimits limits;
    int max_pages = 5'000;
    browser::BrowserConfig browser; // of HTML templates, which load nothing here
};
// The settings in force, with the data folder of --data-dir when given.
using LoadRenderSettings = std::function<Result<RenderSettings>(const std::optional<std::string>& data_dir)>;

Command render_command(const LoadRenderSettings& load_settings);

} // namespace presstime::cli

// What `render` draws and where its data lies: a dashboard out of a file, with the connections in the files
// around it, or out of a server's data folder. Only reads; nothing is opened but documents and the state.
#pragma once

#include "cli/render_command.hpp"
#include "model/connection.hpp"
#include "model/dashboard.hpp"
#include "model/workspace_theme.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace presstime::cli {

struct RenderSubject {
    Dashboard dashboard;
    std::vector<Connection> connections; // those that its queries name and that were found
    std::filesystem::path data_folder;   // where relative paths of connections start
    std::vector<std::filesystem::path> roots;
    WorkspaceTheme theme;
};

// `wanted` is a file or a dashboard's id. A file's connections stand beside it or in `connections` there; for
// a file in a folder `dashboards` (as `export` writes them) also in the folder above, whose `data` then takes
// the place of a server's data folder. `given` (name -> path) goes before them. The workspace's theme is a
// data folder's own; beside a file nothing is looked for.
Result<RenderSubject> load_subject(const std::string& wanted, const std::map<std::string, std::string>& given,
                                   const RenderSettings& settings);

// A file of kind theme.
Result<WorkspaceTheme> load_theme(const std::filesystem::path& file);

} // namespace presstime::cli

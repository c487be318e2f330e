// The connection over a folder that the server itself fills: found by its path, made when it is not there.
#pragma once

#include "control/connections.hpp"

#include <optional>
#include <string>

namespace presstime::control {

struct FolderConnection {
    std::string name; // wanted; one that is taken gets a number behind it
    std::string path; // as connections write it, relative to their data folder
};

// The name of the workspace's DuckDB connection of that path. Whoever asks has been judged before.
Result<std::optional<std::string>> find_folder_connection(db::Session& session, std::int64_t workspace_id,
                                                          const std::string& path);

// For who may manage connections. conflict when the name and 19 others are taken.
Result<std::string> ensure_folder_connection(const Environment& environment, Connections& connections,
                                             const Principal& principal, const FolderConnection& wanted);

} // namespace presstime::control

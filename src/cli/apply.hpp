// Dashboards, connections, reports and the theme as YAML files: `apply` brings the server to what the files
// say, `export` writes the same files back. A file is one document with its `kind`; applying twice changes
// nothing the second time.
#pragma once

#include "cli/api_transport.hpp"

#include <filesystem>
#include <ostream>

namespace presstime::cli {

struct ApplySummary {
    int themes = 0;
    int connections = 0;
    int dashboards = 0;
    int reports = 0;
};

// Reads every *.yaml and *.yml below `folder` and checks that each is a document before the first is applied;
// then the theme, connections, dashboards (published) and reports (recognised by name). One progress line a
// file. Errors name the file and the field.
Result<ApplySummary> apply_folder(ApiTransport& api, const std::filesystem::path& folder,
                                  std::ostream& progress);

// Writes theme.yaml, connections/, dashboards/ and reports/ below `folder`, replacing files of the same
// names.
Result<ApplySummary> export_folder(ApiTransport& api, const std::filesystem::path& folder,
                                   std::ostream& progress);

} // namespace presstime::cli

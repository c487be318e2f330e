// The commands that are API calls: token, apply, export, run, runs, user. Each works the same with and
// without a running server; only the way to the API differs.
#pragma once

#include "cli/api_transport.hpp"
#include "cli/command.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace presstime::cli {

// The way to the API of a data folder; nothing = the folder of the settings.
using OpenApi =
    std::function<Result<std::unique_ptr<ApiTransport>>(const std::optional<std::string>& data_dir)>;

std::vector<Command> api_commands(const OpenApi& open);

} // namespace presstime::cli

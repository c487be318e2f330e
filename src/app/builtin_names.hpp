// What is built in, by name, as control knows it: it includes no family of plug-ins.
#pragma once

#include "control/connections.hpp"

#include <string>
#include <vector>

namespace presstime {

std::vector<std::string> renderer_names();
std::vector<control::ConnectionKind> connection_kinds();

} // namespace presstime

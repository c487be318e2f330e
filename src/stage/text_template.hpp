// The {{name}} variables of mail subjects, bodies and file names.
#pragma once

#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace presstime::stage {

// Replaces each {{name}}; an unknown name stays as it is written, so that a reader sees what is wrong.
std::string fill_template(std::string_view text, const std::map<std::string, std::string>& values);

} // namespace presstime::stage

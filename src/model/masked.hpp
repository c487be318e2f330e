// The mask of secrets: one text for every field that may hold one.
#pragma once

#include <string_view>

namespace presstime {

// What stands in the place of a secret wherever one would be shown; sent back, it means "as it is".
inline constexpr std::string_view kMasked = "***";

} // namespace presstime

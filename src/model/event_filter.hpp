// Which events a webhook or a reader of GET /v1/events wants: families, exact types and globs, compared
// without case. No filter at all means every event, those of later releases too.
#pragma once

#include "base/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace presstime {

inline constexpr std::size_t kMaxEventFilters = 64;

// The filters as they are kept: trimmed, lower case, each once, in the order given. `invalid` names
// "<field>[n]" for one that neither names a family or type nor matches one as a glob, listing the valid ones;
// in a glob, * stands for any characters, full stops too.
Result<std::vector<std::string>> check_event_filters(std::span<const std::string> filters,
                                                     std::string_view field);

// True when `filters` is empty or one of them holds for `type`. An exact type is no prefix: "report.run" does
// not hold for "report.run.started".
bool event_matches(std::span<const std::string> filters, std::string_view type);

} // namespace presstime

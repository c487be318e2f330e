// Which reports a caller may read, where they are few: lists then ask for each of them instead of walking
// over all.
#pragma once

#include "control/access.hpp"
#include "control/environment.hpp"
#include "model/principal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace presstime::control {

// "" = any.
struct ReportNarrowing {
    std::string dashboard_id;
    std::string name_part;
};
// Their ids, or nothing when there are more than `limit`.
Result<std::optional<std::vector<std::int64_t>>>
few_readable_reports(const Reading& reading, const ReportNarrowing& narrowing, int limit);

// Names of the categories that the caller may read, "" (none) among them.
Result<std::vector<std::string>> readable_categories(db::Session& session, const Principal& principal);

} // namespace presstime::control

// Which reports a caller may read, where they are few: lists then ask for each of them instead of walking
// over all.
#pragma once

#include "control/environment.hpp"
#include "model/principal.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace presstime::control {

// "" = any.
struct ReportNarrowing {
    std::string dashboard_id;
    std::string name_part;
};
// Their ids, or nothing when there are more than `limit`. `hidden`: dashboards that the caller may not read.
Result<std::optional<std::vector<std::int64_t>>>
few_readable_reports(db::Session& session, const Principal& principal, const ReportNarrowing& narrowing,
                     const std::set<std::string>& hidden, int limit);

// Names of the categories that the caller may read, "" (none) among them.
Result<std::vector<std::string>> readable_categories(db::Session& session, const Principal& principal);

} // namespace presstime::control

// Facts about the server as a whole, for the pages that keep house: what is stored and since when, and
// whether anybody has begun.
#pragma once

#include "base/time.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>

namespace presstime::store {

struct StoredSums {
    std::int64_t results_bytes = 0;
    std::int64_t artifacts_bytes = 0;
    std::int64_t together() const { return results_bytes + artifacts_bytes; }
};
Result<StoredSums> stored_sums(db::Session& session);
// From here on the quota is called nearly used.
inline constexpr int kQuotaWarnPercent = 80;

struct OldestKept {
    std::optional<Instant> results; // end of the first run that still has them; the next likewise
    std::optional<Instant> artifacts;
    std::optional<Instant> runs;
    std::optional<Instant> events;
    std::optional<Instant> audit;
};
Result<OldestKept> oldest_kept(db::Session& session);

// No connection and no dashboard: nothing to show yet.
Result<bool> is_empty_workspace(db::Session& session, std::int64_t workspace_id);

struct RunKey {
    std::int64_t id = 0;
    std::int64_t report_id = 0;
};
Result<std::optional<RunKey>> find_run_by_uuid(db::Session& session, const std::string& uuid);

} // namespace presstime::store

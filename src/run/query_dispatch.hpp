// The scheduler's part for queries on a schedule of their own: what is due becomes rows, under the same rules
// of misfire and overlap as reports.
#pragma once

#include "base/time.hpp"
#include "platform/db/database.hpp"

#include <optional>

namespace presstime::run {

struct QueryDispatch {
    int schedules = 0; // due ones handled
    int queued = 0;
    int skipped = 0;
};
// At most `batch` due schedules, inside the caller's transaction.
Result<QueryDispatch> dispatch_due_queries(db::Session& session, Instant now, int batch);

} // namespace presstime::run

// The events of runs and their deliveries. They are written by the functions that change the rows (claim,
// end, settle), in the same transaction, so that no caller can do the one without the other.
#pragma once

#include "model/delivery.hpp"
#include "model/report.hpp"
#include "model/run.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>

namespace presstime::store {

// When its first claim is made: "report.run.started". Test runs tell nobody, here and below.
Result<> insert_run_started_event(db::Session& session, const Run& run, Instant now);
// When it ends, however it ends: "report.run", and "report.scheduled" when a clock asked for it and there are
// results to fetch.
Result<> insert_run_ended_events(db::Session& session, std::int64_t run_id, Instant now);
// When a recipient of a report is given up: "delivery.failed", for the states rejected and unknown.
Result<> insert_delivery_failed_event(db::Session& session, std::int64_t delivery_id, Instant now);

// What the bounds of a schedule mean as instants: the first of starts_on, the last of ends_on (half-open).
struct ScheduleBounds {
    std::optional<Instant> starts_at;
    std::optional<Instant> ends_at;
};
ScheduleBounds bounds_of(const Schedule& schedule);

} // namespace presstime::store

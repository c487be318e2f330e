// The last step of the run protocol: a run ends when every delivery is final or has had its first try, and
// its owner is told once, after the last try, when something went wrong. Called inside the transaction that
// changed a delivery, so an end can be neither lost nor doubled.
#pragma once

#include "model/run.hpp"
#include "platform/db/database.hpp"

namespace presstime::run {

// Ends the run if its deliveries allow it, then tells the
// owner if nothing is open any more and it went wrong.
Result<> settle_run(db::Session& session, std::int64_t run_id, Instant now);

// Writes the notices to the owner and the admins as deliveries of their own; a second call for the same run
// changes nothing.
// Test runs tell nobody: their caller sees the outcome.
Result<> tell_owner(db::Session& session, const Run& run, Instant now);

} // namespace presstime::run

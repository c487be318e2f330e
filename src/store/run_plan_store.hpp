// What a run has before it, kept beside its definition so that progress can be told without reading that.
#pragma once

#include "model/run.hpp"
#include "platform/db/database.hpp"

namespace presstime::store {

Result<> put_run_plan(db::Session& session, std::int64_t run_id, const RunPlan& plan);
// Empty when none was written, as for runs of older versions.
Result<RunPlan> get_run_plan(db::Session& session, std::int64_t run_id);

} // namespace presstime::store

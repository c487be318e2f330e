// The steps of a run, and how far it is.
#pragma once

#include "control/run_steps.hpp"

#include <boost/json/fwd.hpp>

#include <vector>

namespace presstime::api {

boost::json::array steps_json(const std::vector<control::RunStep>& steps);
// {"done","total","label","phase","updated_at"}.
boost::json::object progress_json(const control::RunProgress& progress, RunPhase phase);

} // namespace presstime::api

// A schedule as a person would say it.
#pragma once

#include "model/schedule.hpp"

#include <string>

namespace presstime {

// "Every Monday at 09:00 (Europe/Berlin)", with its bounds where it has some. A cron expression that has no
// plain sentence stays one: "Cron 0 9 1-7 * 1 (UTC)".
std::string schedule_text(const Schedule& schedule);

} // namespace presstime

// What a run reports about: the local calendar period before its nominal instant.
#pragma once

#include "calendar/occurrences.hpp"

namespace presstime {

// The previous local minute, hour, day, week (from Monday) or month by the schedule's kind; a cron reports
// from its previous occurrence to this one; once, trigger, and a cron that never ran before take the previous
// local day. A manual run passes its request time as the nominal instant.
Period period_of(const Schedule& schedule, const Recurrence& recurrence, Instant nominal_at);

} // namespace presstime

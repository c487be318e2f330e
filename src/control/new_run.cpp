// Fills what the scheduler would have filled.
#include "control/new_run.hpp"

#include "base/id.hpp"
#include "calendar/local_time.hpp"
#include "calendar/period.hpp"

namespace presstime::control {

Result<Run> make_run(const Report& report, RunCause cause, Instant nominal_at, Instant now)
{
    const Recurrence recurrence = TRY(Recurrence::compile(report.schedule));
    Run run;
    run.uuid = make_uuid(now);
    run.workspace_id = report.workspace_id;
    run.report_id = report.id;
    run.cause = cause;
    run.nominal_at = nominal_at;
    run.nominal_local = format_local(nominal_at, recurrence.zone());
    run.period = period_of(report.schedule, recurrence, nominal_at);
    run.not_before = now;
    run.queued_at = now;
    return run;
}

} // namespace presstime::control

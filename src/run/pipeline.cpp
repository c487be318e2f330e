// Decides what becomes of a run whose steps failed: tried again, handed back, or failed with the reason.
#include "run/pipeline.hpp"

#include "base/log.hpp"
#include "model/enum_text.hpp"
#include "run/run_end.hpp"
#include "run/run_process.hpp"

#include <exception>
#include <fmt/format.h>

namespace presstime::run {
namespace {

constexpr std::chrono::seconds kFirstRetryWait{5};

// Errors of steps that threw are bugs or exhausted memory: they fail this run, not the server.
Result<> work_without_throwing(RunProcess& process)
{
    try {
        return process.work();
    } catch (const std::exception& exception) {
        return fail(Error::retry("the run stopped on an internal error").with_context(exception.what()));
    }
}

Microseconds retry_wait(int attempt)
{
    return kFirstRetryWait * (1 << std::min(attempt, 6));
}

} // namespace

Pipeline::Pipeline(db::Database& database, ObjectStore& objects, SourcePool& sources, const Clock& clock,
                   std::function<void()> wake_couriers, PipelineConfig config)
    : database_(database),
      objects_(objects),
      sources_(sources),
      clock_(clock),
      wake_couriers_(std::move(wake_couriers)),
      config_(std::move(config))
{
}

RunOutcome Pipeline::process(const Run& claimed, CancelToken stop)
{
    const Deadline deadline = Deadline::after(config_.run_timeout).with_cancel(stop);
    RunProcess process(*this, claimed, deadline);
    const Result<> worked = work_without_throwing(process);
    if (worked) {
        wake_couriers_();
        return process.ended() ? RunOutcome::failed : RunOutcome::handed_over;
    }
    if (process.lost())
        return RunOutcome::lost;

    const store::RunFence fence{claimed.id, claimed.attempt, claimed.worker_id};
    const Error& error = worked.error();
    RunOutcome outcome = RunOutcome::failed;
    const Result<> recorded = database_.write([&](db::Session& session) -> Result<> {
        const Instant now = clock_.now();
        bool held = false;
        if (stop.cancelled()) {
            held = TRY(store::release_run(session, fence, now));
            outcome = RunOutcome::released;
        } else if (error.kind == ErrorKind::retry && claimed.attempt < config_.max_attempts) {
            held = TRY(store::retry_run(session, fence, now + retry_wait(claimed.attempt), error.message));
            outcome = RunOutcome::retried;
        } else {
            held = TRY(store::fail_run(session, fence, error.message, now));
            outcome = RunOutcome::failed;
            if (held) {
                TRY(store::forget_stored_results(session, claimed.id));
                TRY(store::forget_artifacts(session, claimed.id));
                TRY(settle_run(session, claimed.id, now));
            }
        }
        if (!held)
            outcome = RunOutcome::lost;
        return {};
    });
    log_error("run.stopped", error, {{"run_id", claimed.id}, {"outcome", to_text(outcome)}});
    if (!recorded) // The lease ends by itself and the run is claimed again.
        log_error("run.outcome_not_recorded", recorded.error(), {{"run_id", claimed.id}});
    // What a run that failed for good has stored helps nobody, and may be what filled the disk. Only these:
    // the notice to the owner lies beside them.
    if (recorded && outcome == RunOutcome::failed)
        for (const char* kind : {"result-", "artifact-"})
            if (const Result<> freed = objects_.remove_prefix(fmt::format("runs/{}/{}", claimed.id, kind));
                !freed)
                log_error("run.objects_not_freed", freed.error(), {{"run_id", claimed.id}});
    wake_couriers_();
    return outcome;
}

} // namespace presstime::run

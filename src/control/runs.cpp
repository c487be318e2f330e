// Starting and reading runs. Sending again is in resend.cpp.
#include "control/runs.hpp"

#include "base/text.hpp"
#include "calendar/period.hpp"
#include "codec/json_reader.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/new_run.hpp"
#include "platform/mail/mail_address.hpp"
#include "store/artifact_link.hpp"
#include "store/dashboard_store.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_plan_store.hpp"
#include "store/run_store.hpp"
#include "store/store.hpp"
#include "store/today_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::control {
namespace {

std::string audit_name(std::int64_t run_id)
{
    return fmt::format("run {}", run_id);
}

// The report, once its dashboard is known to be published: a run without it could only fail.
Result<Report> runnable_report(db::Session& session, const Principal& principal, Action action,
                               std::int64_t report_id)
{
    TRY(require_report(session, principal, action, report_id));
    Report report = TRY(store::get_report_of(session, principal.workspace_id, report_id));
    const Result<Dashboard> published =
        store::get_published(session, principal.workspace_id, report.dashboard_id);
    if (!published && published.error().kind == ErrorKind::not_found)
        return fail(Error::conflict(fmt::format("{}; publish it first with POST /v1/dashboards/{}/publish",
                                                published.error().message, report.dashboard_id)));
    TRY(published);
    return report;
}

} // namespace

Runs::Runs(Environment environment, Interactive& interactive, std::vector<std::string> formats)
    : environment_(std::move(environment)), interactive_(interactive), formats_(std::move(formats))
{
}

void Runs::wake() const
{
    if (environment_.wake)
        environment_.wake();
}

Result<Run> Runs::find(db::Session& session, const Principal& principal, Action action, std::int64_t run_id)
{
    TRY(require_run(session, principal, action, run_id));
    return store::get_run(session, run_id);
}

Result<RunDetails> Runs::details(db::Session& session, Run run, Attempts attempts)
{
    RunDetails details;
    details.with_attempts = attempts == Attempts::include;
    details.artifacts = TRY(store::list_artifacts(session, run.id));
    for (Delivery& delivery : TRY(store::list_run_deliveries(session, run.id))) {
        DeliveryRecord record{std::move(delivery), {}};
        if (details.with_attempts)
            record.attempts = TRY(store::list_attempts(session, record.delivery.id));
        details.deliveries.push_back(std::move(record));
    }
    details.delivery_status = delivery_status_of(TRY(store::tally_deliveries(session, run.id)));
    details.run = std::move(run);
    if (details.with_attempts) {
        TRY(add_steps(session, details));
        details.row = TRY(find_run_row(session, details.run.id, environment_.clock.now()));
    }
    return details;
}

Result<> Runs::add_steps(db::Session& session, RunDetails& details)
{
    const Run& run = details.run;
    const Instant now = environment_.clock.now();
    const RunPlan plan = TRY(store::get_run_plan(session, run.id));
    const auto results = TRY(store::list_stored_results(session, run.id));
    details.steps = steps_of({run, plan, results, details.artifacts, details.deliveries}, now);
    if (is_terminal(run.status))
        return {};
    const auto tried = std::ranges::count_if(
        details.deliveries, [](const DeliveryRecord& record) { return record.delivery.first_try_done; });
    details.progress =
        progress_of({run.status, run.phase, run.started_at.value_or(run.queued_at), plan, results,
                     details.artifacts, static_cast<int>(details.deliveries.size()), static_cast<int>(tried)},
                    now);
    return {};
}

// Two requests within one microsecond are two runs: the later one takes the next microsecond.
Result<RunDetails> Runs::insert(db::Session& session, Run run, bool serial)
{
    constexpr int kMaxTries = 100;
    store::NewRun row{std::move(run), serial};
    for (int tries = 0; tries < kMaxTries; ++tries) {
        if (TRY(store::insert_run(session, row)) == store::InsertOutcome::inserted)
            return details(session, std::move(row.run));
        row.run.nominal_at += Microseconds(1);
    }
    return fail(Error::retry("too many runs of this report were asked for at the same instant; try again"));
}

Result<RunDetails> Runs::run_now(const Principal& principal, std::int64_t report_id)
{
    const Instant now = environment_.clock.now();
    RunDetails started;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Report report = TRY(runnable_report(session, principal, Action::run, report_id));
        started = TRY(insert(session, TRY(make_run(report, RunCause::manual, now, now)),
                             report.schedule.overlap != Overlap::allow));
        return record_change(session, principal,
                             {.type = "run.started", .resource = audit_name(started.run.id)}, now);
    }));
    wake();
    return started;
}

Result<RunDetails> Runs::test(const Principal& principal, std::int64_t report_id, std::string_view json)
{
    TRY(require_scope(principal, Action::run, ResourceKind::report));
    std::string email;
    if (!trim(json).empty()) {
        const boost::json::value document = TRY(codec::parse_json(json));
        codec::ObjectReader reader(document, "");
        reader.text("email", email, {0, 320});
        TRY(reader.finish());
    }
    if (!email.empty())
        TRY(mail::check_mail_address(email, "email"));
    const Instant now = environment_.clock.now();
    RunDetails started;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Report report = TRY(runnable_report(session, principal, Action::run, report_id));
        Run run = TRY(make_run(report, RunCause::test, now, now));
        run.test_recipient =
            email.empty() ? TRY(store::get_workspace(session, principal.workspace_id)).owner_email : email;
        if (run.test_recipient.empty())
            return fail(Error::invalid("email", "email is required: the workspace has no owner address"));
        started = TRY(insert(session, std::move(run), false));
        return record_change(session, principal,
                             {.type = "run.tested", .resource = audit_name(started.run.id)}, now);
    }));
    wake();
    return started;
}

Result<RunDetails> Runs::cancel(const Principal& principal, std::int64_t run_id)
{
    const Instant now = environment_.clock.now();
    RunDetails cancelled;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(find(session, principal, Action::run, run_id));
        const std::string reason = fmt::format("cancelled by {}", principal.name);
        if (!TRY(store::cancel_run(session, run_id, reason, now)))
            return fail(Error::conflict(fmt::format("run {} has ended already", run_id)));
        TRY(store::cancel_run_deliveries(session, run_id, reason, now));
        cancelled = TRY(details(session, TRY(store::get_run(session, run_id))));
        return record_change(session, principal, {.type = "run.cancelled", .resource = audit_name(run_id)},
                             now);
    }));
    wake();
    return cancelled;
}

Result<RunDetails> Runs::replay(const Principal& principal, std::int64_t run_id)
{
    const Instant now = environment_.clock.now();
    RunDetails started;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        const Run original = TRY(find(session, principal, Action::run, run_id));
        if (!is_terminal(original.status))
            return fail(
                Error::conflict(fmt::format("run {} has not ended yet; replay it afterwards", run_id)));
        const std::int64_t root = original.replay_of != 0 ? original.replay_of : original.id;
        if (TRY(store::list_stored_results(session, root)).empty())
            return fail(Error::conflict(
                fmt::format("run {} cannot be replayed: its results are no longer stored; run "
                            "the report again",
                            run_id)));
        const Report report = TRY(store::get_report_of(session, principal.workspace_id, original.report_id));
        Run run = TRY(make_run(report, RunCause::replay, original.nominal_at, now));
        run.nominal_local = original.nominal_local;
        run.period = original.period;
        run.replay_of = root;
        // One instant may be replayed any number of times.
        run.burst_key = run.uuid;
        started = TRY(insert(session, std::move(run), false));
        return record_change(session, principal, {.type = "run.replayed", .resource = audit_name(run_id)},
                             now);
    }));
    wake();
    return started;
}

Result<> Runs::deal_with(const Principal& principal, std::int64_t run_id)
{
    const Instant now = environment_.clock.now();
    return environment_.database.write([&](db::Session& session) -> Result<> {
        if (!is_terminal(TRY(find(session, principal, Action::run, run_id)).status))
            return fail(Error::conflict(
                fmt::format("run {} has not ended yet; cancel it, or deal with it afterwards", run_id)));
        TRY(store::mark_dealt_with(session, run_id, now));
        return record_change(session, principal, {.type = "run.dealt_with", .resource = audit_name(run_id)},
                             now);
    });
}

Result<> Runs::undo_dealt_with(const Principal& principal, std::int64_t run_id)
{
    const Instant now = environment_.clock.now();
    return environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(find(session, principal, Action::run, run_id));
        TRY(store::unmark_dealt_with(session, run_id));
        return record_change(session, principal,
                             {.type = "run.not_dealt_with", .resource = audit_name(run_id)}, now);
    });
}

Result<RunDetails> Runs::get(const Principal& principal, std::int64_t run_id)
{
    return look_up(principal, Action::read, run_id);
}

Result<RunDetails> Runs::look_up(const Principal& principal, Action action, std::int64_t run_id)
{
    RunDetails found;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        found = TRY(details(session, TRY(find(session, principal, action, run_id))));
        return {};
    }));
    return found;
}

Result<Page<RunDetails>> Runs::list(const Principal& principal, std::int64_t report_id,
                                    const PageRequest& page)
{
    const std::int64_t before_id = TRY(parse_cursor(page.cursor));
    Page<RunDetails> answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(require_report(session, principal, Action::read, report_id));
        Page<Run> runs = TRY(make_page(
            TRY(store::list_runs(
                session, {.report_id = report_id, .before_id = before_id, .limit = rows_to_fetch(page)})),
            page, [](const Run& last) { return fmt::format("{}", last.id); }));
        answer = {{}, std::move(runs.next_cursor)};
        for (Run& run : runs.items)
            answer.items.push_back(TRY(details(session, std::move(run), Attempts::leave_out)));
        return {};
    }));
    return answer;
}

Result<StoredFile> Runs::artifact(const Principal& principal, std::int64_t run_id, int n)
{
    const RunDetails found = TRY(get(principal, run_id));
    for (const Artifact& artifact : found.artifacts)
        if (artifact.n == n)
            return StoredFile{artifact, TRY(environment_.objects.path_of(artifact.object_key))};
    return fail(Error::not_found(fmt::format("run {} has no artifact {}", run_id, n)));
}

Result<StoredFile> Runs::linked_artifact(std::string_view token)
{
    const store::ArtifactLink link =
        TRY(store::open_artifact_link(environment_.secrets, token, environment_.clock.now()));
    std::vector<Artifact> artifacts;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        artifacts = TRY(store::list_artifacts(session, link.run_id));
        return {};
    }));
    for (const Artifact& artifact : artifacts)
        if (artifact.n == link.artifact_n)
            return StoredFile{artifact, TRY(environment_.objects.path_of(artifact.object_key))};
    return fail(Error::not_found("the file of this link is past its retention"));
}

Result<> Runs::check_format(const std::string& format) const
{
    if (std::ranges::find(formats_, format) != formats_.end())
        return {};
    return fail(Error::invalid(
        "format", fmt::format("format must be one of {}; \"{}\" was given", join(formats_, ", "), format)));
}

Result<RenderedFile> Runs::draw_again(const Principal& principal, std::int64_t run_id,
                                      const std::string& format)
{
    const RunDetails found = TRY(get(principal, run_id));
    TRY(check_format(format));
    if (!is_terminal(found.run.status))
        return fail(Error::conflict(fmt::format("run {} has not ended yet", run_id)));
    return interactive_.draw_again(found.run, format);
}

Result<RenderedFile> Runs::preview(const Principal& principal, std::int64_t report_id,
                                   const std::string& format)
{
    PreviewRequest request;
    request.nominal_at = environment_.clock.now();
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        request.report = TRY(runnable_report(session, principal, Action::read, report_id));
        request.dashboard =
            TRY(store::get_published(session, principal.workspace_id, request.report.dashboard_id));
        return keep_widgets(request.dashboard, request.report.widgets);
    }));
    request.format = format.empty() ? request.report.formats.front() : format;
    TRY(check_format(request.format));
    const Recurrence recurrence = TRY(Recurrence::compile(request.report.schedule));
    request.period = period_of(request.report.schedule, recurrence, request.nominal_at);
    return interactive_.preview(request);
}

} // namespace presstime::control

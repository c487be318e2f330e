// The steps from claim to handing over; every write says under which fence it is made.
#include "run/run_process.hpp"

#include "base/fail_point.hpp"
#include "calendar/bindings.hpp"
#include "calendar/zone.hpp"
#include "platform/canvas/canvas.hpp"
#include "run/delivery_plan.hpp"
#include "run/run_end.hpp"
#include "stage/layout.hpp"
#include "store/dashboard_store.hpp"
#include "store/delivery_store.hpp"
#include "store/report_store.hpp"
#include "store/run_plan_store.hpp"
#include "store/sealed_values.hpp"
#include "store/store.hpp"
#include "store/theme_store.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace presstime::run {
namespace {

// Every later result must be thrown away.
constexpr const char* kLeaseLost = "the run's lease was lost to another worker";

RunPlan plan_of(const Run& run, const Report& report, const Dashboard& dashboard)
{
    RunPlan plan;
    for (const Query* query : stage::queries_shown(dashboard))
        plan.queries.push_back(query->name);
    plan.formats = report.formats;
    plan.deliveries = expected_deliveries(run, report);
    return plan;
}

} // namespace

RunProcess::RunProcess(Pipeline& pipeline, const Run& run, Deadline deadline)
    : pipeline_(pipeline),
      run_(run),
      fence_{run.id, run.attempt, run.worker_id},
      deadline_(std::move(deadline))
{
}

std::string RunProcess::object_key(const std::string& name) const
{
    return fmt::format("runs/{}/{}", run_.id, name);
}

Result<> RunProcess::write_fenced(RunPhase phase, const std::function<Result<>(db::Session&)>& work)
{
    bool held = false;
    TRY(pipeline_.database_.write([&](db::Session& session) -> Result<> {
        held = TRY(store::set_run_phase(session, fence_, phase));
        return held ? work(session) : Result<>{};
    }));
    if (held)
        return {};
    lost_ = true;
    return fail(Error::give_up(kLeaseLost));
}

Result<> RunProcess::work()
{
    fail_point("run.claimed");
    TRY(load_definition());
    TRY(run_queries());
    if (ended_)
        return {};
    TRY(render_artifacts());
    return hand_over();
}

Result<> RunProcess::load_definition()
{
    if (run_.definition.empty())
        TRY(run_.replay_of != 0 ? load_replayed_definition() : snapshot_definition());
    definition_ = TRY(codec::definition_from_json(run_.definition));
    // The ids live in the rows, not in the documents.
    definition_.report.id = run_.report_id;
    definition_.report.workspace_id = run_.workspace_id;
    return pipeline_.database_.read([&](db::Session& session) -> Result<> {
        workspace_name_ = TRY(store::get_workspace(session, run_.workspace_id)).name;
        results_ = TRY(store::list_stored_results(session, run_.id));
        artifacts_ = TRY(store::list_artifacts(session, run_.id));
        theme_ = TRY(store::get_theme_version(session, run_.workspace_id, definition_.theme_version));
        return {};
    });
}

// An edit after this moment never changes this run: it draws what stands here.
Result<> RunProcess::snapshot_definition()
{
    std::int64_t retain_results_days = 0;
    RunPlan plan;
    TRY(pipeline_.database_.read([&](db::Session& session) -> Result<> {
        const Report report = TRY(store::get_report(session, run_.report_id));
        retain_results_days = report.retain_results_days;
        Dashboard dashboard = TRY(store::get_published(session, report.workspace_id, report.dashboard_id));
        TRY(keep_widgets(dashboard, report.widgets));
        const auto theme = TRY(store::find_theme(session, report.workspace_id));
        run_.definition = codec::definition_to_json({report, dashboard, theme ? theme->version : 0});
        plan = plan_of(run_, report, dashboard);
        return {};
    }));
    run_.as_of = pipeline_.clock_.now();
    TRY(write_fenced(RunPhase::query, [&](db::Session& session) -> Result<> {
        TRY(store::set_run_definition(session, fence_, run_.definition, *run_.as_of));
        TRY(store::put_run_plan(session, run_.id, plan));
        return store::set_run_retention(session, run_.id, retain_results_days);
    }));
    fail_point("run.definition_stored");
    return {};
}

// A replay shows the original's data in the original's definition, dated as the original was.
Result<> RunProcess::load_replayed_definition()
{
    std::vector<StoredResult> originals;
    TRY(pipeline_.database_.read([&](db::Session& session) -> Result<> {
        const Run original = TRY(store::get_run(session, run_.replay_of));
        run_.definition = original.definition;
        run_.as_of = original.as_of;
        originals = TRY(store::list_stored_results(session, run_.replay_of));
        return {};
    }));
    if (originals.empty() || run_.definition.empty() || !run_.as_of)
        return fail(
            Error::give_up(fmt::format("run {} cannot be replayed: its stored results are no longer kept "
                                       "(retain_results)",
                                       run_.replay_of)));
    const codec::Definition definition = TRY(codec::definition_from_json(run_.definition));
    const RunPlan plan = plan_of(run_, definition.report, definition.dashboard);
    std::vector<StoredResult> copies;
    copies.reserve(originals.size());
    for (const StoredResult& original : originals)
        copies.push_back(TRY(copy_replayed_result(original)));
    return write_fenced(RunPhase::query, [&](db::Session& session) -> Result<> {
        TRY(store::set_run_definition(session, fence_, run_.definition, *run_.as_of));
        for (const StoredResult& copy : copies)
            TRY(store::put_stored_result(session, copy));
        return store::put_run_plan(session, run_.id, plan);
    });
}

Result<StoredResult> RunProcess::copy_replayed_result(const StoredResult& original)
{
    StoredResult copy = original;
    copy.run_id = run_.id;
    copy.started_at.reset();
    if (!original.error.empty())
        return copy;
    copy.object_key = object_key(original.object_key.substr(original.object_key.rfind('/') + 1));
    TRY(copy_object(pipeline_.objects_, original.object_key, copy.object_key));
    return copy;
}

Result<> RunProcess::run_queries()
{
    const auto bindings = TRY(
        bindings_of(definition_.dashboard, {run_.period, run_.nominal_at, definition_.report.parameters}));
    const auto security = TRY(security_of(definition_.report));
    const auto shown = stage::queries_shown(definition_.dashboard);
    for (const Query* query : shown) {
        if (std::ranges::find(results_, query->name, &StoredResult::query) != results_.end())
            continue;
        const Instant started_at = pipeline_.clock_.now();
        StoredResult stored =
            TRY(run_query({run_.workspace_id, *query, bindings, definition_.dashboard.datasets, security}));
        stored.started_at = started_at;
        fail_point("run.result_written");
        TRY(write_fenced(RunPhase::query,
                         [&](db::Session& session) { return store::put_stored_result(session, stored); }));
        fail_point("run.result_stored");
        results_.push_back(std::move(stored));
    }
    // A file of nothing but error boxes is no report: its owner is told instead.
    const bool all_failed = !shown.empty() && std::ranges::none_of(results_, [](const StoredResult& result) {
        return result.error.empty();
    });
    return all_failed ? fail_run(fmt::format("query {}: {}", results_.front().query, results_.front().error))
                      : Result<>{};
}

Result<StoredResult> RunProcess::run_query(const control::QueryQuestion& question)
{
    const Query& query = question.query;
    const stage::ServerQueryLimits& server = pipeline_.config_.query_limits;
    const Deadline deadline = deadline_.sooner(std::chrono::seconds(stage::timeout_of(query, server)));
    Result<ScopedQuery> scoped = scope_query(pipeline_.sources_, question, deadline);
    if (!scoped && (scoped.error().kind == ErrorKind::retry || deadline.cancelled()))
        return fail(scoped.error());
    if (!scoped) {
        StoredResult failed;
        failed.run_id = run_.id;
        failed.query = query.name;
        failed.error = scoped.error().message;
        return failed;
    }
    const stage::QueryStep step{run_.id,
                                query.name,
                                std::move(scoped->sql),
                                std::move(scoped->bindings),
                                stage::limits_of(query, server),
                                object_key(fmt::format("result-{}.ptr", query.id))};
    return stage::run_query_step(*scoped->source, step, pipeline_.objects_, deadline);
}

Result<> RunProcess::render_artifacts()
{
    const stage::RunView view{run_,  definition_.report, definition_.dashboard, workspace_name_, results_,
                              theme_};
    const RenderInput input = TRY(stage::make_render_input(view, pipeline_.objects_));
    int n = 0;
    for (const std::string& format : definition_.report.formats) {
        ++n;
        if (std::ranges::find(artifacts_, n, &Artifact::n) != artifacts_.end())
            continue;
        if (deadline_.expired())
            return fail(Error::give_up("the run took longer than its time limit"));
        const Instant started_at = pipeline_.clock_.now();
        Artifact artifact = TRY(render(format, n, input));
        artifact.started_at = started_at;
        fail_point("run.artifact_written");
        TRY(write_fenced(RunPhase::render,
                         [&](db::Session& session) { return store::put_artifact(session, artifact); }));
        fail_point("run.artifact_stored");
        artifacts_.push_back(std::move(artifact));
    }
    return {};
}

Result<Artifact> RunProcess::render(const std::string& format, int n, const RenderInput& input)
{
    const RendererPlugin* plugin = TRY(find_renderer_plugin(format, "format"));
    PageList pages;
    std::optional<std::int64_t> layout_us;
    if (stage::needs_pages(input.dashboard, *plugin)) {
        const auto begun = std::chrono::steady_clock::now();
        TextMeasure& measure = text_measure_of_this_thread(input.theme.font_family);
        pages = TRY(stage::lay_out(
            input, stage::page_setup(input, plugin->needs, pipeline_.config_.max_pages), measure));
        layout_us =
            std::chrono::duration_cast<Microseconds>(std::chrono::steady_clock::now() - begun).count();
    }
    const std::string extension = plugin->extension(input);
    const stage::RenderStep step{run_.id,
                                 n,
                                 object_key(fmt::format("artifact-{}.{}", n, extension)),
                                 stage::artifact_filename(definition_.report, run_, extension),
                                 plugin->name == "pdf" ? TRY(pdf_password()) : std::string(),
                                 pipeline_.config_.templates};
    Artifact artifact =
        TRY(stage::run_render_step(*plugin, input, pages, step, pipeline_.objects_, deadline_));
    artifact.layout_us = layout_us;
    return artifact;
}

Result<std::string> RunProcess::pdf_password()
{
    Report report;
    TRY(pipeline_.database_.read([&](db::Session& session) -> Result<> {
        report = TRY(store::get_report(session, run_.report_id));
        return {};
    }));
    return store::open_pdf_password(pipeline_.sources_.secrets(), report);
}

// Why the artifacts are partial: failed widgets, or a cut that the report forbids.
std::string RunProcess::error_of_artifacts() const
{
    for (const StoredResult& result : results_)
        if (!result.error.empty())
            return fmt::format("query {}: {}", result.query, result.error);
    for (const Artifact& artifact : artifacts_)
        if (artifact.failed_widgets > 0)
            return artifact.note;
    if (definition_.report.fail_rather_than_cut)
        for (const Artifact& artifact : artifacts_)
            if (!artifact.complete)
                return fmt::format("{} was cut although the report asks for whole results: {}",
                                   artifact.filename, artifact.note);
    return {};
}

// Only for runs that send mail; drawing for nobody would cost as much as the artifact.
Result<stage::MailBody> RunProcess::make_mail_body()
{
    const Report& report = definition_.report;
    const bool mailed =
        run_.cause == RunCause::test || !report.email_to.empty() || !report.cc.empty() || !report.bcc.empty();
    // What is locked in the file must not stand open beside it.
    if (!mailed || std::ranges::any_of(artifacts_, is_encrypted))
        return stage::MailBody();
    const stage::RunView view{run_, report, definition_.dashboard, workspace_name_, results_, theme_};
    const RenderInput input = TRY(stage::make_render_input(view, pipeline_.objects_));
    const auto parts = report.email_html ? stage::MailParts::with_html : stage::MailParts::text_alone;
    return stage::make_mail_body(input, parts, pipeline_.objects_, object_key("mail.png"), deadline_);
}

Result<> RunProcess::hand_over()
{
    const DeliveryPlanner planner{pipeline_.objects_, pipeline_.sources_.secrets(), pipeline_.config_};
    const stage::MailBody body = TRY(make_mail_body());
    const DrawnRun drawn{run_, definition_, artifacts_, error_of_artifacts(), body};
    std::vector<Delivery> deliveries = TRY(planner.plan(drawn, pipeline_.clock_.now()));
    fail_point("run.before_deliveries");
    store::RunOutput output;
    for (const Artifact& artifact : artifacts_) {
        output.rows = std::max(output.rows, artifact.rows);
        output.complete = output.complete && artifact.complete;
        output.artifact_bytes += artifact.bytes;
    }
    output.error = drawn.errors;
    TRY(write_fenced(RunPhase::render, [&](db::Session& session) -> Result<> {
        for (Delivery& delivery : deliveries)
            TRY(store::insert_delivery(session, delivery));
        TRY(store::hand_run_to_delivery(session, fence_, output));
        return settle_run(session, run_.id, pipeline_.clock_.now());
    }));
    fail_point("run.deliveries_stored");
    return {};
}

Result<> RunProcess::fail_run(const std::string& error)
{
    TRY(write_fenced(RunPhase::query, [&](db::Session& session) -> Result<> {
        TRY(store::fail_run(session, fence_, error, pipeline_.clock_.now()));
        return settle_run(session, run_.id, pipeline_.clock_.now());
    }));
    ended_ = true;
    return {};
}

} // namespace presstime::run

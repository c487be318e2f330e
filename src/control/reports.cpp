// Every way to save ends in insert() or replace() after check(). What a change means for runs already due is
// decided in one place, settle_due_instant().
#include "control/reports.hpp"

#include "base/id.hpp"
#include "base/log.hpp"
#include "codec/document.hpp"
#include "control/access.hpp"
#include "control/changes.hpp"
#include "control/dashboard_checks.hpp"
#include "control/new_run.hpp"
#include "control/report_secrets.hpp"
#include "store/access_store.hpp"
#include "store/dashboard_store.hpp"
#include "store/dataset_store.hpp"
#include "store/run_store.hpp"

#include <fmt/format.h>

namespace presstime::control {
namespace {

// Equal but for what the server counts and computes.
bool says_the_same(const Report& a, Report b)
{
    b.version = a.version;
    b.updated_at = a.updated_at;
    b.next_run_at = a.next_run_at;
    return codec::report_to_json(a) == codec::report_to_json(b);
}

void keep_server_fields(const Report& stored, Report& report)
{
    report.id = stored.id;
    report.uuid = stored.uuid;
    report.workspace_id = stored.workspace_id;
    report.owned_by = stored.owned_by;
    report.version = stored.version;
    report.next_run_at = stored.next_run_at;
    report.created_at = stored.created_at;
    report.updated_at = stored.updated_at;
    keep_stored_secrets(stored, report);
}

// Filters for data sets that are not there would leave open what they meant.
Result<> check_data_access(db::Session& session, const Dashboard& shown, SavedReport& saved)
{
    const Report& report = saved.report;
    if (report.run_as == RunAs::viewer && !report.data_access)
        saved.warnings.push_back(
            {"run_as",
             "run_as viewer shows the rows of data_access, which is not given; runs fail until it is"});
    if (!report.data_access)
        return {};
    const auto datasets = TRY(store::datasets_in_reach(session, report.workspace_id, shown.datasets));
    Result<> checked = report.data_access->check_names(datasets);
    if (checked)
        return {};
    Error error = std::move(checked).error();
    error.field = "data_access." + error.field;
    return fail(std::move(error));
}

} // namespace

Reports::Reports(Environment environment, const http::EgressPolicy& egress, QueryInspector& inspector,
                 ReportRules rules)
    : environment_(std::move(environment)), egress_(egress), inspector_(inspector), rules_(std::move(rules))
{
}

Result<SavedReport> Reports::check(Report report, std::string_view json) const
{
    SavedReport saved{std::move(report), {}};
    const bool strict = TRY(codec::report_wants_strict(json));
    saved.warnings =
        TRY(settle_timezone(saved.report.schedule, strict ? Strictness::refuse : rules_.timezones));
    TRY(validate_schedule(saved.report.schedule));
    TRY(check_delivery(saved.report, rules_, egress_));
    for (Warning& warning : protection_warnings(saved.report))
        saved.warnings.push_back(std::move(warning));
    return saved;
}

Result<> Reports::check_dashboard(db::Session& session, const Principal& principal, SavedReport& saved) const
{
    const Report& report = saved.report;
    const Result<> seen = require_dashboard(session, principal, Action::read, report.dashboard_id);
    if (!seen && seen.error().kind == ErrorKind::not_found)
        return fail(Error::invalid("dashboard_id",
                                   fmt::format("dashboard_id names a dashboard that does not exist: {}",
                                               report.dashboard_id))
                        .with_context(seen.error().context));
    TRY(seen);
    const auto grants = TRY(store::grants_of_dashboard(session, principal.workspace_id, report.dashboard_id));
    TRY(check_access(
        principal, Action::manage,
        {ResourceKind::report, principal.workspace_id, grants.value_or(std::vector<Grant>{}), {}}));
    const store::DashboardRecord found =
        TRY(store::get_dashboard(session, report.workspace_id, report.dashboard_id));
    Dashboard shown = found.draft;
    if (found.published_version)
        shown = TRY(store::get_published(session, report.workspace_id, report.dashboard_id));
    else
        saved.warnings.push_back(
            {"dashboard_id",
             fmt::format("dashboard {} is not published yet; runs fail until it is", report.dashboard_id)});
    TRY(keep_widgets(shown, report.widgets));
    TRY(check_parameters(report, shown, environment_.clock.now()));
    TRY(check_data_access(session, shown, saved));
    TRY(check_query(session, report));
    for (Warning& warning : clock_warnings(shown))
        saved.warnings.push_back({"dashboard_id", std::move(warning.detail)});
    return {};
}

Result<> Reports::check_filtered_queries(const Principal& principal, const Report& report) const
{
    if (!report.data_access)
        return {};
    std::optional<Dashboard> shown;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        shown.reset();
        // What is wrong with the dashboard itself, check_dashboard() says.
        if (!require_dashboard(session, principal, Action::read, report.dashboard_id))
            return {};
        const auto record = TRY(store::get_dashboard(session, report.workspace_id, report.dashboard_id));
        shown = record.published_version
                    ? TRY(store::get_published(session, report.workspace_id, report.dashboard_id))
                    : record.draft;
        TRY(keep_widgets(*shown, report.widgets));
        SavedReport named{report, {}};
        return check_data_access(session, *shown, named);
    }));
    if (!shown)
        return {};
    const Result<> checked = check_secured_queries(*shown, report.workspace_id, *report.data_access,
                                                   environment_.clock.now(), inspector_);
    if (checked || checked.error().kind == ErrorKind::retry) // a source that is away now is asked by the run
        return {};
    return fail(Error::invalid("data_access",
                               "data_access cannot hold for this dashboard: " + checked.error().message));
}

// Only a change of what is filtered asks the sources: pausing must work whatever they say.
Result<> Reports::check_filtered_patch(const Principal& principal, std::int64_t id,
                                       std::string_view json) const
{
    if (!json.contains("\"data_access\"") && !json.contains("\"dashboard_id\"") &&
        !json.contains("\"widgets\""))
        return {};
    std::optional<Report> wanted;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(require_report(session, principal, Action::manage, id));
        const Report current = TRY(store::get_report_of(session, principal.workspace_id, id));
        wanted = TRY(codec::patch_report(current, json));
        return {};
    }));
    return check_filtered_queries(principal, *wanted);
}

Result<SavedReport> Reports::create(const Principal& principal, std::string_view json, const Also& also)
{
    TRY(require_scope(principal, Action::manage, ResourceKind::report));
    Report report = TRY(codec::report_from_json(json));
    report.workspace_id = principal.workspace_id;
    SavedReport saved = TRY(check(std::move(report), json));
    TRY(check_filtered_queries(principal, saved.report));
    return insert(principal, std::move(saved), also);
}

Result<SavedReport> Reports::insert(const Principal& principal, SavedReport saved, const Also& also)
{
    const auto carrying = environment_.secrets.carry();
    const Instant now = environment_.clock.now();
    Report& report = saved.report;
    report.id = 0;
    report.uuid = make_uuid(now);
    saved.made_webhook_secret = TRY(seal_secrets(environment_.secrets, nullptr, report));
    report.owned_by = owner_of(principal);
    report.created_at = now;
    report.updated_at = now;
    report.next_run_at.reset();
    if (report.enabled)
        report.next_run_at = TRY(first_occurrence(report.schedule, now));
    const SavedReport checked = saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        saved = checked;
        TRY(check_dashboard(session, principal, saved));
        TRY(store::insert_report(session, saved.report, now));
        if (also)
            TRY(also(session, saved.report));
        return record_change(session, principal, ReportChange{"report.created", saved.report}, now);
    }));
    saved.created = true;
    if (environment_.wake)
        environment_.wake();
    return saved;
}

Result<> Reports::settle_due_instant(db::Session& session, const Report& current, const Report& changed)
{
    const Instant now = environment_.clock.now();
    const bool rule_changed = !(current.schedule == changed.schedule) || current.enabled != changed.enabled;
    if (!rule_changed || !current.enabled || !current.next_run_at || *current.next_run_at > now)
        return {};
    Run run = TRY(make_run(current, RunCause::schedule, *current.next_run_at, now));
    if (!changed.enabled) {
        run.status = RunStatus::skipped;
        run.phase = RunPhase::done;
        run.reason = "the report was paused before this run began";
        run.finished_at = now;
        run.skipped_count = 1;
    }
    store::NewRun row{std::move(run), changed.schedule.overlap != Overlap::allow};
    TRY(store::insert_run(session, row));
    return {};
}

Result<> Reports::replace(db::Session& session, const Principal& principal, const Report& current,
                          SavedReport& saved)
{
    const Instant now = environment_.clock.now();
    Report& report = saved.report;
    keep_server_fields(current, report);
    saved.made_webhook_secret = TRY(seal_secrets(environment_.secrets, &current, report));
    if (says_the_same(current, report))
        return {};
    const bool rule_changed = !(current.schedule == report.schedule) || current.enabled != report.enabled;
    if (!report.enabled)
        report.next_run_at.reset();
    else if (rule_changed)
        report.next_run_at = TRY(first_occurrence(report.schedule, now));
    TRY(settle_due_instant(session, current, report));
    TRY(store::update_report(session, report, now));
    const ReportChange change{"report.updated", report,
                              changed_members(codec::report_to_json(current), codec::report_to_json(report))};
    return record_change(session, principal, change, now);
}

Result<SavedReport> Reports::patch(const Principal& principal, std::int64_t id, std::string_view json,
                                   ExpectedVersion expected)
{
    TRY(require_scope(principal, Action::manage, ResourceKind::report));
    TRY(check_filtered_patch(principal, id, json));
    SavedReport saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(require_report(session, principal, Action::manage, id));
        const Report current = TRY(store::get_report_of(session, principal.workspace_id, id));
        TRY(check_version(expected, current.version, fmt::format("report {}", id)));
        Report wanted = TRY(codec::patch_report(current, json));
        keep_stored_secrets(current, wanted);
        Report paused = current;
        paused.enabled = false;
        // Pausing must work whatever else has become wrong with the report meanwhile.
        if (says_the_same(paused, wanted)) {
            saved = {std::move(wanted), {}};
        } else {
            saved = TRY(check(std::move(wanted), json));
            TRY(check_dashboard(session, principal, saved));
        }
        return replace(session, principal, current, saved);
    }));
    if (environment_.wake)
        environment_.wake();
    return saved;
}

Result<SavedReport> Reports::put_by_name(const Principal& principal, std::string_view json)
{
    TRY(require_scope(principal, Action::manage, ResourceKind::report));
    Report report = TRY(codec::report_from_json(json));
    report.workspace_id = principal.workspace_id;
    SavedReport saved = TRY(check(std::move(report), json));
    TRY(check_filtered_queries(principal, saved.report));
    std::vector<std::int64_t> ids;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        ids.clear();
        const std::set<std::string> hidden = TRY(hidden_dashboards(session, principal));
        for (const Report& each : TRY(store::list_reports(session, {.workspace_id = principal.workspace_id})))
            if (each.name == saved.report.name && !hidden.contains(each.dashboard_id))
                ids.push_back(each.id);
        return {};
    }));
    if (ids.size() > 1)
        return fail(Error::conflict(
            fmt::format("{} reports are named \"{}\"; rename all but one, or change one by its "
                        "id with PATCH /v1/reports/{{id}}",
                        ids.size(), saved.report.name)));
    if (ids.empty())
        return insert(principal, std::move(saved), {});
    const SavedReport checked = saved;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        saved = checked;
        TRY(require_report(session, principal, Action::manage, ids.front()));
        TRY(check_dashboard(session, principal, saved));
        return replace(session, principal,
                       TRY(store::get_report_of(session, principal.workspace_id, ids.front())), saved);
    }));
    if (environment_.wake)
        environment_.wake();
    return saved;
}

Result<> Reports::remove(const Principal& principal, std::int64_t id)
{
    std::vector<std::int64_t> runs;
    TRY(environment_.database.write([&](db::Session& session) -> Result<> {
        TRY(require_report(session, principal, Action::manage, id));
        const Report gone = TRY(store::get_report_of(session, principal.workspace_id, id));
        TRY(record_change(session, principal, ReportChange{"report.deleted", gone},
                          environment_.clock.now()));
        runs = TRY(store::delete_report(session, principal.workspace_id, id));
        return {};
    }));
    // The rows are gone for good; a file that cannot be removed now is only lost room.
    for (std::int64_t run : runs)
        if (Result<> removed = environment_.objects.remove_prefix(fmt::format("runs/{}/", run)); !removed)
            log_error("report.files_left", removed.error(), {{"run_id", run}});
    return {};
}

Result<Report> Reports::get(const Principal& principal, std::int64_t id)
{
    Report report;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        TRY(require_report(session, principal, Action::read, id));
        report = TRY(store::get_report_of(session, principal.workspace_id, id));
        return {};
    }));
    return report;
}

Result<Page<Report>> Reports::list(const Principal& principal, const std::string& dashboard_id,
                                   const PageRequest& page)
{
    const std::int64_t after_id = TRY(parse_cursor(page.cursor));
    std::vector<Report> reports;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const std::set<std::string> hidden = TRY(hidden_dashboards(session, principal));
        reports = TRY(collect<Report>(
            rows_to_fetch(page), after_id,
            [&](std::int64_t after, int limit) {
                return store::list_reports(session, {.workspace_id = principal.workspace_id,
                                                     .dashboard_id = dashboard_id,
                                                     .after_id = after,
                                                     .limit = limit});
            },
            [&](const Report& report) -> Result<bool> { return !hidden.contains(report.dashboard_id); },
            [](const Report& report) { return report.id; }));
        return {};
    }));
    return make_page(std::move(reports), page, [](const Report& last) { return fmt::format("{}", last.id); });
}

} // namespace presstime::control

// Reports: the document as JSON, and beside it the columns that SQL selects by. The clock column,
// next_run_at, is empty whenever nothing is to happen by itself, so that the due index holds only what ticks.
#include "store/report_store.hpp"

#include "base/id.hpp"
#include "base/text.hpp"
#include "codec/document.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

#define PRESSTIME_REPORT_COLUMNS                                                                             \
    "id, uuid, workspace_id, owner_user_id, owner_token_id, version, next_run_at, created_at, updated_at, "  \
    "document"

constexpr db::Statement kInsert{"reports.insert", R"sql(
    INSERT INTO reports (uuid, workspace_id, dashboard_id, name, enabled, document, version, next_run_at,
                         created_at, updated_at, owner_user_id, owner_token_id, misfire_grace_s,
                         name_key)
    VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $8, $9, $10, $11, $12)
    RETURNING id
)sql"};
constexpr db::Statement kUpdate{"reports.update", R"sql(
    UPDATE reports
    SET dashboard_id = $4, name = $5, enabled = $6, document = $7, next_run_at = $8, updated_at = $9,
        misfire_grace_s = $10, name_key = $11, version = version + 1
    WHERE id = $1 AND workspace_id = $2 AND version = $3
)sql"};
constexpr db::Statement kForgetTags{"report_tags.forget", R"sql(
    DELETE FROM report_tags
    WHERE report_id = $1
)sql"};
constexpr db::Statement kInsertTag{"report_tags.insert", R"sql(
    INSERT INTO report_tags (report_id, tag)
    VALUES ($1, $2)
    ON CONFLICT DO NOTHING
)sql"};
constexpr db::Statement kRunsOf{"reports.runs_of", R"sql(
    SELECT id
    FROM runs
    WHERE report_id = $1
    ORDER BY id
)sql"};
constexpr db::Statement kDelete{"reports.delete", R"sql(
    DELETE FROM reports
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kGet{"reports.get", "SELECT " PRESSTIME_REPORT_COLUMNS R"sql(
    FROM reports
    WHERE id = $1
)sql"};
constexpr db::Statement kGetOf{"reports.get_of", "SELECT " PRESSTIME_REPORT_COLUMNS R"sql(
    FROM reports
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kList{"reports.list", "SELECT " PRESSTIME_REPORT_COLUMNS R"sql(
    FROM reports
    WHERE workspace_id = $1 AND id > $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kListOfDashboard{"reports.list_of_dashboard",
                                         "SELECT " PRESSTIME_REPORT_COLUMNS R"sql(
    FROM reports
    WHERE workspace_id = $1 AND dashboard_id = $2 AND id > $3
    ORDER BY id
    LIMIT $4
)sql"};
constexpr db::Statement kDue{"reports.due", "SELECT " PRESSTIME_REPORT_COLUMNS R"sql(
    FROM reports
    WHERE next_run_at <= $1
    ORDER BY next_run_at, id
    LIMIT $2
)sql"};
constexpr db::Statement kSetNextRun{"reports.set_next_run_at", R"sql(
    UPDATE reports
    SET next_run_at = $2
    WHERE id = $1
)sql"};
constexpr db::Statement kEarliest{"reports.earliest_next_run_at", R"sql(
    SELECT MIN(next_run_at)
    FROM reports
    WHERE next_run_at IS NOT NULL
)sql"};
constexpr db::Statement kWithClock{"reports.with_clock", "SELECT " PRESSTIME_REPORT_COLUMNS R"sql(
    FROM reports
    WHERE id > $1 AND next_run_at IS NOT NULL
    ORDER BY id
    LIMIT $2
)sql"};

Result<Report> read_report(const db::Row& row)
{
    RowReader reader(row);
    Report columns;
    columns.id = reader.integer();
    columns.uuid = reader.text();
    columns.workspace_id = reader.integer();
    columns.owned_by.user_id = reader.integer();
    columns.owned_by.token_id = reader.integer();
    columns.version = reader.integer();
    columns.next_run_at = reader.optional_instant();
    columns.created_at = reader.instant();
    columns.updated_at = reader.instant();
    auto report = codec::report_from_json(reader.text());
    if (!report)
        return fail(Error::give_up(fmt::format("the stored document of report {} cannot be read", columns.id))
                        .with_context(fmt::format("{}: {}", report.error().field, report.error().message)));
    report->id = columns.id;
    report->uuid = std::move(columns.uuid);
    report->workspace_id = columns.workspace_id;
    report->owned_by = columns.owned_by;
    report->version = columns.version;
    report->next_run_at = columns.next_run_at;
    report->created_at = columns.created_at;
    report->updated_at = columns.updated_at;
    return report;
}

void stop_clock_unless_ticking(Report& report)
{
    if (!report.enabled || report.schedule.kind == ScheduleKind::trigger)
        report.next_run_at.reset();
}

Result<> put_tags(db::Session& session, const Report& report)
{
    TRY(session.execute(kForgetTags, {db::param(report.id)}));
    for (const std::string& tag : report.tags)
        TRY(session.execute(kInsertTag, {db::param(report.id), db::param(tag)}));
    return {};
}

Error missing(std::int64_t id)
{
    return Error::not_found(fmt::format("report {} does not exist", id));
}

Result<Report> one_report(Result<std::optional<Report>> found, std::int64_t id)
{
    auto report = TRY(std::move(found));
    if (!report)
        return fail(missing(id));
    return std::move(*report);
}

} // namespace

Result<> insert_report(db::Session& session, Report& report, Instant now)
{
    using db::param;
    stop_clock_unless_ticking(report);
    if (report.uuid.empty())
        report.uuid = make_uuid(now);
    auto id = TRY(session.query_integer(
        kInsert,
        {param(report.uuid), param(report.workspace_id), param(report.dashboard_id), param(report.name),
         param(report.enabled), param(codec::report_to_json(report)), param(report.next_run_at), param(now),
         id_or_null(report.owned_by.user_id), id_or_null(report.owned_by.token_id),
         param(report.schedule.misfire_grace.count()), param(to_lower_ascii(report.name))}));
    report.id = id.value_or(0);
    report.version = 1;
    report.created_at = now;
    report.updated_at = now;
    return put_tags(session, report);
}

Result<> update_report(db::Session& session, Report& report, Instant now)
{
    using db::param;
    stop_clock_unless_ticking(report);
    bool changed =
        TRY(changes_row(session, kUpdate,
                        {param(report.id), param(report.workspace_id), param(report.version),
                         param(report.dashboard_id), param(report.name), param(report.enabled),
                         param(codec::report_to_json(report)), param(report.next_run_at), param(now),
                         param(report.schedule.misfire_grace.count()), param(to_lower_ascii(report.name))}));
    if (!changed) {
        Report stored = TRY(get_report_of(session, report.workspace_id, report.id));
        return fail(Error::conflict(fmt::format("report {} was changed meanwhile: version {} is stored, the "
                                                "change is for version {}; read it again",
                                                report.id, stored.version, report.version)));
    }
    ++report.version;
    report.updated_at = now;
    return put_tags(session, report);
}

Result<std::vector<std::int64_t>> delete_report(db::Session& session, std::int64_t workspace_id,
                                                std::int64_t id)
{
    auto runs = TRY(query_ids(session, kRunsOf, {db::param(id)}));
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(missing(id));
    return runs;
}

Result<Report> get_report(db::Session& session, std::int64_t id)
{
    return one_report(query_first(session, kGet, {db::param(id)}, read_report), id);
}

Result<Report> get_report_of(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    return one_report(query_first(session, kGetOf, {db::param(id), db::param(workspace_id)}, read_report),
                      id);
}

Result<std::vector<Report>> list_reports(db::Session& session, const ReportFilter& filter)
{
    using db::param;
    if (filter.dashboard_id.empty())
        return query_all(session, kList,
                         {param(filter.workspace_id), param(filter.after_id), param(filter.limit)},
                         read_report);
    return query_all(
        session, kListOfDashboard,
        {param(filter.workspace_id), param(filter.dashboard_id), param(filter.after_id), param(filter.limit)},
        read_report);
}

Result<std::vector<Report>> due_reports(db::Session& session, Instant now, int limit)
{
    return query_all(session, kDue, {db::param(now), db::param(limit)}, read_report);
}

Result<> set_next_run_at(db::Session& session, std::int64_t report_id, std::optional<Instant> next_run_at)
{
    TRY(session.execute(kSetNextRun, {db::param(report_id), db::param(next_run_at)}));
    return {};
}

Result<std::optional<Instant>> earliest_next_run_at(db::Session& session)
{
    return query_instant(session, kEarliest, {});
}

Result<std::vector<Report>> reports_with_clock(db::Session& session, std::int64_t after_id, int limit)
{
    return query_all(session, kWithClock, {db::param(after_id), db::param(limit)}, read_report);
}

} // namespace presstime::store

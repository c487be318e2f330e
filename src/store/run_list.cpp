// One SELECT over five indexes, and the same only counted. What an index does not hold (a second status, a
// cause) is asked of each row.
#include "store/run_list.hpp"

#include "base/text.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

#define PRESSTIME_RUN_LINES                                                                                  \
    "SELECT runs.id, runs.workspace_id, runs.report_id, reports.name, reports.dashboard_id, "                \
    "dashboards.name, reports.misfire_grace_s, runs.nominal_at, runs.nominal_local, runs.cause, "            \
    "runs.status, runs.phase, runs.queued_at, runs.started_at, runs.finished_at, runs.rows, "                \
    "runs.complete, runs.error, runs.reason, runs.skipped_count FROM runs "                                  \
    "JOIN reports ON reports.id = runs.report_id "                                                           \
    "JOIN dashboards ON dashboards.workspace_id = reports.workspace_id "                                     \
    "AND dashboards.id = reports.dashboard_id "

// $2 and $3: the place; $4: from; $5: ",failed,partial," or ''; $6: a cause or ''; $7: a cause left out or
// ''; $8: how many. What a stream is of, if it takes a value, is $9.
#define PRESSTIME_AFTER_PLACE                                                                                \
    "AND (runs.nominal_at, runs.id) < ($2, $3) AND runs.nominal_at >= $4 "                                   \
    "AND (CAST($5 AS TEXT) = '' OR $5 LIKE '%,' || runs.status || ',%') "                                    \
    "AND (CAST($6 AS TEXT) = '' OR runs.cause = $6) "                                                        \
    "AND (CAST($7 AS TEXT) = '' OR runs.cause <> $7) "
#define PRESSTIME_LINES_OF(stream)                                                                           \
    PRESSTIME_RUN_LINES stream PRESSTIME_AFTER_PLACE "ORDER BY runs.nominal_at DESC, runs.id DESC LIMIT $8"
#define PRESSTIME_COUNT_OF(stream)                                                                           \
    "SELECT COUNT(*) FROM (SELECT 1 FROM runs " stream PRESSTIME_AFTER_PLACE "LIMIT $8) AS counted"

#define PRESSTIME_ALL "WHERE runs.workspace_id = $1 "
// The status is said twice: without figures of a table, SQLite then takes the index that has it for the
// better one.
#define PRESSTIME_OF_STATUS                                                                                  \
    "WHERE runs.workspace_id = $1 AND runs.status = $9 AND runs.status = $9 AND runs.status <> 'success' "
#define PRESSTIME_UNSCHEDULED "WHERE runs.workspace_id = $1 AND runs.cause <> 'schedule' "
#define PRESSTIME_LATE "WHERE runs.workspace_id = $1 AND runs.late = 1 "
// The plus keeps the index of the whole workspace out of it.
#define PRESSTIME_OF_REPORT "WHERE runs.report_id = $9 AND +runs.workspace_id = $1 "

// In the order of RunStream::Kind.
constexpr db::Statement kLines[] = {
    {"run_lines.all", PRESSTIME_LINES_OF(PRESSTIME_ALL)},
    {"run_lines.of_status", PRESSTIME_LINES_OF(PRESSTIME_OF_STATUS)},
    {"run_lines.unscheduled", PRESSTIME_LINES_OF(PRESSTIME_UNSCHEDULED)},
    {"run_lines.late", PRESSTIME_LINES_OF(PRESSTIME_LATE)},
    {"run_lines.of_report", PRESSTIME_LINES_OF(PRESSTIME_OF_REPORT)},
};
constexpr db::Statement kCounts[] = {
    {"run_lines.count_all", PRESSTIME_COUNT_OF(PRESSTIME_ALL)},
    {"run_lines.count_of_status", PRESSTIME_COUNT_OF(PRESSTIME_OF_STATUS)},
    {"run_lines.count_unscheduled", PRESSTIME_COUNT_OF(PRESSTIME_UNSCHEDULED)},
    {"run_lines.count_late", PRESSTIME_COUNT_OF(PRESSTIME_LATE)},
    {"run_lines.count_of_report", PRESSTIME_COUNT_OF(PRESSTIME_OF_REPORT)},
};
constexpr db::Statement kFind{"run_lines.find", PRESSTIME_RUN_LINES "WHERE runs.id = $1"};

constexpr db::Statement kFindReports{"reports.find_places", R"sql(
    SELECT id, dashboard_id
    FROM reports
    WHERE workspace_id = $1
        AND (CAST($2 AS TEXT) = '' OR dashboard_id = $2)
        AND name_key LIKE $3 ESCAPE '\'
    ORDER BY name_key, id
    LIMIT $4
)sql"};
constexpr db::Statement kReportsOfDashboard{"reports.places_of_dashboard", R"sql(
    SELECT id, dashboard_id
    FROM reports
    WHERE workspace_id = $1 AND dashboard_id = $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kReportsInCategory{"reports.places_in_category", R"sql(
    SELECT reports.id, reports.dashboard_id
    FROM dashboards
    JOIN reports ON reports.workspace_id = dashboards.workspace_id AND reports.dashboard_id = dashboards.id
    WHERE dashboards.workspace_id = $1 AND dashboards.category = $2
    LIMIT $3
)sql"};

Result<RunLine> read_line(const db::Row& row)
{
    RowReader reader(row);
    RunLine line;
    line.id = reader.integer();
    line.workspace_id = reader.integer();
    line.report_id = reader.integer();
    line.report_name = reader.text();
    line.dashboard_id = reader.text();
    line.dashboard_name = reader.text();
    line.misfire_grace = std::chrono::seconds(reader.integer());
    line.nominal_at = reader.instant();
    line.nominal_local = reader.text();
    line.cause = reader.word<RunCause>();
    line.status = reader.word<RunStatus>();
    line.phase = reader.word<RunPhase>();
    line.queued_at = reader.instant();
    line.started_at = reader.optional_instant();
    line.finished_at = reader.optional_instant();
    line.rows = reader.integer();
    line.complete = reader.boolean();
    line.error = reader.text();
    line.reason = reader.text();
    line.skipped_count = reader.integer();
    TRY(reader.finish());
    return line;
}

Result<ReportPlace> read_place(const db::Row& row)
{
    return ReportPlace{row.integer(0), row.text(1)};
}

db::Parameters parameters_of(const RunQuestion& question, const RunStream& stream, const RunPlace& place,
                             int limit)
{
    using db::param;
    const std::string statuses = list_of(question.statuses);
    const std::string_view cause = question.cause ? to_text(*question.cause) : std::string_view();
    const std::string_view left_out = question.leave_out_tests ? to_text(RunCause::test) : std::string_view();
    db::Parameters parameters{param(question.workspace_id),
                              param(place.nominal_at),
                              param(place.id),
                              param(question.from),
                              param(statuses),
                              param(cause),
                              param(left_out),
                              param(limit)};
    if (stream.kind == RunStream::Kind::of_status)
        parameters.push_back(word(stream.status));
    if (stream.kind == RunStream::Kind::of_report)
        parameters.push_back(param(stream.report_id));
    return parameters;
}

} // namespace

Result<std::vector<RunLine>> list_runs(db::Session& session, const RunQuestion& question,
                                       const RunStream& stream, const RunPlace& place, int limit)
{
    return query_all(session, kLines[static_cast<std::size_t>(stream.kind)],
                     parameters_of(question, stream, place, limit), read_line);
}

Result<std::int64_t> count_runs(db::Session& session, const RunQuestion& question, const RunStream& stream,
                                const RunPlace& place, int limit)
{
    return TRY(session.query_integer(kCounts[static_cast<std::size_t>(stream.kind)],
                                     parameters_of(question, stream, place, limit)))
        .value_or(0);
}

Result<std::optional<RunLine>> find_run_line(db::Session& session, std::int64_t run_id)
{
    return query_first(session, kFind, {db::param(run_id)}, read_line);
}

Result<std::vector<ReportPlace>> find_reports(db::Session& session, std::int64_t workspace_id,
                                              const std::string& dashboard_id, const std::string& name_part,
                                              int limit)
{
    using db::param;
    if (name_part.empty())
        return query_all(session, kReportsOfDashboard,
                         {param(workspace_id), param(dashboard_id), param(limit)}, read_place);
    return query_all(session, kFindReports,
                     {param(workspace_id), param(dashboard_id), param(like_pattern(name_part)), param(limit)},
                     read_place);
}

Result<std::vector<ReportPlace>> reports_in_category(db::Session& session, std::int64_t workspace_id,
                                                     const std::string& category, int limit)
{
    return query_all(session, kReportsInCategory,
                     {db::param(workspace_id), db::param(category), db::param(limit)}, read_place);
}

std::string list_of(const std::vector<RunStatus>& statuses)
{
    std::string list;
    for (const RunStatus status : statuses)
        list += fmt::format(",{}", to_text(status));
    return list.empty() ? list : list + ",";
}

std::string like_pattern(const std::string& part)
{
    if (part.empty())
        return {};
    std::string pattern = "%";
    for (const char c : to_lower_ascii(part)) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

} // namespace presstime::store

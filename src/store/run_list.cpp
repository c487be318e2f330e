// Five ways into the runs, each with a statement for a page, one for its length and, where it is of a report,
// two for sixty-four reports at once. All are answered from their index alone.
#include "store/run_list.hpp"

#include "store/query.hpp"

#include <algorithm>

namespace presstime::store {
namespace {

// $1 and $2: the place; $3: from; $4 to $6: what the way in is narrowed by, '' for anything.
#define PRESSTIME_AFTER_PLACE "AND (runs.nominal_at, runs.id) < ($1, $2) AND runs.nominal_at >= $3 "
#define PRESSTIME_OF_STATE                                                                                   \
    "WHERE runs.workspace_id = $6 AND runs.cause = $5 AND runs.status = $4 " PRESSTIME_AFTER_PLACE
#define PRESSTIME_LATE                                                                                       \
    "WHERE runs.workspace_id = $6 AND runs.late = 1 "                                                        \
    "AND (CAST($4 AS TEXT) = '' OR $4 LIKE '%,' || runs.status || ',%') "                                    \
    "AND (CAST($5 AS TEXT) = '' OR runs.cause = $5) " PRESSTIME_AFTER_PLACE
// The cause asked for, and the one left out.
#define PRESSTIME_CAUSES                                                                                     \
    "AND (CAST($5 AS TEXT) = '' OR runs.cause = $5) AND (CAST($6 AS TEXT) = '' OR runs.cause <> $6) "
// No status is asked for here: the index does not have it.
#define PRESSTIME_OF_REPORT(report)                                                                          \
    "WHERE runs.report_id = " report " AND CAST($4 AS TEXT) = '' " PRESSTIME_CAUSES PRESSTIME_AFTER_PLACE
#define PRESSTIME_OF_REPORT_IN_STATUS(report)                                                                \
    "WHERE runs.report_id = " report " AND runs.status = $4 " PRESSTIME_CAUSES PRESSTIME_AFTER_PLACE
// The partial index is taken only where its condition stands in the statement.
#define PRESSTIME_OF_REPORT_BY_CAUSE(report)                                                                 \
    "WHERE runs.report_id = " report " AND runs.cause = $5 AND runs.cause <> 'schedule' "                    \
    "AND (CAST($4 AS TEXT) = '' OR $4 LIKE '%,' || runs.status || ',%') "                                    \
    "AND (CAST($6 AS TEXT) = '' OR runs.cause <> $6) " PRESSTIME_AFTER_PLACE

#define PRESSTIME_SPOTS(where)                                                                               \
    "SELECT runs.nominal_at, runs.id, runs.report_id FROM runs " where                                       \
    "ORDER BY runs.nominal_at DESC, runs.id DESC LIMIT $7"
#define PRESSTIME_COUNT(where) "SELECT COUNT(*) FROM (SELECT 1 FROM runs " where "LIMIT $7) AS counted"

// In the order of RunStream::Kind; of a report, it is $8.
constexpr db::Statement kSpots[] = {
    {"run_spots.of_state", PRESSTIME_SPOTS(PRESSTIME_OF_STATE)},
    {"run_spots.late", PRESSTIME_SPOTS(PRESSTIME_LATE)},
    {"run_spots.of_report", PRESSTIME_SPOTS(PRESSTIME_OF_REPORT("$8"))},
    {"run_spots.of_report_in_status", PRESSTIME_SPOTS(PRESSTIME_OF_REPORT_IN_STATUS("$8"))},
    {"run_spots.of_report_by_cause", PRESSTIME_SPOTS(PRESSTIME_OF_REPORT_BY_CAUSE("$8"))},
};
constexpr db::Statement kCounts[] = {
    {"run_spots.count_of_state", PRESSTIME_COUNT(PRESSTIME_OF_STATE)},
    {"run_spots.count_late", PRESSTIME_COUNT(PRESSTIME_LATE)},
    {"run_spots.count_of_report", PRESSTIME_COUNT(PRESSTIME_OF_REPORT("$8"))},
    {"run_spots.count_of_report_in_status", PRESSTIME_COUNT(PRESSTIME_OF_REPORT_IN_STATUS("$8"))},
    {"run_spots.count_of_report_by_cause", PRESSTIME_COUNT(PRESSTIME_OF_REPORT_BY_CAUSE("$8"))},
};

// Many reports are asked for at once, and always as many, so that there is one statement: slots that are left
// over ask for report 0, which is none. $8 to $69.
constexpr std::size_t kAtOnce = 62;
constexpr std::size_t kSlots = 7 + kAtOnce;
#define PRESSTIME_WANTED                                                                                     \
    "WITH wanted (id) AS (VALUES (CAST($8 AS BIGINT))"                                                       \
    ", ($9), ($10), ($11), ($12), ($13), ($14), ($15), ($16), ($17), ($18), ($19), ($20), ($21)"             \
    ", ($22), ($23), ($24), ($25), ($26), ($27), ($28), ($29), ($30), ($31), ($32), ($33), ($34)"            \
    ", ($35), ($36), ($37), ($38), ($39), ($40), ($41), ($42), ($43), ($44), ($45), ($46), ($47)"            \
    ", ($48), ($49), ($50), ($51), ($52), ($53), ($54), ($55), ($56), ($57), ($58), ($59), ($60)"            \
    ", ($61), ($62), ($63), ($64), ($65), ($66), ($67), ($68), ($69)"                                        \
    ") "
#define PRESSTIME_NEWEST(where)                                                                              \
    PRESSTIME_WANTED "SELECT wanted.id, (SELECT runs.nominal_at FROM runs " where                            \
                     "ORDER BY runs.nominal_at DESC LIMIT 1) AS newest FROM wanted LIMIT $7"
#define PRESSTIME_COUNT_MANY(where)                                                                          \
    PRESSTIME_WANTED "SELECT COUNT(*) FROM (SELECT 1 FROM wanted CROSS JOIN runs " where                     \
                     "LIMIT $7) AS counted"

// In the order of RunStream::Kind from of_report on.
constexpr db::Statement kNewest[] = {
    {"run_spots.newest_of_reports", PRESSTIME_NEWEST(PRESSTIME_OF_REPORT("wanted.id"))},
    {"run_spots.newest_in_status", PRESSTIME_NEWEST(PRESSTIME_OF_REPORT_IN_STATUS("wanted.id"))},
    {"run_spots.newest_by_cause", PRESSTIME_NEWEST(PRESSTIME_OF_REPORT_BY_CAUSE("wanted.id"))},
};
constexpr db::Statement kCountsOfMany[] = {
    {"run_spots.count_of_reports", PRESSTIME_COUNT_MANY(PRESSTIME_OF_REPORT("wanted.id"))},
    {"run_spots.count_in_status", PRESSTIME_COUNT_MANY(PRESSTIME_OF_REPORT_IN_STATUS("wanted.id"))},
    {"run_spots.count_by_cause", PRESSTIME_COUNT_MANY(PRESSTIME_OF_REPORT_BY_CAUSE("wanted.id"))},
};

constexpr db::Statement kFind{"run_lines.find", R"sql(
    SELECT runs.id, runs.workspace_id, runs.report_id, reports.name, reports.dashboard_id, dashboards.name,
        reports.misfire_grace_s, runs.nominal_at, runs.nominal_local, runs.cause, runs.status, runs.phase,
        runs.queued_at, runs.started_at, runs.finished_at, runs.rows, runs.complete, runs.error, runs.reason,
        runs.skipped_count
    FROM runs
    JOIN reports ON reports.id = runs.report_id
    JOIN dashboards ON dashboards.workspace_id = reports.workspace_id AND dashboards.id = reports.dashboard_id
    WHERE runs.id = $1
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

std::string_view text_or_any(const std::optional<RunCause>& cause)
{
    return cause ? to_text(*cause) : std::string_view();
}

// $1 to $6.
db::Parameters conditions(const RunQuestion& question, const RunStream& stream, const RunPlace& place)
{
    using db::param;
    using Kind = RunStream::Kind;
    const std::string_view left_out = question.leave_out_tests ? to_text(RunCause::test) : std::string_view();
    db::Parameters parameters{param(place.nominal_at), param(place.id), param(question.from)};
    parameters.reserve(kSlots);
    const bool in_status = stream.kind == Kind::of_state || stream.kind == Kind::of_report_in_status;
    parameters.push_back(in_status ? word(stream.status) : param(list_of(question.statuses)));
    const bool by_cause = stream.kind == Kind::of_state || stream.kind == Kind::of_report_by_cause;
    parameters.push_back(by_cause ? word(stream.cause) : param(text_or_any(question.cause)));
    const bool of_workspace = stream.kind == Kind::of_state || stream.kind == Kind::late;
    parameters.push_back(of_workspace ? param(question.workspace_id) : param(left_out));
    return parameters;
}

db::Parameters of_one(const RunQuestion& question, const RunStream& stream, const RunPlace& place, int limit)
{
    db::Parameters parameters = conditions(question, stream, place);
    parameters.push_back(db::param(limit));
    if (stream.report_id != 0)
        parameters.push_back(db::param(stream.report_id));
    return parameters;
}

void add_ids(db::Parameters& parameters, std::span<const std::int64_t> ids, std::size_t slots)
{
    for (std::size_t slot = 0; slot < slots; ++slot)
        parameters.push_back(db::param(slot < ids.size() ? ids[slot] : std::int64_t{0}));
}

std::size_t number_of(RunStream::Kind kind, RunStream::Kind first)
{
    return static_cast<std::size_t>(kind) - static_cast<std::size_t>(first);
}

std::span<const std::int64_t> take(std::span<const std::int64_t>& ids, std::size_t most)
{
    const auto taken = ids.first(std::min(most, ids.size()));
    ids = ids.subspan(taken.size());
    return taken;
}

template <typename Enum>
std::vector<Enum> every()
{
    std::vector<Enum> values;
    for (std::size_t n = 0; n < kEnumWords<Enum>.size(); ++n)
        values.push_back(static_cast<Enum>(n));
    return values;
}

} // namespace

Result<std::optional<RunLine>> find_run_line(db::Session& session, std::int64_t run_id)
{
    return query_first(session, kFind, {db::param(run_id)}, read_line);
}

Result<std::vector<RunSpot>> list_runs(db::Session& session, const RunQuestion& question,
                                       const RunStream& stream, const RunPlace& place, int limit)
{
    return query_all(session, kSpots[number_of(stream.kind, RunStream::Kind::of_state)],
                     of_one(question, stream, place, limit), [](const db::Row& row) -> Result<RunSpot> {
                         return RunSpot{{row.instant(0), row.integer(1)}, row.integer(2)};
                     });
}

Result<std::int64_t> count_runs(db::Session& session, const RunQuestion& question, const RunStream& stream,
                                const RunPlace& place, int limit)
{
    return TRY(session.query_integer(kCounts[number_of(stream.kind, RunStream::Kind::of_state)],
                                     of_one(question, stream, place, limit)))
        .value_or(0);
}

std::vector<RunStream> streams_of_workspace(const RunQuestion& question)
{
    const auto causes = question.cause ? std::vector{*question.cause} : every<RunCause>();
    const auto statuses = question.statuses.empty() ? every<RunStatus>() : question.statuses;
    std::vector<RunStream> streams;
    for (const RunCause cause : causes)
        for (const RunStatus status : statuses)
            if (cause != RunCause::test || !question.leave_out_tests)
                streams.push_back({.kind = RunStream::Kind::of_state, .cause = cause, .status = status});
    return streams;
}

// A cause that is not the schedule's is rarer than success, and any other status is rarer than such a cause.
std::vector<RunStream> streams_of_report(const RunQuestion& question, std::int64_t report_id)
{
    using Kind = RunStream::Kind;
    const bool sent = std::ranges::find(question.statuses, RunStatus::success) != question.statuses.end();
    const bool unscheduled = question.cause && *question.cause != RunCause::schedule;
    if (unscheduled && (question.statuses.empty() || sent))
        return {{.kind = Kind::of_report_by_cause, .report_id = report_id, .cause = *question.cause}};
    if (question.statuses.empty())
        return {{.kind = Kind::of_report, .report_id = report_id}};
    std::vector<RunStream> streams;
    for (const RunStatus status : question.statuses)
        streams.push_back({.kind = Kind::of_report_in_status, .report_id = report_id, .status = status});
    return streams;
}

Result<std::vector<ReportHead>> newest_of_reports(db::Session& session, const RunQuestion& question,
                                                  const RunStream& stream,
                                                  std::span<const std::int64_t> report_ids,
                                                  const RunPlace& place)
{
    const db::Statement& statement = kNewest[number_of(stream.kind, RunStream::Kind::of_report)];
    std::vector<ReportHead> heads;
    while (!report_ids.empty()) {
        db::Parameters parameters = conditions(question, stream, place);
        parameters.push_back(db::param(static_cast<std::int64_t>(kAtOnce)));
        add_ids(parameters, take(report_ids, kAtOnce), kAtOnce);
        TRY(session.query(statement, parameters, [&](const db::Row& row) -> Result<> {
            if (!row.is_null(1))
                heads.push_back({row.integer(0), row.instant(1)});
            return {};
        }));
    }
    return heads;
}

Result<std::int64_t> count_of_reports(db::Session& session, const RunQuestion& question,
                                      const RunStream& stream, std::span<const std::int64_t> report_ids,
                                      const RunPlace& place, std::int64_t limit)
{
    const db::Statement& statement = kCountsOfMany[number_of(stream.kind, RunStream::Kind::of_report)];
    std::int64_t counted = 0;
    while (!report_ids.empty() && counted < limit) {
        db::Parameters parameters = conditions(question, stream, place);
        parameters.push_back(db::param(limit - counted));
        add_ids(parameters, take(report_ids, kAtOnce), kAtOnce);
        counted += TRY(session.query_integer(statement, parameters)).value_or(0);
    }
    return counted;
}

std::string list_of(const std::vector<RunStatus>& statuses)
{
    std::string list;
    for (const RunStatus status : statuses)
        list += fmt::format(",{}", to_text(status));
    return list.empty() ? list : list + ",";
}

} // namespace presstime::store

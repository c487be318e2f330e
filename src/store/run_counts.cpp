// One run's end, judged once and added to four sums: of its dashboard and of all, of the quarter and of the
// day.
#include "store/run_counts.hpp"

#include "model/run.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

#define PRESSTIME_COUNT_COLUMNS "due, on_time, sent, late, partial, failed, skipped, cancelled"

constexpr db::Statement kEnded{"run_counts.ended", R"sql(
    SELECT runs.workspace_id, runs.report_id, reports.dashboard_id, runs.nominal_at, runs.finished_at,
        runs.status, runs.cause, runs.skipped_count, reports.misfire_grace_s
    FROM runs
    JOIN reports ON reports.id = runs.report_id
    WHERE runs.id = $1
)sql"};
#define PRESSTIME_ADD_UP                                                                                     \
    "ON CONFLICT (workspace_id, dashboard_id, span_s, begins_at) DO UPDATE "                                 \
    "SET due = run_counts.due + excluded.due, on_time = run_counts.on_time + excluded.on_time, "             \
    "sent = run_counts.sent + excluded.sent, late = run_counts.late + excluded.late, "                       \
    "partial = run_counts.partial + excluded.partial, failed = run_counts.failed + excluded.failed, "        \
    "skipped = run_counts.skipped + excluded.skipped, cancelled = run_counts.cancelled + excluded.cancelled"

constexpr db::Statement kAdd{
    "run_counts.add",
    "INSERT INTO run_counts (workspace_id, dashboard_id, span_s, begins_at, " PRESSTIME_COUNT_COLUMNS ") "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) " PRESSTIME_ADD_UP};
constexpr db::Statement kTakeFromAll{
    "run_counts.take_from_all",
    "INSERT INTO run_counts (workspace_id, dashboard_id, span_s, begins_at, " PRESSTIME_COUNT_COLUMNS ") "
    "SELECT workspace_id, '', span_s, begins_at, -due, -on_time, -sent, -late, -partial, -failed, -skipped, "
    "-cancelled FROM run_counts WHERE workspace_id = $1 AND dashboard_id = $2 " PRESSTIME_ADD_UP};
constexpr db::Statement kMarkLate{"runs.mark_late", R"sql(
    UPDATE runs
    SET late = 1
    WHERE id = $1
)sql"};
constexpr db::Statement kSetLastRun{"reports.set_last_run", R"sql(
    UPDATE reports
    SET last_run_id = $2, last_run_at = $3, last_status = $4
    WHERE id = $1 AND (last_run_at IS NULL OR last_run_at <= $3)
)sql"};
constexpr db::Statement kList{"run_counts.list", "SELECT begins_at, " PRESSTIME_COUNT_COLUMNS R"sql(
    FROM run_counts
    WHERE workspace_id = $1 AND dashboard_id = $2 AND span_s = $3 AND begins_at >= $4 AND begins_at < $5
    ORDER BY begins_at
)sql"};
constexpr db::Statement kDeleteOld{"run_counts.delete_old", R"sql(
    DELETE FROM run_counts
    WHERE begins_at < $1
)sql"};
constexpr db::Statement kForget{"run_counts.forget", R"sql(
    DELETE FROM run_counts
    WHERE workspace_id = $1 AND dashboard_id = $2
)sql"};

struct EndedRun {
    std::int64_t workspace_id = 0;
    std::int64_t report_id = 0;
    std::string dashboard_id;
    Instant nominal_at{};
    Instant finished_at{};
    RunStatus status = RunStatus::success;
    RunCause cause = RunCause::schedule;
    std::int64_t skipped_count = 0;
    std::chrono::seconds misfire_grace{0};
};

Result<EndedRun> read_ended(const db::Row& row)
{
    RowReader reader(row);
    EndedRun run;
    run.workspace_id = reader.integer();
    run.report_id = reader.integer();
    run.dashboard_id = reader.text();
    run.nominal_at = reader.instant();
    run.finished_at = reader.optional_instant().value_or(run.nominal_at);
    run.status = reader.word<RunStatus>();
    run.cause = reader.word<RunCause>();
    run.skipped_count = reader.integer();
    run.misfire_grace = std::chrono::seconds(reader.integer());
    TRY(reader.finish());
    return run;
}

// Success, partial or failed: the run was at work, and something can be said of what it made.
bool came_to_a_result(const EndedRun& run)
{
    return run.status == RunStatus::success || run.status == RunStatus::partial ||
           run.status == RunStatus::failed;
}

bool was_late(const EndedRun& run)
{
    return is_by_clock(run.cause) && came_to_a_result(run) &&
           run.finished_at > run.nominal_at + run.misfire_grace;
}

RunCounts counts_of(const EndedRun& run)
{
    const bool by_clock = is_by_clock(run.cause);
    RunCounts counts;
    counts.sent = run.status == RunStatus::success ? 1 : 0;
    counts.late = run.status == RunStatus::success && was_late(run) ? 1 : 0;
    counts.on_time = by_clock ? counts.sent - counts.late : 0;
    counts.partial = run.status == RunStatus::partial ? 1 : 0;
    counts.failed = run.status == RunStatus::failed ? 1 : 0;
    counts.skipped = run.status == RunStatus::skipped ? run.skipped_count : 0;
    counts.cancelled = run.status == RunStatus::cancelled ? 1 : 0;
    if (by_clock)
        counts.due = counts.sent + counts.partial + counts.failed + counts.skipped;
    return counts;
}

std::chrono::seconds length_of(CountSpan span)
{
    return span == CountSpan::quarter_hour ? std::chrono::seconds(900) : std::chrono::seconds(86'400);
}

Instant start_of_span(Instant at, CountSpan span)
{
    const std::int64_t length_us = Microseconds(length_of(span)).count();
    return from_micros(to_micros(at) - to_micros(at) % length_us);
}

Result<> add(db::Session& session, const CountQuestion& place, Instant nominal_at, const RunCounts& counts)
{
    using db::param;
    TRY(session.execute(
        kAdd, {param(place.workspace_id), param(place.dashboard_id), param(length_of(place.span).count()),
               param(start_of_span(nominal_at, place.span)), param(counts.due), param(counts.on_time),
               param(counts.sent), param(counts.late), param(counts.partial), param(counts.failed),
               param(counts.skipped), param(counts.cancelled)}));
    return {};
}

} // namespace

RunCounts& RunCounts::operator+=(const RunCounts& other)
{
    due += other.due;
    on_time += other.on_time;
    sent += other.sent;
    late += other.late;
    partial += other.partial;
    failed += other.failed;
    skipped += other.skipped;
    cancelled += other.cancelled;
    return *this;
}

RunCounts& RunCounts::operator-=(const RunCounts& other)
{
    due -= other.due;
    on_time -= other.on_time;
    sent -= other.sent;
    late -= other.late;
    partial -= other.partial;
    failed -= other.failed;
    skipped -= other.skipped;
    cancelled -= other.cancelled;
    return *this;
}

Result<> note_run_ended(db::Session& session, std::int64_t run_id)
{
    const auto run = TRY(query_first(session, kEnded, {db::param(run_id)}, read_ended));
    if (!run || run->cause == RunCause::test)
        return {};
    const RunCounts counts = counts_of(*run);
    for (const CountSpan span : {CountSpan::quarter_hour, CountSpan::day})
        for (const std::string& dashboard : {std::string(), run->dashboard_id})
            TRY(add(session, {.workspace_id = run->workspace_id, .dashboard_id = dashboard, .span = span},
                    run->nominal_at, counts));
    if (was_late(*run))
        TRY(session.execute(kMarkLate, {db::param(run_id)}));
    if (came_to_a_result(*run))
        TRY(session.execute(kSetLastRun, {db::param(run->report_id), db::param(run_id),
                                          db::param(run->nominal_at), word(run->status)}));
    return {};
}

Result<std::vector<SpanCounts>> list_run_counts(db::Session& session, const CountQuestion& question)
{
    return query_all(
        session, kList,
        {db::param(question.workspace_id), db::param(question.dashboard_id),
         db::param(length_of(question.span).count()), db::param(question.from), db::param(question.to)},
        [](const db::Row& row) -> Result<SpanCounts> {
            RowReader reader(row);
            SpanCounts span;
            span.begins_at = reader.instant();
            RunCounts& counts = span.counts;
            for (std::int64_t* count : {&counts.due, &counts.on_time, &counts.sent, &counts.late,
                                        &counts.partial, &counts.failed, &counts.skipped, &counts.cancelled})
                *count = reader.integer();
            return span;
        });
}

Result<std::int64_t> delete_old_run_counts(db::Session& session, Instant before)
{
    return session.execute(kDeleteOld, {db::param(before)});
}

Result<> forget_run_counts(db::Session& session, std::int64_t workspace_id, const std::string& dashboard_id)
{
    TRY(session.execute(kTakeFromAll, {db::param(workspace_id), db::param(dashboard_id)}));
    TRY(session.execute(kForget, {db::param(workspace_id), db::param(dashboard_id)}));
    return {};
}

} // namespace presstime::store

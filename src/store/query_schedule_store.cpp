#include "store/query_schedule_store.hpp"

#include "codec/json_write.hpp"
#include "codec/schedule_json.hpp"
#include "store/query.hpp"

#define PRESSTIME_QUERY_SCHEDULE_COLUMNS                                                                     \
    "query_id, workspace_id, dashboard_id, enabled, document, next_run_at, version, created_at, updated_at"

namespace presstime::store {
namespace {

constexpr db::Statement kPut{"query_schedules.put", R"sql(
    INSERT INTO query_schedules (query_id, workspace_id, dashboard_id, enabled, document, next_run_at,
                                 created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
    ON CONFLICT (query_id) DO UPDATE
    SET enabled = excluded.enabled, document = excluded.document, next_run_at = excluded.next_run_at,
        version = query_schedules.version + 1, updated_at = excluded.updated_at
    RETURNING version
)sql"};
constexpr db::Statement kFind{"query_schedules.find", "SELECT " PRESSTIME_QUERY_SCHEDULE_COLUMNS R"sql(
    FROM query_schedules
    WHERE query_id = $1
)sql"};
constexpr db::Statement kDelete{"query_schedules.delete", R"sql(
    DELETE FROM query_schedules
    WHERE query_id = $1
)sql"};
constexpr db::Statement kDue{"query_schedules.due", "SELECT " PRESSTIME_QUERY_SCHEDULE_COLUMNS R"sql(
    FROM query_schedules
    WHERE next_run_at <= $1
    ORDER BY next_run_at
    LIMIT $2
)sql"};
constexpr db::Statement kSetNext{"query_schedules.set_next", R"sql(
    UPDATE query_schedules
    SET next_run_at = $2
    WHERE query_id = $1
)sql"};
constexpr db::Statement kEarliest{"query_schedules.earliest", R"sql(
    SELECT MIN(next_run_at)
    FROM query_schedules
    WHERE next_run_at IS NOT NULL
)sql"};

constexpr db::Statement kDashboardOf{"queries.dashboard_of", R"sql(
    SELECT dashboard_id
    FROM queries
    WHERE id = $1 AND workspace_id = $2
)sql"};

Result<QuerySchedule> read_columns(const db::Row& row, std::string& document)
{
    RowReader reader(row);
    QuerySchedule schedule;
    schedule.query_id = reader.integer();
    schedule.workspace_id = reader.integer();
    schedule.dashboard_id = reader.text();
    schedule.enabled = reader.boolean();
    document = reader.text();
    schedule.next_run_at = reader.optional_instant();
    schedule.version = reader.integer();
    schedule.created_at = reader.instant();
    schedule.updated_at = reader.instant();
    return schedule;
}

Result<QuerySchedule> read_schedule(const db::Row& row)
{
    std::string document;
    QuerySchedule schedule = TRY(read_columns(row, document));
    const boost::json::value value = TRY(codec::parse_json(document));
    codec::ObjectReader reader(value, "");
    codec::read_schedule(reader, schedule.schedule, std::nullopt);
    TRY(reader.finish());
    return schedule;
}

} // namespace

Result<> put_query_schedule(db::Session& session, QuerySchedule& schedule, Instant now)
{
    using db::param;
    boost::json::object document;
    codec::write_schedule(document, schedule.schedule);
    const auto version = TRY(session.query_integer(
        kPut, {param(schedule.query_id), param(schedule.workspace_id), param(schedule.dashboard_id),
               param(schedule.enabled), param(codec::write_json(document)), param(schedule.next_run_at),
               param(now)}));
    schedule.version = version.value_or(0);
    if (schedule.version == 1)
        schedule.created_at = now;
    schedule.updated_at = now;
    return {};
}

Result<std::optional<QuerySchedule>> find_query_schedule(db::Session& session, std::int64_t query_id)
{
    return query_first(session, kFind, {db::param(query_id)}, read_schedule);
}

Result<bool> delete_query_schedule(db::Session& session, std::int64_t query_id)
{
    return changes_row(session, kDelete, {db::param(query_id)});
}

Result<std::vector<QuerySchedule>> due_query_schedules(db::Session& session, Instant now, int limit)
{
    return query_all(session, kDue, {db::param(now), db::param(limit)}, read_schedule);
}

Result<> set_query_next_run_at(db::Session& session, std::int64_t query_id,
                               std::optional<Instant> next_run_at)
{
    TRY(session.execute(kSetNext, {db::param(query_id), db::param(next_run_at)}));
    return {};
}

Result<std::optional<Instant>> earliest_query_run_at(db::Session& session)
{
    return query_instant(session, kEarliest, {});
}

Result<std::optional<std::string>> dashboard_of_query(db::Session& session, std::int64_t workspace_id,
                                                      std::int64_t query_id)
{
    return query_first(session, kDashboardOf, {db::param(query_id), db::param(workspace_id)},
                       [](const db::Row& row) -> Result<std::string> { return row.text(0); });
}

} // namespace presstime::store

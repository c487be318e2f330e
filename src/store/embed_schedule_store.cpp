// Every statement names the person, so that no id alone opens what is another's.
#include "store/embed_schedule_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"embed_schedules.insert", R"sql(
    INSERT INTO embed_schedules (report_id, workspace_id, tenant_id, user_reference, widget_id, description)
    VALUES ($1, $2, $3, $4, $5, $6)
)sql"};
constexpr db::Statement kList{"embed_schedules.list", R"sql(
    SELECT report_id, workspace_id, tenant_id, user_reference, widget_id, description
    FROM embed_schedules
    WHERE workspace_id = $1 AND tenant_id = $2 AND user_reference = $3
    ORDER BY report_id
    LIMIT $4
)sql"};
constexpr db::Statement kFind{"embed_schedules.find", R"sql(
    SELECT report_id, workspace_id, tenant_id, user_reference, widget_id, description
    FROM embed_schedules
    WHERE report_id = $1 AND workspace_id = $2 AND tenant_id = $3 AND user_reference = $4
)sql"};
constexpr db::Statement kSetDescription{"embed_schedules.set_description", R"sql(
    UPDATE embed_schedules
    SET description = $2
    WHERE report_id = $1
)sql"};

Result<EmbedSchedule> read_schedule(const db::Row& row)
{
    RowReader reader(row);
    EmbedSchedule schedule;
    schedule.report_id = reader.integer();
    schedule.user.workspace_id = reader.integer();
    schedule.user.tenant_id = reader.text();
    schedule.user.reference = reader.text();
    schedule.widget_id = reader.text();
    schedule.description = reader.text();
    return schedule;
}

} // namespace

Result<> insert_embed_schedule(db::Session& session, const EmbedSchedule& schedule)
{
    using db::param;
    TRY(session.execute(kInsert, {param(schedule.report_id), param(schedule.user.workspace_id),
                                  param(schedule.user.tenant_id), param(schedule.user.reference),
                                  param(schedule.widget_id), param(schedule.description)}));
    return {};
}

Result<std::vector<EmbedSchedule>> list_embed_schedules(db::Session& session, const EmbedUser& user,
                                                        int limit)
{
    return query_all(session, kList,
                     {db::param(user.workspace_id), db::param(user.tenant_id), db::param(user.reference),
                      db::param(limit)},
                     read_schedule);
}

Result<std::optional<EmbedSchedule>> find_embed_schedule(db::Session& session, const EmbedUser& user,
                                                         std::int64_t report_id)
{
    return query_first(session, kFind,
                       {db::param(report_id), db::param(user.workspace_id), db::param(user.tenant_id),
                        db::param(user.reference)},
                       read_schedule);
}

Result<> set_embed_schedule_description(db::Session& session, std::int64_t report_id,
                                        const std::string& description)
{
    TRY(session.execute(kSetDescription, {db::param(report_id), db::param(description)}));
    return {};
}

} // namespace presstime::store

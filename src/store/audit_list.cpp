// Filters are equalities over the rows of one workspace, walked from the newest.
#include "store/audit_list.hpp"

#include "store/query.hpp"

#include <limits>

namespace presstime::store {
namespace {

#define PRESSTIME_AUDIT_ROWS(narrowed)                                                                       \
    "SELECT id, workspace_id, at, actor, actor_user_id, actor_token_id, peer, action, resource, detail, "    \
    "times FROM audit WHERE workspace_id = $1 AND id < $2 AND at >= $3 AND at < $4 "                         \
    "AND (CAST($5 AS TEXT) = '' OR actor = $5) AND (CAST($6 AS TEXT) = '' OR action = $6) "                  \
    "AND (CAST($7 AS TEXT) = '' OR resource = $7) " narrowed "ORDER BY id DESC LIMIT $8"

// What is asked for may be rare: each filter has an index.
constexpr db::Statement kList{"audit.list", PRESSTIME_AUDIT_ROWS("")};
constexpr db::Statement kListOfActor{"audit.list_of_actor", PRESSTIME_AUDIT_ROWS("AND actor = $5 ")};
constexpr db::Statement kListOfAction{"audit.list_of_action", PRESSTIME_AUDIT_ROWS("AND action = $6 ")};
constexpr db::Statement kListOfResource{"audit.list_of_resource", PRESSTIME_AUDIT_ROWS("AND resource = $7 ")};
constexpr db::Statement kSetTimes{"audit.set_times", R"sql(
    UPDATE audit
    SET times = $2
    WHERE id = $1
)sql"};
constexpr db::Statement kDeleteOld{"audit.delete_old", R"sql(
    DELETE FROM audit
    WHERE id IN (
        SELECT id
        FROM audit
        WHERE at < $1
        ORDER BY at
        LIMIT $2
    )
)sql"};

constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

Result<AuditRow> read_audit(const db::Row& row)
{
    RowReader reader(row);
    AuditRow audit;
    audit.id = reader.integer();
    audit.workspace_id = reader.integer();
    audit.at = reader.instant();
    audit.actor = reader.text();
    audit.actor_user_id = reader.integer();
    audit.actor_token_id = reader.integer();
    audit.peer = reader.text();
    audit.action = reader.text();
    audit.resource = reader.text();
    audit.detail = reader.text();
    audit.times = reader.small_integer();
    return audit;
}

// By the filter that leaves least.
const db::Statement& statement_for(const AuditFilter& filter)
{
    if (!filter.resource.empty())
        return kListOfResource;
    if (!filter.actor.empty())
        return kListOfActor;
    return filter.action.empty() ? kList : kListOfAction;
}

} // namespace

Result<std::vector<AuditRow>> list_audit(db::Session& session, const AuditFilter& filter)
{
    using db::param;
    return query_all(session, statement_for(filter),
                     {param(filter.workspace_id), param(filter.before_id > 0 ? filter.before_id : kLast),
                      param(filter.since.value_or(from_micros(0))),
                      param(filter.until.value_or(from_micros(kLast))), param(filter.actor),
                      param(filter.action), param(filter.resource), param(filter.limit)},
                     read_audit);
}

Result<> set_audit_times(db::Session& session, std::int64_t id, int times)
{
    TRY(session.execute(kSetTimes, {db::param(id), db::param(times)}));
    return {};
}

Result<std::int64_t> delete_old_audit(db::Session& session, Instant before, int limit)
{
    return session.execute(kDeleteOld, {db::param(before), db::param(limit)});
}

} // namespace presstime::store

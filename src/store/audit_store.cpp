#include "store/audit_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"audit.insert", R"sql(
    INSERT INTO audit (workspace_id, at, actor, actor_user_id, actor_token_id, peer, action, resource, detail)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id
)sql"};

} // namespace

Result<> insert_audit(db::Session& session, AuditRow& row)
{
    using db::param;
    const auto id = TRY(session.query_integer(
        kInsert, {param(row.workspace_id), param(row.at), param(row.actor), id_or_null(row.actor_user_id),
                  id_or_null(row.actor_token_id), param(row.peer), param(row.action), param(row.resource),
                  param(row.detail)}));
    row.id = id.value_or(0);
    return {};
}

} // namespace presstime::store

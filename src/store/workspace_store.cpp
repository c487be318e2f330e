// Ids are counted up by hand: the first schema gave workspaces no counter of their own.
#include "store/workspace_store.hpp"

#include "base/id.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"workspaces.insert", R"sql(
    INSERT INTO workspaces (id, uuid, name, owner_email, created_at)
    SELECT MAX(id) + 1, $1, $2, $3, $4
    FROM workspaces
    RETURNING id
)sql"};
constexpr db::Statement kRename{"workspaces.rename", R"sql(
    UPDATE workspaces
    SET name = $2
    WHERE id = $1
)sql"};
constexpr db::Statement kList{"workspaces.list", R"sql(
    SELECT id, name, owner_email
    FROM workspaces
    WHERE id > 0
    ORDER BY id
)sql"};

} // namespace

Result<> insert_workspace(db::Session& session, Workspace& workspace, Instant now)
{
    using db::param;
    const auto id = TRY(session.query_integer(
        kInsert, {param(make_uuid(now)), param(workspace.name), param(workspace.owner_email), param(now)}));
    workspace.id = id.value_or(0);
    return {};
}

Result<> rename_workspace(db::Session& session, std::int64_t id, const std::string& name)
{
    if (!TRY(changes_row(session, kRename, {db::param(id), db::param(name)})))
        return fail(Error::not_found(fmt::format("workspace {} does not exist", id)));
    return {};
}

Result<std::vector<Workspace>> list_workspaces(db::Session& session)
{
    return query_all(session, kList, {}, [](const db::Row& row) -> Result<Workspace> {
        return Workspace{row.integer(0), row.text(1), row.text(2)};
    });
}

} // namespace presstime::store

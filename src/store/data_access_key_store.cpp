// A key never changes: it is added, used, and deleted.
#include "store/data_access_key_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"data_access_keys.insert", R"sql(
    INSERT INTO data_access_keys (workspace_id, kid, name, algorithm, public_key, created_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    RETURNING id
)sql"};
constexpr db::Statement kGet{"data_access_keys.get", R"sql(
    SELECT id, workspace_id, kid, name, algorithm, public_key, created_at
    FROM data_access_keys
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kFind{"data_access_keys.find", R"sql(
    SELECT id, workspace_id, kid, name, algorithm, public_key, created_at
    FROM data_access_keys
    WHERE kid = $1
)sql"};
constexpr db::Statement kList{"data_access_keys.list", R"sql(
    SELECT id, workspace_id, kid, name, algorithm, public_key, created_at
    FROM data_access_keys
    WHERE workspace_id = $1
    ORDER BY id
)sql"};
constexpr db::Statement kNewest{"data_access_keys.newest", R"sql(
    SELECT id, workspace_id, kid, name, algorithm, public_key, created_at
    FROM data_access_keys
    ORDER BY id DESC
    LIMIT $1
)sql"};
constexpr db::Statement kDelete{"data_access_keys.delete", R"sql(
    DELETE FROM data_access_keys
    WHERE id = $1 AND workspace_id = $2
)sql"};

Result<DataAccessKey> read_key(const db::Row& row)
{
    RowReader reader(row);
    DataAccessKey key;
    key.id = reader.integer();
    key.workspace_id = reader.integer();
    key.kid = reader.text();
    key.name = reader.text();
    key.algorithm = reader.text();
    key.public_key = reader.text();
    key.created_at = reader.instant();
    return key;
}

Error no_such_key(std::int64_t id)
{
    return Error::not_found(fmt::format("data access key {} does not exist", id));
}

} // namespace

Result<> insert_data_access_key(db::Session& session, DataAccessKey& key)
{
    using db::param;
    const auto id = TRY(
        session.query_integer(kInsert, {param(key.workspace_id), param(key.kid), param(key.name),
                                        param(key.algorithm), param(key.public_key), param(key.created_at)}));
    key.id = id.value_or(0);
    return {};
}

Result<DataAccessKey> get_data_access_key(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    auto key = TRY(query_first(session, kGet, {db::param(id), db::param(workspace_id)}, read_key));
    if (!key)
        return fail(no_such_key(id));
    return std::move(*key);
}

Result<std::vector<DataAccessKey>> list_data_access_keys(db::Session& session, std::int64_t workspace_id)
{
    return query_all(session, kList, {db::param(workspace_id)}, read_key);
}

Result<> delete_data_access_key(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(no_such_key(id));
    return {};
}

Result<std::optional<DataAccessKey>> find_data_access_key(db::Session& session, const std::string& kid)
{
    return query_first(session, kFind, {db::param(kid)}, read_key);
}

Result<std::vector<DataAccessKey>> newest_data_access_keys(db::Session& session, int limit)
{
    return query_all(session, kNewest, {db::param(limit)}, read_key);
}

} // namespace presstime::store

// A handful of rows at most: a rotation adds one, and those long retired are deleted.
#include "store/server_key_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"server_keys.insert", R"sql(
    INSERT INTO server_keys (kid, public_jwk, sealed_pem, created_at)
    VALUES ($1, $2, $3, $4)
)sql"};
constexpr db::Statement kCurrent{"server_keys.current", R"sql(
    SELECT kid, public_jwk, sealed_pem, created_at, retired_at
    FROM server_keys
    WHERE retired_at IS NULL
    ORDER BY created_at DESC, kid
    LIMIT 1
)sql"};
constexpr db::Statement kPublished{"server_keys.published", R"sql(
    SELECT kid, public_jwk, sealed_pem, created_at, retired_at
    FROM server_keys
    WHERE retired_at IS NULL OR retired_at > $1
    ORDER BY CASE WHEN retired_at IS NULL THEN 0 ELSE 1 END, created_at DESC, kid
)sql"};
constexpr db::Statement kRetire{"server_keys.retire", R"sql(
    UPDATE server_keys
    SET retired_at = $2
    WHERE kid <> $1 AND retired_at IS NULL
)sql"};
constexpr db::Statement kDeleteRetired{"server_keys.delete_retired", R"sql(
    DELETE FROM server_keys
    WHERE retired_at < $1
)sql"};

Result<ServerKey> read_key(const db::Row& row)
{
    RowReader reader(row);
    ServerKey key;
    key.kid = reader.text();
    key.public_jwk = reader.text();
    key.sealed_pem = reader.text();
    key.created_at = reader.instant();
    key.retired_at = reader.optional_instant();
    return key;
}

} // namespace

Result<> insert_server_key(db::Session& session, const ServerKey& key)
{
    TRY(session.execute(kInsert, {db::param(key.kid), db::param(key.public_jwk), db::param(key.sealed_pem),
                                  db::param(key.created_at)}));
    return {};
}

Result<std::optional<ServerKey>> current_server_key(db::Session& session)
{
    return query_first(session, kCurrent, {}, read_key);
}

Result<std::vector<ServerKey>> published_server_keys(db::Session& session, Instant kept_since)
{
    return query_all(session, kPublished, {db::param(kept_since)}, read_key);
}

Result<> retire_server_keys(db::Session& session, const std::string& kid, Instant now)
{
    TRY(session.execute(kRetire, {db::param(kid), db::param(now)}));
    return {};
}

Result<std::int64_t> delete_retired_server_keys(db::Session& session, Instant before)
{
    return session.execute(kDeleteRetired, {db::param(before)});
}

} // namespace presstime::store

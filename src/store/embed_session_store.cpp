// Ended sessions go when the next one is made, found by their index: there is no sweep of their own.
#include "store/embed_session_store.hpp"

#include "codec/embed_json.hpp"
#include "codec/json_reader.hpp"
#include "store/query.hpp"

#include <boost/json.hpp>

#include <limits>

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"embed_sessions.insert", R"sql(
    INSERT INTO embed_sessions (workspace_id, hash, dashboard_id, tenant_id, user_reference, permissions,
                                owner_user_id, owner_token_id, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    RETURNING id
)sql"};
constexpr db::Statement kFind{"embed_sessions.find", R"sql(
    SELECT id, workspace_id, dashboard_id, tenant_id, user_reference, permissions, owner_user_id,
           owner_token_id, created_at, expires_at
    FROM embed_sessions
    WHERE hash = $1
)sql"};
constexpr db::Statement kGet{"embed_sessions.get", R"sql(
    SELECT id, workspace_id, dashboard_id, tenant_id, user_reference, permissions, owner_user_id,
           owner_token_id, created_at, expires_at
    FROM embed_sessions
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kList{"embed_sessions.list", R"sql(
    SELECT id, workspace_id, dashboard_id, tenant_id, user_reference, permissions, owner_user_id,
           owner_token_id, created_at, expires_at
    FROM embed_sessions
    WHERE workspace_id = $1 AND expires_at > $2 AND id < $3
    ORDER BY id DESC
    LIMIT $4
)sql"};
constexpr db::Statement kDelete{"embed_sessions.delete", R"sql(
    DELETE FROM embed_sessions
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kDeleteEnded{"embed_sessions.delete_ended", R"sql(
    DELETE FROM embed_sessions
    WHERE expires_at < $1
)sql"};

Result<EmbedPermissions> read_permissions(std::string_view text)
{
    return codec::embed_permissions_from_json(TRY(codec::parse_json(text)), "");
}

Result<EmbedSession> read_session(const db::Row& row)
{
    RowReader reader(row);
    EmbedSession embed;
    embed.id = reader.integer();
    embed.workspace_id = reader.integer();
    embed.dashboard_id = reader.text();
    embed.tenant_id = reader.text();
    embed.user_reference = reader.text();
    const std::string permissions = reader.text();
    embed.owner.user_id = reader.integer();
    embed.owner.token_id = reader.integer();
    embed.created_at = reader.instant();
    embed.expires_at = reader.instant();
    auto read = read_permissions(permissions);
    if (!read)
        return fail(
            Error::give_up(fmt::format("the permissions of embed session {} cannot be read", embed.id))
                .with_context(read.error().message));
    embed.permissions = std::move(*read);
    return embed;
}

} // namespace

Error missing_embed_session(std::int64_t id)
{
    return Error::not_found(fmt::format("embed session {} does not exist", id));
}

Result<> insert_embed_session(db::Session& session, EmbedSession& embed, const std::string& hash)
{
    using db::param;
    const std::string permissions =
        boost::json::serialize(codec::embed_permissions_to_json(embed.permissions));
    const auto id = TRY(session.query_integer(
        kInsert, {param(embed.workspace_id), param(hash), param(embed.dashboard_id), param(embed.tenant_id),
                  param(embed.user_reference), param(permissions), id_or_null(embed.owner.user_id),
                  id_or_null(embed.owner.token_id), param(embed.created_at), param(embed.expires_at)}));
    embed.id = id.value_or(0);
    return {};
}

Result<std::optional<EmbedSession>> find_embed_session(db::Session& session, const std::string& hash)
{
    return query_first(session, kFind, {db::param(hash)}, read_session);
}

Result<EmbedSession> get_embed_session(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    auto embed = TRY(query_first(session, kGet, {db::param(id), db::param(workspace_id)}, read_session));
    if (!embed)
        return fail(missing_embed_session(id));
    return std::move(*embed);
}

Result<std::vector<EmbedSession>> list_embed_sessions(db::Session& session, std::int64_t workspace_id,
                                                      Instant now, std::int64_t before_id, int limit)
{
    constexpr std::int64_t kAny = std::numeric_limits<std::int64_t>::max();
    return query_all(session, kList,
                     {db::param(workspace_id), db::param(now), db::param(before_id == 0 ? kAny : before_id),
                      db::param(limit)},
                     read_session);
}

Result<> delete_embed_session(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(missing_embed_session(id));
    return {};
}

Result<std::int64_t> delete_ended_embed_sessions(db::Session& session, Instant now)
{
    return session.execute(kDeleteEnded, {db::param(now)});
}

} // namespace presstime::store

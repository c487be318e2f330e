// Sessions and links by hash. What has ended is removed when the next one is made.
#include "store/session_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsertSession{"sessions.insert", R"sql(
    INSERT INTO sessions (user_id, hash, csrf, created_at, expires_at, last_used_at, peer, agent)
    VALUES ($1, $2, $3, $4, $5, $4, $6, $7)
    RETURNING id
)sql"};
constexpr db::Statement kDeleteEndedSessions{"sessions.delete_ended", R"sql(
    DELETE FROM sessions
    WHERE expires_at <= $1
)sql"};
constexpr db::Statement kFindSession{"sessions.find", R"sql(
    SELECT sessions.id, sessions.user_id, users.workspace_id, sessions.csrf, sessions.created_at,
        sessions.expires_at, sessions.last_used_at, sessions.peer, sessions.agent
    FROM sessions
    JOIN users ON users.id = sessions.user_id
    WHERE sessions.hash = $1
)sql"};
constexpr db::Statement kListSessions{"sessions.list", R"sql(
    SELECT sessions.id, sessions.user_id, users.workspace_id, sessions.csrf, sessions.created_at,
        sessions.expires_at, sessions.last_used_at, sessions.peer, sessions.agent
    FROM sessions
    JOIN users ON users.id = sessions.user_id
    WHERE sessions.user_id = $1 AND sessions.expires_at > $2 AND sessions.last_used_at > $3
    ORDER BY sessions.last_used_at DESC, sessions.id DESC
    LIMIT $4
)sql"};
constexpr db::Statement kDeleteSessionOf{"sessions.delete_one_of_user", R"sql(
    DELETE FROM sessions
    WHERE id = $1 AND user_id = $2
)sql"};
constexpr db::Statement kDeleteSession{"sessions.delete", R"sql(
    DELETE FROM sessions
    WHERE id = $1
)sql"};
constexpr db::Statement kDeleteSessionsOf{"sessions.delete_of_user", R"sql(
    DELETE FROM sessions
    WHERE user_id = $1 AND id <> $2
)sql"};
constexpr db::Statement kTouchSession{"sessions.touch", R"sql(
    UPDATE sessions
    SET last_used_at = $2
    WHERE id = $1
)sql"};
constexpr db::Statement kInsertLink{"one_time_links.insert", R"sql(
    INSERT INTO one_time_links (hash, purpose, user_id, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5)
)sql"};
constexpr db::Statement kDeleteEndedLinks{"one_time_links.delete_ended", R"sql(
    DELETE FROM one_time_links
    WHERE expires_at <= $1
)sql"};
constexpr db::Statement kDeleteLinksFor{"one_time_links.delete_for", R"sql(
    DELETE FROM one_time_links
    WHERE purpose = $1 AND user_id = $2
)sql"};
constexpr db::Statement kDeleteSetupLinks{"one_time_links.delete_setup", R"sql(
    DELETE FROM one_time_links
    WHERE user_id IS NULL
)sql"};
constexpr db::Statement kDeleteLinksOf{"one_time_links.delete_of_user", R"sql(
    DELETE FROM one_time_links
    WHERE user_id = $1
)sql"};
constexpr db::Statement kFindLink{"one_time_links.find", R"sql(
    SELECT purpose, user_id, created_at, expires_at
    FROM one_time_links
    WHERE hash = $1
)sql"};
constexpr db::Statement kTakeLink{"one_time_links.take", R"sql(
    DELETE FROM one_time_links
    WHERE hash = $1
    RETURNING purpose, user_id, created_at, expires_at
)sql"};
constexpr db::Statement kLastLink{"one_time_links.last", R"sql(
    SELECT MAX(created_at)
    FROM one_time_links
    WHERE purpose = $1 AND user_id = $2
    HAVING MAX(created_at) IS NOT NULL
)sql"};

Result<BrowserSession> read_session(const db::Row& row)
{
    RowReader reader(row);
    BrowserSession found;
    found.id = reader.integer();
    found.user_id = reader.integer();
    found.workspace_id = reader.integer();
    found.csrf = reader.text();
    found.created_at = reader.instant();
    found.expires_at = reader.instant();
    found.last_used_at = reader.instant();
    found.peer = reader.text();
    found.agent = reader.text();
    return found;
}

Result<OneTimeLink> read_link(const db::Row& row)
{
    RowReader reader(row);
    OneTimeLink link;
    link.purpose = reader.word<LinkPurpose>();
    link.user_id = reader.integer();
    link.created_at = reader.instant();
    link.expires_at = reader.instant();
    TRY(reader.finish());
    return link;
}

} // namespace

Result<> insert_session(db::Session& session, BrowserSession& made, const std::string& hash)
{
    using db::param;
    TRY(session.execute(kDeleteEndedSessions, {param(made.created_at)}));
    auto id = TRY(session.query_integer(kInsertSession, {param(made.user_id), param(hash), param(made.csrf),
                                                         param(made.created_at), param(made.expires_at),
                                                         param(made.peer), param(made.agent)}));
    made.id = id.value_or(0);
    made.last_used_at = made.created_at;
    return {};
}

Result<std::optional<BrowserSession>> find_session(db::Session& session, const std::string& hash)
{
    return query_first(session, kFindSession, {db::param(hash)}, read_session);
}

Result<std::vector<BrowserSession>> list_sessions(db::Session& session, const SessionFilter& filter)
{
    using db::param;
    return query_all(
        session, kListSessions,
        {param(filter.user_id), param(filter.now), param(filter.used_since), param(filter.limit)},
        read_session);
}

Result<bool> delete_session_of(db::Session& session, std::int64_t user_id, std::int64_t id)
{
    return changes_row(session, kDeleteSessionOf, {db::param(id), db::param(user_id)});
}

Result<> delete_session(db::Session& session, std::int64_t id)
{
    TRY(session.execute(kDeleteSession, {db::param(id)}));
    return {};
}

Result<std::int64_t> delete_sessions_of(db::Session& session, std::int64_t user_id, std::int64_t keep_id)
{
    return session.execute(kDeleteSessionsOf, {db::param(user_id), db::param(keep_id)});
}

Result<> note_session_use(db::Session& session, std::int64_t id, Instant at)
{
    TRY(session.execute(kTouchSession, {db::param(id), db::param(at)}));
    return {};
}

Result<> insert_link(db::Session& session, const OneTimeLink& link, const std::string& hash)
{
    using db::param;
    TRY(session.execute(kDeleteEndedLinks, {param(link.created_at)}));
    if (link.user_id == 0)
        TRY(delete_setup_links(session));
    else
        TRY(session.execute(kDeleteLinksFor, {word(link.purpose), param(link.user_id)}));
    TRY(session.execute(kInsertLink, {param(hash), word(link.purpose), id_or_null(link.user_id),
                                      param(link.created_at), param(link.expires_at)}));
    return {};
}

Result<std::optional<OneTimeLink>> find_link(db::Session& session, const std::string& hash)
{
    return query_first(session, kFindLink, {db::param(hash)}, read_link);
}

Result<std::optional<OneTimeLink>> take_link(db::Session& session, const std::string& hash)
{
    return query_first(session, kTakeLink, {db::param(hash)}, read_link);
}

Result<std::optional<Instant>> last_link_at(db::Session& session, LinkPurpose purpose, std::int64_t user_id)
{
    return query_instant(session, kLastLink, {word(purpose), db::param(user_id)});
}

Result<> delete_links_of(db::Session& session, std::int64_t user_id)
{
    TRY(session.execute(kDeleteLinksOf, {db::param(user_id)}));
    return {};
}

Result<> delete_setup_links(db::Session& session)
{
    TRY(session.execute(kDeleteSetupLinks, {}));
    return {};
}

} // namespace presstime::store

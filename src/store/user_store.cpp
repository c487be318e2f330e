// Users by id and by the lower-case form of their address.
#include "store/user_store.hpp"

#include "base/text.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

#define PRESSTIME_USER_COLUMNS                                                                               \
    "id, workspace_id, email, name, role, enabled, CASE WHEN password_hash = '' THEN 0 ELSE 1 END, "         \
    "version, created_at, last_seen_at"

constexpr db::Statement kInsert{"users.insert", R"sql(
    INSERT INTO users (workspace_id, email, email_key, name, role, enabled, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id
)sql"};
constexpr db::Statement kUpdate{"users.update", R"sql(
    UPDATE users
    SET name = $4, role = $5, enabled = $6, version = version + 1
    WHERE id = $1 AND workspace_id = $2 AND version = $3
)sql"};
constexpr db::Statement kDelete{"users.delete", R"sql(
    DELETE FROM users
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kGet{"users.get", "SELECT " PRESSTIME_USER_COLUMNS R"sql(
    FROM users
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kFind{"users.find", "SELECT " PRESSTIME_USER_COLUMNS R"sql(
    FROM users
    WHERE id = $1
)sql"};
constexpr db::Statement kFindByEmail{"users.find_by_email", "SELECT " PRESSTIME_USER_COLUMNS R"sql(
    FROM users
    WHERE workspace_id = $1 AND email_key = $2
)sql"};
constexpr db::Statement kList{"users.list", "SELECT " PRESSTIME_USER_COLUMNS R"sql(
    FROM users
    WHERE workspace_id = $1 AND id > $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kCount{"users.count", R"sql(
    SELECT COUNT(*)
    FROM users
    WHERE workspace_id = $1
)sql"};
constexpr db::Statement kAny{"users.any", R"sql(
    SELECT id
    FROM users
    LIMIT 1
)sql"};
constexpr db::Statement kActiveAdmins{"users.active_admins", "SELECT " PRESSTIME_USER_COLUMNS R"sql(
    FROM users
    WHERE workspace_id = $1 AND role IN ('owner', 'admin') AND enabled = 1 AND password_hash <> ''
    ORDER BY id
)sql"};
constexpr db::Statement kGetPassword{"users.get_password", R"sql(
    SELECT password_hash
    FROM users
    WHERE id = $1
)sql"};
constexpr db::Statement kSetPassword{"users.set_password", R"sql(
    UPDATE users
    SET password_hash = $2, version = version + 1
    WHERE id = $1
)sql"};
constexpr db::Statement kSee{"users.see", R"sql(
    UPDATE users
    SET last_seen_at = $2
    WHERE id = $1
)sql"};

Result<User> read_user(const db::Row& row)
{
    RowReader reader(row);
    User user;
    user.id = reader.integer();
    user.workspace_id = reader.integer();
    user.email = reader.text();
    user.name = reader.text();
    user.role = reader.word<Role>();
    user.enabled = reader.boolean();
    user.has_password = reader.boolean();
    user.version = reader.integer();
    user.created_at = reader.instant();
    user.last_seen_at = reader.optional_instant();
    TRY(reader.finish());
    return user;
}

Error missing(std::int64_t id)
{
    return Error::not_found(fmt::format("user {} does not exist", id));
}

} // namespace

Result<> insert_user(db::Session& session, User& user, Instant now)
{
    using db::param;
    auto id = session.query_integer(kInsert, {param(user.workspace_id), param(user.email),
                                              param(to_lower_ascii(user.email)), param(user.name),
                                              word(user.role), param(user.enabled), param(now)});
    if (!id && id.error().kind == ErrorKind::conflict)
        return fail(Error::conflict(fmt::format("a user with the address {} exists already", user.email)));
    user.id = TRY(std::move(id)).value_or(0);
    user.version = 1;
    user.created_at = now;
    return {};
}

Result<> update_user(db::Session& session, User& user)
{
    using db::param;
    const bool changed = TRY(changes_row(session, kUpdate,
                                         {param(user.id), param(user.workspace_id), param(user.version),
                                          param(user.name), word(user.role), param(user.enabled)}));
    if (!changed) {
        const User stored = TRY(get_user(session, user.workspace_id, user.id));
        return fail(Error::conflict(fmt::format("user {} was changed meanwhile: version {} is stored, the "
                                                "change is for version {}; read it again",
                                                user.id, stored.version, user.version)));
    }
    ++user.version;
    return {};
}

Result<> delete_user(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(missing(id));
    return {};
}

Result<User> get_user(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    auto user = TRY(query_first(session, kGet, {db::param(id), db::param(workspace_id)}, read_user));
    if (!user)
        return fail(missing(id));
    return std::move(*user);
}

Result<std::optional<User>> find_user(db::Session& session, std::int64_t id)
{
    return query_first(session, kFind, {db::param(id)}, read_user);
}

Result<std::optional<User>> find_user_by_email(db::Session& session, std::int64_t workspace_id,
                                               std::string_view email)
{
    return query_first(session, kFindByEmail, {db::param(workspace_id), db::param(to_lower_ascii(email))},
                       read_user);
}

Result<std::vector<User>> list_users(db::Session& session, const UserFilter& filter)
{
    using db::param;
    return query_all(session, kList,
                     {param(filter.workspace_id), param(filter.after_id), param(filter.limit)}, read_user);
}

Result<std::int64_t> count_users(db::Session& session, std::int64_t workspace_id)
{
    return TRY(session.query_integer(kCount, {db::param(workspace_id)})).value_or(0);
}

Result<bool> has_users(db::Session& session)
{
    return TRY(session.query_integer(kAny, {})).has_value();
}

Result<std::vector<User>> active_admins(db::Session& session, std::int64_t workspace_id)
{
    return query_all(session, kActiveAdmins, {db::param(workspace_id)}, read_user);
}

Result<std::string> get_password_hash(db::Session& session, std::int64_t user_id)
{
    auto hash = TRY(query_first(session, kGetPassword, {db::param(user_id)},
                                [](const db::Row& row) -> Result<std::string> { return row.text(0); }));
    return hash.value_or("");
}

Result<> set_password_hash(db::Session& session, std::int64_t user_id, const std::string& hash)
{
    if (!TRY(changes_row(session, kSetPassword, {db::param(user_id), db::param(hash)})))
        return fail(missing(user_id));
    return {};
}

Result<> note_user_seen(db::Session& session, std::int64_t user_id, Instant at)
{
    TRY(session.execute(kSee, {db::param(user_id), db::param(at)}));
    return {};
}

} // namespace presstime::store

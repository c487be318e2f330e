// API keys and personal tokens by their hash, and the answers kept for Idempotency-Key.
#include "store/token_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

#define PRESSTIME_TOKEN_COLUMNS                                                                              \
    "id, workspace_id, user_id, name, scope, role, prefix, created_at, expires_at, last_used_at, "           \
    "last_used_from"

constexpr db::Statement kInsert{"tokens.insert", R"sql(
    INSERT INTO tokens (workspace_id, user_id, name, scope, role, prefix, hash, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id
)sql"};
constexpr db::Statement kFind{"tokens.find", "SELECT " PRESSTIME_TOKEN_COLUMNS R"sql(
    FROM tokens
    WHERE hash = $1
)sql"};
constexpr db::Statement kList{"tokens.list", "SELECT " PRESSTIME_TOKEN_COLUMNS R"sql(
    FROM tokens
    WHERE workspace_id = $1 AND user_id IS NULL
    ORDER BY id
)sql"};
constexpr db::Statement kListOfUser{"tokens.list_of_user", "SELECT " PRESSTIME_TOKEN_COLUMNS R"sql(
    FROM tokens
    WHERE workspace_id = $1 AND user_id = $2
    ORDER BY id
)sql"};
constexpr db::Statement kDelete{"tokens.delete", R"sql(
    DELETE FROM tokens
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kDeleteOneOfUser{"tokens.delete_one_of_user", R"sql(
    DELETE FROM tokens
    WHERE id = $1 AND user_id = $2
)sql"};
constexpr db::Statement kDeleteOfUser{"tokens.delete_of_user", R"sql(
    DELETE FROM tokens
    WHERE user_id = $1
)sql"};
constexpr db::Statement kNoteUse{"tokens.note_use", R"sql(
    UPDATE tokens
    SET last_used_at = $2, last_used_from = $3
    WHERE id = $1
)sql"};
constexpr db::Statement kFindAnswer{"idempotency_keys.find", R"sql(
    SELECT request, status, body, location
    FROM idempotency_keys
    WHERE workspace_id = $1 AND key = $2
)sql"};
// No ON CONFLICT: of two requests at once with one key, the
// second must fail whole and then find the first's answer.
constexpr db::Statement kKeepAnswer{"idempotency_keys.insert", R"sql(
    INSERT INTO idempotency_keys (workspace_id, key, request, status, body, location, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
)sql"};
constexpr db::Statement kDeleteAnswers{"idempotency_keys.delete_old", R"sql(
    DELETE FROM idempotency_keys
    WHERE created_at < $1
)sql"};

Result<Token> read_token(const db::Row& row)
{
    RowReader reader(row);
    Token token;
    token.id = reader.integer();
    token.workspace_id = reader.integer();
    token.user_id = reader.integer();
    token.name = reader.text();
    token.scope = reader.word<Scope>();
    token.role = reader.word<Role>();
    token.prefix = reader.text();
    token.created_at = reader.instant();
    token.expires_at = reader.optional_instant();
    token.last_used_at = reader.optional_instant();
    token.last_used_from = reader.text();
    TRY(reader.finish());
    return token;
}

Result<KeptAnswer> read_answer(const db::Row& row)
{
    RowReader reader(row);
    KeptAnswer answer;
    answer.request = reader.text();
    answer.status = reader.small_integer();
    answer.body = reader.text();
    answer.location = reader.text();
    return answer;
}

Error missing(std::int64_t id)
{
    return Error::not_found(fmt::format("token {} does not exist", id));
}

} // namespace

Result<> insert_token(db::Session& session, Token& token, const std::string& hash, Instant now)
{
    using db::param;
    auto id = TRY(session.query_integer(
        kInsert, {param(token.workspace_id), id_or_null(token.user_id), param(token.name), word(token.scope),
                  word(token.role), param(token.prefix), param(hash), param(now), param(token.expires_at)}));
    token.id = id.value_or(0);
    token.created_at = now;
    return {};
}

Result<std::optional<Token>> find_token(db::Session& session, const std::string& hash)
{
    return query_first(session, kFind, {db::param(hash)}, read_token);
}

Result<std::vector<Token>> list_tokens(db::Session& session, std::int64_t workspace_id)
{
    return query_all(session, kList, {db::param(workspace_id)}, read_token);
}

Result<std::vector<Token>> list_tokens_of(db::Session& session, std::int64_t workspace_id,
                                          std::int64_t user_id)
{
    return query_all(session, kListOfUser, {db::param(workspace_id), db::param(user_id)}, read_token);
}

Result<> delete_token(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(missing(id));
    return {};
}

Result<> delete_token_of(db::Session& session, std::int64_t user_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDeleteOneOfUser, {db::param(id), db::param(user_id)})))
        return fail(missing(id));
    return {};
}

Result<std::int64_t> delete_tokens_of(db::Session& session, std::int64_t user_id)
{
    return session.execute(kDeleteOfUser, {db::param(user_id)});
}

Result<> note_token_use(db::Session& session, std::int64_t id, Instant at, const std::string& from)
{
    TRY(session.execute(kNoteUse, {db::param(id), db::param(at), db::param(from)}));
    return {};
}

Result<std::optional<KeptAnswer>> find_kept_answer(db::Session& session, std::int64_t workspace_id,
                                                   const std::string& key)
{
    return query_first(session, kFindAnswer, {db::param(workspace_id), db::param(key)}, read_answer);
}

Result<> keep_answer(db::Session& session, std::int64_t workspace_id, const std::string& key,
                     const KeptAnswer& answer, Instant now)
{
    using db::param;
    TRY(session.execute(kKeepAnswer,
                        {param(workspace_id), param(key), param(answer.request), param(answer.status),
                         param(answer.body), param(answer.location), param(now)}));
    return {};
}

Result<std::int64_t> delete_kept_answers(db::Session& session, Instant older_than)
{
    return session.execute(kDeleteAnswers, {db::param(older_than)});
}

} // namespace presstime::store

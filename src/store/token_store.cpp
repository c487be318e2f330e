// API keys by their hash, and the answers kept for Idempotency-Key.
#include "store/token_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"tokens.insert", R"sql(
    INSERT INTO tokens (workspace_id, name, scope, role, prefix, hash, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    RETURNING id
)sql"};
constexpr db::Statement kFind{"tokens.find", R"sql(
    SELECT id, workspace_id, name, scope, role, prefix
    FROM tokens
    WHERE hash = $1
)sql"};
constexpr db::Statement kList{"tokens.list", R"sql(
    SELECT id, workspace_id, name, scope, role, prefix
    FROM tokens
    WHERE workspace_id = $1
    ORDER BY id
)sql"};
constexpr db::Statement kDelete{"tokens.delete", R"sql(
    DELETE FROM tokens
    WHERE id = $1 AND workspace_id = $2
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
    token.name = reader.text();
    token.scope = reader.word<Scope>();
    token.role = reader.word<Role>();
    token.prefix = reader.text();
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

} // namespace

Result<> insert_token(db::Session& session, Token& token, const std::string& hash, Instant now)
{
    using db::param;
    auto id =
        TRY(session.query_integer(kInsert, {param(token.workspace_id), param(token.name), word(token.scope),
                                            word(token.role), param(token.prefix), param(hash), param(now)}));
    token.id = id.value_or(0);
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

Result<> delete_token(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    if (!TRY(changes_row(session, kDelete, {db::param(id), db::param(workspace_id)})))
        return fail(Error::not_found(fmt::format("token {} does not exist", id)));
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

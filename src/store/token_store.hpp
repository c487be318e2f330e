// API keys and personal tokens: only a hash is stored; the secret itself is shown once. And answers kept for
// Idempotency-Key.
#pragma once

#include "model/principal.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

// A token with a user is that user's personal token, one without is an API key. Fills id and created_at.
Result<> insert_token(db::Session& session, Token& token, const std::string& hash, Instant now);
// Also one that has expired.
Result<std::optional<Token>> find_token(db::Session& session, const std::string& hash);
Result<std::vector<Token>> list_tokens(db::Session& session, std::int64_t workspace_id); // API keys, by id
Result<std::vector<Token>> list_tokens_of(db::Session& session, std::int64_t workspace_id,
                                          std::int64_t user_id); // personal tokens, by id
// Either kind.
Result<> delete_token(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<> delete_token_of(db::Session& session, std::int64_t user_id, std::int64_t id);
Result<std::int64_t> delete_tokens_of(db::Session& session, std::int64_t user_id);
Result<> note_token_use(db::Session& session, std::int64_t id, Instant at, const std::string& from);

struct KeptAnswer {
    std::string request; // hash of method, path and body
    int status = 0;
    std::string body;
    std::string location;
};
Result<std::optional<KeptAnswer>> find_kept_answer(db::Session& session, std::int64_t workspace_id,
                                                   const std::string& key);
Result<> keep_answer(db::Session& session, std::int64_t workspace_id, const std::string& key,
                     const KeptAnswer& answer, Instant now);
Result<std::int64_t> delete_kept_answers(db::Session& session, Instant older_than);

} // namespace presstime::store

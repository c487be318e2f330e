// API keys: only a hash is stored; the key itself is shown once. And answers kept for Idempotency-Key.
#pragma once

#include "model/principal.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

Result<> insert_token(db::Session& session, Token& token, const std::string& hash, Instant now);
Result<std::optional<Token>> find_token(db::Session& session, const std::string& hash);
Result<std::vector<Token>> list_tokens(db::Session& session, std::int64_t workspace_id);
Result<> delete_token(db::Session& session, std::int64_t workspace_id, std::int64_t id);

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

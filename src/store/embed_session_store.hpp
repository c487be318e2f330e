// Embed sessions by the hash of their token; the token itself is shown once and kept nowhere.
#pragma once

#include "model/embed.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

// Sets `embed.id`. `conflict` when the dashboard is gone.
Result<> insert_embed_session(db::Session& session, EmbedSession& embed, const std::string& hash);
// Whether it has expired is for the caller to see.
Result<std::optional<EmbedSession>> find_embed_session(db::Session& session, const std::string& hash);
Result<EmbedSession> get_embed_session(db::Session& session, std::int64_t workspace_id, std::int64_t id);
// Those that end after `now`, newest first, below `before_id` when it is not 0.
Result<std::vector<EmbedSession>> list_embed_sessions(db::Session& session, std::int64_t workspace_id,
                                                      Instant now, std::int64_t before_id, int limit);
Error missing_embed_session(std::int64_t id);
Result<> delete_embed_session(db::Session& session, std::int64_t workspace_id, std::int64_t id);
// How many were deleted; those that ended before `now`.
Result<std::int64_t> delete_ended_embed_sessions(db::Session& session, Instant now);

} // namespace presstime::store

// People of a workspace. An address is looked up without regard to case; password hashes are read and written
// by functions of their own, so that no list can carry one.
#pragma once

#include "model/principal.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace presstime::store {

// Fills id, version 1 and created_at. `conflict` when the address is taken in that workspace.
Result<> insert_user(db::Session& session, User& user, Instant now);
// Replaces name, role and enabled; version + 1. `conflict` when `user.version` is no longer the stored one.
Result<> update_user(db::Session& session, User& user);
// With its sessions, tokens, links and memberships; `not_found` when it is not there.
Result<> delete_user(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<User> get_user(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<std::optional<User>> find_user(db::Session& session, std::int64_t id); // in any workspace
Result<std::optional<User>> find_user_by_email(db::Session& session, std::int64_t workspace_id,
                                               std::string_view email);

struct UserFilter {
    std::int64_t workspace_id = 1;
    std::int64_t after_id = 0;
    int limit = 10'001;
};
Result<std::vector<User>> list_users(db::Session& session, const UserFilter& filter); // by id
Result<std::int64_t> count_users(db::Session& session, std::int64_t workspace_id);
Result<bool> has_users(db::Session& session); // in any workspace
// Enabled owners and admins who have a password: who can act for the workspace.
Result<std::vector<User>> active_admins(db::Session& session, std::int64_t workspace_id);

Result<std::string> get_password_hash(db::Session& session, std::int64_t user_id); // "" = none yet
Result<> set_password_hash(db::Session& session, std::int64_t user_id, const std::string& hash);
Result<> note_user_seen(db::Session& session, std::int64_t user_id, Instant at); // no new version

} // namespace presstime::store

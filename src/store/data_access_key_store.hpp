// Public keys of hosts. A key speaks for one workspace, so that its thumbprint leads there.
#pragma once

#include "model/embed.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace presstime::store {

// Sets `key.id`. `conflict` when the key or the name is taken.
Result<> insert_data_access_key(db::Session& session, DataAccessKey& key);
Result<DataAccessKey> get_data_access_key(db::Session& session, std::int64_t workspace_id, std::int64_t id);
Result<std::vector<DataAccessKey>> list_data_access_keys(db::Session& session, std::int64_t workspace_id);
Result<> delete_data_access_key(db::Session& session, std::int64_t workspace_id, std::int64_t id);

// Of every workspace: whose key signed is known only once it has been tried.
Result<std::optional<DataAccessKey>> find_data_access_key(db::Session& session, const std::string& kid);
// The newest first.
Result<std::vector<DataAccessKey>> newest_data_access_keys(db::Session& session, int limit);

} // namespace presstime::store

// Settings that were changed in the running server, as rows: one a key, for all workspaces. Which keys there
// are and what their values may be is not known here.
#pragma once

#include "base/time.hpp"
#include "platform/db/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace presstime::store {

struct StoredSetting {
    std::string key;
    std::string value;   // as it would stand in the settings file
    bool sealed = false; // a secret: `value` is sealed for setting_purpose(key)
};

// What a secret setting is sealed for; see platform/crypto/secret_box.hpp.
std::string setting_purpose(std::string_view key);

Result<std::vector<StoredSetting>> list_settings(db::Session& session); // by key
Result<> put_setting(db::Session& session, const StoredSetting& setting, Instant now);
// Nothing happens when it is not there.
Result<> remove_setting(db::Session& session, const std::string& key);

} // namespace presstime::store

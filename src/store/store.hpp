// Opens the durable state: brings the schema up to date and keeps the tzdata and server facts of `meta`. The
// nouns (run_store.hpp, ...) are free functions over db::Session, so that several of them join in one
// transaction.
#pragma once

#include "base/clock.hpp"
#include "platform/db/database.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace presstime::store {

// Opens (or creates) `folder`/presstime.db, migrates it forward, and makes workspace 1 if there is none;
// its owner is `owner_email`, also when the setting has changed since. give_up when the file is of a newer
// version or corrupt.
Result<std::unique_ptr<db::Database>> open(const std::filesystem::path& folder,
                                           const std::string& owner_email, const Clock& clock);

// Workspace 1 with that owner, made if it is not there.
Result<> put_owner(db::Session& session, const std::string& owner_email, Instant now);

// The state of a folder as it is, for a command that only reads, also beside a running server. not_found when
// there is none, give_up when it is not of this program's version.
Result<std::unique_ptr<db::Database>> open_to_read(const std::filesystem::path& folder);

struct Workspace {
    std::int64_t id = 1;
    std::string name;
    std::string owner_email;
};
Result<Workspace> get_workspace(db::Session& session, std::int64_t id);
Result<std::string> get_meta(db::Session& session, const std::string& key); // "" when unset
Result<> set_meta(db::Session& session, const std::string& key, const std::string& value);

} // namespace presstime::store

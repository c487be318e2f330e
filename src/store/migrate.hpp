// Numbered migrations: SQL scripts of migrations/<dialect>/NNNN_name.sql, built in, applied in order and
// recorded in schema_migrations.
#pragma once

#include "platform/db/database.hpp"

#include <span>

namespace presstime::store {

struct Migration {
    int number = 0;          // from 1, without gaps
    std::string_view name;   // "initial"
    std::string_view sha256; // of the script, hex
    std::string_view script;
};

// The scripts built into this program, by number.
std::span<const Migration> builtin_migrations(db::Dialect dialect);

// give_up unless the schema stands exactly at the last of `migrations`: for who may not change it.
Result<> check_migrated(db::Session& session, std::span<const Migration> migrations);

// Brings the schema to the last of `migrations`, each in a transaction of its own; nothing when it is there.
// give_up when the database is of a newer version, or when a migration it holds reads differently now.
Result<> migrate(db::Database& database, std::span<const Migration> migrations, Instant now);

} // namespace presstime::store

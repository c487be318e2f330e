// Opening the durable state of a data folder, and the facts about the server that are kept in it.
#include "store/store.hpp"

#include "base/id.hpp"
#include "store/migrate.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr std::string_view kFileName = "presstime.db";

constexpr db::Statement kPutWorkspace{"workspaces.put", R"sql(
    INSERT INTO workspaces (id, uuid, name, owner_email, created_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE
    SET owner_email = excluded.owner_email
    WHERE workspaces.owner_email <> excluded.owner_email
)sql"};
constexpr db::Statement kGetWorkspace{"workspaces.get", R"sql(
    SELECT id, name, owner_email
    FROM workspaces
    WHERE id = $1
)sql"};
constexpr db::Statement kGetMeta{"meta.get", R"sql(
    SELECT value
    FROM meta
    WHERE key = $1
)sql"};
constexpr db::Statement kSetMeta{"meta.set", R"sql(
    INSERT INTO meta (key, value)
    VALUES ($1, $2)
    ON CONFLICT (key) DO UPDATE
    SET value = excluded.value
)sql"};

Result<Workspace> read_workspace(const db::Row& row)
{
    return Workspace{row.integer(0), row.text(1), row.text(2)};
}

// The folder holds secrets and reports: it is made for its owner alone.
Result<> make_folder(const std::filesystem::path& folder)
{
    std::error_code failed;
    bool made = std::filesystem::create_directories(folder, failed);
    if (!failed && made)
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failed);
    if (failed)
        return fail(Error::give_up(
            fmt::format("the data folder {} cannot be made: {}", folder.string(), failed.message())));
    return {};
}

} // namespace

Result<std::unique_ptr<db::Database>> open(const std::filesystem::path& folder,
                                           const std::string& owner_email, const Clock& clock)
{
    TRY(make_folder(folder));
    auto database = TRY(db::open_sqlite({.file = folder / kFileName}));
    TRY(migrate(*database, builtin_migrations(database->dialect()), clock.now()));
    TRY(database->write([&](db::Session& session) { return put_owner(session, owner_email, clock.now()); }));
    return database;
}

Result<> put_owner(db::Session& session, const std::string& owner_email, Instant now)
{
    TRY(session.execute(kPutWorkspace, {db::param(1), db::param(make_uuid(now)), db::param("Presstime"),
                                        db::param(owner_email), db::param(now)}));
    return {};
}

Result<std::unique_ptr<db::Database>> open_to_read(const std::filesystem::path& folder)
{
    std::error_code failed;
    if (!std::filesystem::is_regular_file(folder / kFileName, failed))
        return fail(Error::not_found(fmt::format(
            "{} holds no {}; name a server's data folder with --data-dir", folder.string(), kFileName)));
    auto database = TRY(db::open_sqlite({.file = folder / kFileName, .readers = 1}));
    TRY(database->read([&](db::Session& session) {
        return check_migrated(session, builtin_migrations(database->dialect()));
    }));
    return database;
}

Result<Workspace> get_workspace(db::Session& session, std::int64_t id)
{
    auto workspace = TRY(query_first(session, kGetWorkspace, {db::param(id)}, read_workspace));
    if (!workspace)
        return fail(Error::not_found(fmt::format("workspace {} does not exist", id)));
    return std::move(*workspace);
}

Result<std::string> get_meta(db::Session& session, const std::string& key)
{
    auto value = TRY(query_first(session, kGetMeta, {db::param(key)},
                                 [](const db::Row& row) -> Result<std::string> { return row.text(0); }));
    return value.value_or("");
}

Result<> set_meta(db::Session& session, const std::string& key, const std::string& value)
{
    TRY(session.execute(kSetMeta, {db::param(key), db::param(value)}));
    return {};
}

} // namespace presstime::store

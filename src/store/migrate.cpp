// The migration runner. What a database holds is judged afresh in each migration's own transaction, so that
// two servers starting at once cannot apply one twice.
#include "store/migrate.hpp"

#include "base/log.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kCreateTable{"schema_migrations.create", R"sql(
    CREATE TABLE IF NOT EXISTS schema_migrations (
        number BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        applied_at BIGINT NOT NULL
    )
)sql"};
constexpr db::Statement kList{"schema_migrations.list", R"sql(
    SELECT number, name, sha256
    FROM schema_migrations
    ORDER BY number
)sql"};
constexpr db::Statement kInsert{"schema_migrations.insert", R"sql(
    INSERT INTO schema_migrations (number, name, sha256, applied_at)
    VALUES ($1, $2, $3, $4)
)sql"};

struct Applied {
    std::int64_t number = 0;
    std::string name;
    std::string sha256;
};

Result<Applied> read_applied(const db::Row& row)
{
    return Applied{row.integer(0), row.text(1), row.text(2)};
}

Result<> check_applied(const std::vector<Applied>& applied, std::span<const Migration> migrations)
{
    for (std::size_t index = 0; index < applied.size(); ++index) {
        if (index >= migrations.size())
            return fail(
                Error::give_up(fmt::format("the state database is of a newer version: it holds migration {} "
                                           "({}), this program knows {}; run "
                                           "the newer program or restore a backup",
                                           applied[index].number, applied[index].name, migrations.size())));
        const Migration& known = migrations[index];
        if (applied[index].number != known.number || applied[index].sha256 != known.sha256)
            return fail(Error::give_up(fmt::format("migration {} ({}) of the state database is not the one "
                                                   "this program carries ({}); run the program "
                                                   "it was made with, or restore a backup",
                                                   applied[index].number, applied[index].name, known.name)));
    }
    return {};
}

// Applies the first migration that is missing; false when there was none.
Result<bool> apply_next(db::Session& session, std::span<const Migration> migrations, Instant now)
{
    TRY(session.execute(kCreateTable, {}));
    auto applied = TRY(query_all(session, kList, {}, read_applied));
    TRY(check_applied(applied, migrations));
    if (applied.size() == migrations.size())
        return false;
    const Migration& next = migrations[applied.size()];
    TRY(session.execute_script(next.script));
    TRY(session.execute(
        kInsert, {db::param(next.number), db::param(next.name), db::param(next.sha256), db::param(now)}));
    log_info("store.migrated", {{"number", next.number}, {"name", next.name}});
    return true;
}

} // namespace

Result<> check_migrated(db::Session& session, std::span<const Migration> migrations)
{
    const auto applied = TRY(query_all(session, kList, {}, read_applied));
    TRY(check_applied(applied, migrations));
    if (applied.size() == migrations.size())
        return {};
    return fail(
        Error::give_up(fmt::format("the state database is of an older version: it stands at migration "
                                   "{} of {}; start the server once to bring it forward",
                                   applied.size(), migrations.size())));
}

Result<> migrate(db::Database& database, std::span<const Migration> migrations, Instant now)
{
    for (std::size_t pass = 0; pass <= migrations.size(); ++pass) {
        bool changed = false;
        TRY(database.write([&](db::Session& session) -> Result<> {
            changed = TRY(apply_next(session, migrations, now));
            return {};
        }));
        if (!changed)
            break;
    }
    return {};
}

} // namespace presstime::store

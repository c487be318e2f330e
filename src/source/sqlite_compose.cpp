// First the relations in the file, then the statement in the database made for checking it, then the text.
#include "source/sqlite_compose.hpp"

#include "source/sql_text.hpp"

#include <fmt/format.h>

namespace presstime {

Result<Relation> describe_relation(SqliteSession& session, const MeantDataset& meant)
{
    const Result<> prepared = session.prepare(relation_sql(meant.dataset));
    if (!prepared)
        return fail(of_dataset(prepared.error(), meant.dataset));
    return Relation{meant.dataset.name, session.statement_text(), session.columns(), meant.rows};
}

Result<ComposedQuery> compose_on_sqlite(SqliteSession& session, const std::filesystem::path& file,
                                        const SqliteComposition& wish)
{
    constexpr std::string_view kMissing = "no such table: ";
    TRY(check_sql_text(wish.sql));
    std::vector<Relation> relations;
    for (const MeantDataset& meant : datasets_meant(wish.sql, wish.scope))
        relations.push_back(TRY(describe_relation(session, meant)));
    const bool secured = wish.scope.security.has_value();
    const auto check = TRY(
        SqliteSession::open_for_check(secured ? std::nullopt : std::optional(file), relations, wish.timer));
    const Result<> prepared = check->prepare(wish.sql);
    if (!prepared && secured && prepared.error().message.starts_with(kMissing))
        return fail(unreadable(prepared.error().message.substr(kMissing.size()), wish.scope));
    TRY(prepared);
    return compose_query(check->statement_text(), relations, sqlite_dialect());
}

} // namespace presstime

// The same three statements for each kind of thing that has an owner.
#include "store/ownership_store.hpp"

#include "store/query.hpp"

namespace presstime::store {
namespace {

// True when the row's owner cannot act any more, or there is none.
#define PRESSTIME_OWNER_IS_GONE(table)                                                                       \
    "NOT EXISTS (SELECT 1 FROM users WHERE users.id = " table ".owner_user_id AND users.enabled = 1) "       \
    "AND NOT EXISTS (SELECT 1 FROM tokens WHERE tokens.id = " table                                          \
    ".owner_token_id AND (tokens.expires_at IS NULL OR tokens.expires_at > $2))"

constexpr db::Statement kReportsOf{"ownership.reports_of", R"sql(
    SELECT id, name, owner_user_id, owner_token_id
    FROM reports
    WHERE workspace_id = $1 AND owner_user_id = $2
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kWebhooksOf{"ownership.webhooks_of", R"sql(
    SELECT id, CASE WHEN description = '' THEN url ELSE description END, owner_user_id, owner_token_id
    FROM webhooks
    WHERE workspace_id = $1 AND owner_user_id = $2
    ORDER BY id
    LIMIT $3
)sql"};
// Of a report: but for one that a host's user made.
#define PRESSTIME_REPORT_IS_ORPHAN                                                                           \
    PRESSTIME_OWNER_IS_GONE("reports")                                                                       \
    " AND NOT EXISTS (SELECT 1 FROM embed_schedules WHERE embed_schedules.report_id = reports.id)"

constexpr db::Statement kOrphanReports{"ownership.orphan_reports", R"sql(
    SELECT id, name, owner_user_id, owner_token_id
    FROM reports
    WHERE workspace_id = $1 AND )sql" PRESSTIME_REPORT_IS_ORPHAN R"sql(
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kIsOrphan{"ownership.is_orphan", R"sql(
    SELECT id
    FROM reports
    WHERE id = $1 AND )sql" PRESSTIME_REPORT_IS_ORPHAN};
constexpr db::Statement kOrphanWebhooks{"ownership.orphan_webhooks", R"sql(
    SELECT id, CASE WHEN description = '' THEN url ELSE description END, owner_user_id, owner_token_id
    FROM webhooks
    WHERE workspace_id = $1 AND )sql" PRESSTIME_OWNER_IS_GONE("webhooks") R"sql(
    ORDER BY id
    LIMIT $3
)sql"};
constexpr db::Statement kGiveReport{"ownership.give_report", R"sql(
    UPDATE reports
    SET owner_user_id = $3, owner_token_id = NULL, version = version + 1, updated_at = $4
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kGiveWebhook{"ownership.give_webhook", R"sql(
    UPDATE webhooks
    SET owner_user_id = $3, owner_token_id = NULL, version = version + 1, updated_at = $4
    WHERE id = $1 AND workspace_id = $2
)sql"};

Result<> append(db::Session& session, const db::Statement& statement, const db::Parameters& parameters,
                ResourceKind kind, std::vector<OwnedThing>& things)
{
    return session.query(statement, parameters, [&](const db::Row& row) -> Result<> {
        RowReader reader(row);
        OwnedThing thing;
        thing.kind = kind;
        thing.id = reader.integer();
        thing.name = kind == ResourceKind::webhook ? without_path(reader.text()) : reader.text();
        thing.owner.user_id = reader.integer();
        thing.owner.token_id = reader.integer();
        things.push_back(std::move(thing));
        return {};
    });
}

} // namespace

std::string without_path(std::string name)
{
    const std::size_t scheme = name.find("://");
    if (scheme != std::string::npos)
        name.resize(std::min(name.size(), name.find_first_of("/?#", scheme + 3)));
    return name;
}

Result<std::vector<OwnedThing>> things_of_user(db::Session& session, std::int64_t workspace_id,
                                               std::int64_t user_id, int limit)
{
    const db::Parameters parameters{db::param(workspace_id), db::param(user_id), db::param(limit)};
    std::vector<OwnedThing> things;
    TRY(append(session, kReportsOf, parameters, ResourceKind::report, things));
    TRY(append(session, kWebhooksOf, parameters, ResourceKind::webhook, things));
    return things;
}

Result<std::vector<OwnedThing>> orphans(db::Session& session, std::int64_t workspace_id, Instant now,
                                        int limit)
{
    const db::Parameters parameters{db::param(workspace_id), db::param(now), db::param(limit)};
    std::vector<OwnedThing> things;
    TRY(append(session, kOrphanReports, parameters, ResourceKind::report, things));
    TRY(append(session, kOrphanWebhooks, parameters, ResourceKind::webhook, things));
    return things;
}

Result<bool> is_orphan(db::Session& session, std::int64_t report_id, Instant now)
{
    return TRY(session.query_integer(kIsOrphan, {db::param(report_id), db::param(now)})).has_value();
}

Result<> give_to_user(db::Session& session, std::int64_t workspace_id, const std::vector<OwnedThing>& things,
                      std::int64_t to_user_id, Instant now)
{
    using db::param;
    for (const OwnedThing& thing : things) {
        const db::Statement& give = thing.kind == ResourceKind::webhook ? kGiveWebhook : kGiveReport;
        TRY(session.execute(give, {param(thing.id), param(workspace_id), param(to_user_id), param(now)}));
    }
    return {};
}

} // namespace presstime::store

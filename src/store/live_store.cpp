// Counting results, artifacts and deliveries of a run walks their primary or unique keys; the partial index
// over runs under way bounds how many are counted.
#include "store/live_store.hpp"

#include "store/access_store.hpp"
#include "store/query.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kRunsUnderWay{"live.runs_under_way", R"sql(
    SELECT runs.id, runs.status, runs.phase, runs.attempt,
        (SELECT COUNT(*) FROM run_results WHERE run_results.run_id = runs.id),
        (SELECT COUNT(*) FROM artifacts WHERE artifacts.run_id = runs.id),
        (SELECT COUNT(*) FROM deliveries WHERE deliveries.run_id = runs.id),
        (SELECT COUNT(*) FROM deliveries WHERE deliveries.run_id = runs.id AND first_try_done = 1)
    FROM runs
    WHERE runs.status IN ('queued', 'running')
    ORDER BY runs.status DESC, runs.id
    LIMIT $1
)sql"};
constexpr db::Statement kRunsAdded{"live.runs_added", R"sql(
    SELECT id
    FROM runs
    WHERE id > $1
    ORDER BY id
    LIMIT $2
)sql"};
constexpr db::Statement kLastRun{"live.last_run", R"sql(
    SELECT MAX(id)
    FROM runs
)sql"};
constexpr db::Statement kDeliveriesUnderWay{"live.deliveries_under_way", R"sql(
    SELECT deliveries.id, deliveries.workspace_id, deliveries.run_id, deliveries.report_id,
        deliveries.state, deliveries.attempt, deliveries.recipient
    FROM runs
    JOIN deliveries ON deliveries.run_id = runs.id
    WHERE runs.status IN ('queued', 'running') AND runs.phase = 'deliver'
    ORDER BY runs.id DESC, deliveries.id
    LIMIT $1
)sql"};
constexpr db::Statement kTriedAfter{"live.deliveries_tried_after", R"sql(
    SELECT DISTINCT deliveries.id, deliveries.workspace_id, deliveries.run_id, deliveries.report_id,
        deliveries.state, deliveries.attempt, deliveries.recipient
    FROM attempts
    JOIN deliveries ON deliveries.id = attempts.delivery_id
    WHERE attempts.id > $1 AND deliveries.run_id IS NOT NULL
    ORDER BY deliveries.id
    LIMIT $2
)sql"};
constexpr db::Statement kFindDelivery{"live.find_delivery", R"sql(
    SELECT id, workspace_id, run_id, report_id, state, attempt, recipient
    FROM deliveries
    WHERE id = $1 AND run_id IS NOT NULL
)sql"};
constexpr db::Statement kWebhooksWithNews{"live.webhooks_with_news", R"sql(
    SELECT webhooks.id, webhooks.workspace_id, webhooks.owner_user_id, webhooks.owner_token_id
    FROM (
        SELECT deliveries.webhook_id AS id
        FROM deliveries
        WHERE deliveries.id > $1 AND deliveries.webhook_id IS NOT NULL
        UNION
        SELECT deliveries.webhook_id
        FROM attempts
        JOIN deliveries ON deliveries.id = attempts.delivery_id
        WHERE attempts.id > $2 AND deliveries.webhook_id IS NOT NULL
    ) AS queue
    CROSS JOIN webhooks
    WHERE webhooks.id = queue.id
    ORDER BY webhooks.id
    LIMIT $3
)sql"};
constexpr db::Statement kLastDelivery{"live.last_delivery", R"sql(
    SELECT MAX(id)
    FROM deliveries
)sql"};
constexpr db::Statement kLastAttempt{"live.last_attempt", R"sql(
    SELECT MAX(id)
    FROM attempts
)sql"};
constexpr db::Statement kSessionIsOpen{"live.session_is_open", R"sql(
    SELECT 1
    FROM sessions
    WHERE id = $1 AND user_id = $2 AND expires_at > $3 AND last_used_at > $4
)sql"};
constexpr db::Statement kScopeOfToken{"live.scope_of_token", R"sql(
    SELECT scope
    FROM tokens
    WHERE id = $1 AND user_id = $2 AND (expires_at IS NULL OR expires_at > $3)
)sql"};

Result<RunMark> read_run_mark(const db::Row& row)
{
    RowReader reader(row);
    RunMark mark;
    mark.id = reader.integer();
    mark.status = reader.word<RunStatus>();
    mark.phase = reader.word<RunPhase>();
    mark.attempt = reader.small_integer();
    mark.results = reader.small_integer();
    mark.artifacts = reader.small_integer();
    mark.deliveries = reader.small_integer();
    mark.tried = reader.small_integer();
    TRY(reader.finish());
    return mark;
}

Result<DeliveryMark> read_delivery_mark(const db::Row& row)
{
    RowReader reader(row);
    DeliveryMark mark;
    mark.id = reader.integer();
    mark.workspace_id = reader.integer();
    mark.run_id = reader.integer();
    mark.report_id = reader.integer();
    mark.state = reader.word<DeliveryState>();
    mark.attempt = reader.small_integer();
    mark.recipient = reader.text();
    TRY(reader.finish());
    return mark;
}

Result<Scope> read_scope(const db::Row& row)
{
    RowReader reader(row);
    const Scope scope = reader.word<Scope>();
    TRY(reader.finish());
    return scope;
}

} // namespace

Result<std::vector<RunMark>> runs_under_way(db::Session& session, int limit)
{
    return query_all(session, kRunsUnderWay, {db::param(limit)}, read_run_mark);
}

Result<std::vector<std::int64_t>> runs_added_after(db::Session& session, std::int64_t run_id, int limit)
{
    return query_ids(session, kRunsAdded, {db::param(run_id), db::param(limit)});
}

Result<std::int64_t> last_run_id(db::Session& session)
{
    return TRY(session.query_integer(kLastRun, {})).value_or(0);
}

Result<std::vector<DeliveryMark>> deliveries_under_way(db::Session& session, int limit)
{
    return query_all(session, kDeliveriesUnderWay, {db::param(limit)}, read_delivery_mark);
}

Result<std::vector<DeliveryMark>> deliveries_tried_after(db::Session& session, std::int64_t attempt_id,
                                                         int limit)
{
    return query_all(session, kTriedAfter, {db::param(attempt_id), db::param(limit)}, read_delivery_mark);
}

Result<std::optional<DeliveryMark>> find_delivery_mark(db::Session& session, std::int64_t id)
{
    return query_first(session, kFindDelivery, {db::param(id)}, read_delivery_mark);
}

Result<std::int64_t> last_delivery_id(db::Session& session)
{
    return TRY(session.query_integer(kLastDelivery, {})).value_or(0);
}

Result<std::vector<WebhookMark>> webhooks_with_news(db::Session& session, const WebhookNews& news)
{
    return query_all(session, kWebhooksWithNews,
                     {db::param(news.delivery_id), db::param(news.attempt_id), db::param(news.limit)},
                     [](const db::Row& row) -> Result<WebhookMark> {
                         RowReader reader(row);
                         WebhookMark mark;
                         mark.id = reader.integer();
                         mark.workspace_id = reader.integer();
                         mark.owner.user_id = reader.integer();
                         mark.owner.token_id = reader.integer();
                         return mark;
                     });
}

Result<std::int64_t> last_attempt_id(db::Session& session)
{
    return TRY(session.query_integer(kLastAttempt, {})).value_or(0);
}

Result<std::optional<Principal>> caller_now(db::Session& session, const Principal& caller, Instant now,
                                            std::chrono::seconds session_idle)
{
    using db::param;
    if (caller.kind == PrincipalKind::local_operator)
        return std::optional(caller);
    if (caller.session_id != 0 &&
        !TRY(session.query_integer(kSessionIsOpen, {param(caller.session_id), param(caller.user_id),
                                                    param(now), param(now - session_idle)})))
        return std::optional<Principal>{};
    std::optional<Scope> scope;
    if (caller.user_id != 0 && caller.token_id != 0) {
        scope = TRY(query_first(session, kScopeOfToken,
                                {param(caller.token_id), param(caller.user_id), param(now)}, read_scope));
        if (!scope)
            return std::optional<Principal>{};
    }
    const OwnerRef owner =
        caller.user_id != 0 ? OwnerRef{.user_id = caller.user_id} : OwnerRef{.token_id = caller.token_id};
    auto found = TRY(find_owner(session, caller.workspace_id, owner, now));
    if (!found)
        return found;
    found->session_id = caller.session_id;
    found->token_id = caller.token_id;
    found->scope = scope.value_or(found->scope);
    return found;
}

} // namespace presstime::store

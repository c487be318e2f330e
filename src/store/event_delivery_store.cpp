// Claims go webhook by webhook over deliveries_due_by_webhook, so their cost does not grow with what other
// webhooks have waiting.
#include "store/event_delivery_store.hpp"

#include "store/delivery_row.hpp"

namespace presstime::store {
namespace {

// Each step looks up the next webhook by the index: as many steps as there are webhooks with something to
// send.
constexpr db::Statement kWithDue{"event_deliveries.webhooks_with_due", R"sql(
    WITH RECURSIVE queue (webhook_id) AS (
        SELECT MIN(webhook_id)
        FROM deliveries
        WHERE webhook_id > $1 AND next_attempt_at IS NOT NULL AND event_id IS NOT NULL
        UNION ALL
        SELECT (
            SELECT MIN(deliveries.webhook_id)
            FROM deliveries
            WHERE deliveries.webhook_id > queue.webhook_id
                AND deliveries.next_attempt_at IS NOT NULL
                AND deliveries.event_id IS NOT NULL
        )
        FROM queue
        WHERE queue.webhook_id IS NOT NULL
    )
    SELECT webhook_id
    FROM queue
    WHERE webhook_id IS NOT NULL
        AND EXISTS (
            SELECT 1
            FROM deliveries
            WHERE deliveries.webhook_id = queue.webhook_id
                AND deliveries.next_attempt_at <= $2
                AND deliveries.event_id IS NOT NULL
        )
    LIMIT $3
)sql"};
constexpr db::Statement kClaimable{"event_deliveries.claimable", "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE webhook_id = $1 AND next_attempt_at <= $2 AND event_id IS NOT NULL
    ORDER BY next_attempt_at, id
    LIMIT $3
)sql"};
constexpr db::Statement kClaim{"event_deliveries.claim", R"sql(
    UPDATE deliveries
    SET state = 'sending', attempt = attempt + 1, next_attempt_at = NULL, worker_id = $2, lease_until = $3
    WHERE id = $1 AND state IN ('pending', 'retrying')
)sql"};
constexpr db::Statement kRelease{"event_deliveries.release", R"sql(
    UPDATE deliveries
    SET next_attempt_at = $2, waits_for = NULL
    WHERE waits_for = $1 AND state = 'pending'
)sql"};
constexpr db::Statement kRunStarted{"event_deliveries.run_started",
                                    "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE webhook_id = $1
        AND event_id = (
            SELECT MIN(events.id)
            FROM events
            WHERE events.run_id = $2 AND events.type = 'report.run.started'
        )
    ORDER BY revision DESC
    LIMIT 1
)sql"};
constexpr db::Statement kReplace{"event_deliveries.replace", R"sql(
    UPDATE deliveries
    SET state = 'cancelled', next_attempt_at = NULL, reason = $2, finished_at = $3
    WHERE id = $1 AND state IN ('pending', 'retrying')
)sql"};
constexpr db::Statement kNextRevision{"event_deliveries.next_revision", R"sql(
    SELECT COALESCE(MAX(revision), -1) + 1
    FROM deliveries
    WHERE event_id = $1 AND webhook_id = $2
)sql"};
constexpr db::Statement kDepth{"event_deliveries.depth", R"sql(
    SELECT COUNT(*), MIN(next_attempt_at)
    FROM deliveries
    WHERE webhook_id = $1 AND next_attempt_at IS NOT NULL AND event_id IS NOT NULL
)sql"};
constexpr db::Statement kDeleteOld{"event_deliveries.delete_old", R"sql(
    DELETE FROM deliveries
    WHERE id IN (
        SELECT old.id
        FROM deliveries AS old
        WHERE old.event_id IS NOT NULL AND old.finished_at < $1
        ORDER BY old.finished_at
        LIMIT $2
    )
)sql"};

} // namespace

Result<std::vector<std::int64_t>> webhooks_with_due(db::Session& session, Instant now,
                                                    std::int64_t after_webhook, int limit)
{
    return query_ids(session, kWithDue, {db::param(after_webhook), db::param(now), db::param(limit)});
}

Result<std::vector<Delivery>> claim_event_deliveries(db::Session& session, const std::string& worker_id,
                                                     std::int64_t webhook_id, int limit, Instant now,
                                                     Instant lease_until)
{
    std::vector<Delivery> claimed;
    for (Delivery& delivery :
         TRY(query_all(session, kClaimable, {db::param(webhook_id), db::param(now), db::param(limit)},
                       read_delivery))) {
        if (!TRY(changes_row(session, kClaim,
                             {db::param(delivery.id), db::param(worker_id), db::param(lease_until)})))
            continue;
        delivery.state = DeliveryState::sending;
        ++delivery.attempt;
        delivery.next_attempt_at.reset();
        delivery.worker_id = worker_id;
        delivery.lease_until = lease_until;
        claimed.push_back(std::move(delivery));
    }
    return claimed;
}

Result<std::int64_t> release_waiting(db::Session& session, std::int64_t delivery_id, Instant now)
{
    return session.execute(kRelease, {db::param(delivery_id), db::param(now)});
}

Result<std::optional<Delivery>> find_run_started_delivery(db::Session& session, std::int64_t webhook_id,
                                                          std::int64_t run_id)
{
    return query_first(session, kRunStarted, {db::param(webhook_id), db::param(run_id)}, read_delivery);
}

Result<bool> replace_pending(db::Session& session, std::int64_t delivery_id, const std::string& reason,
                             Instant now)
{
    return changes_row(session, kReplace, {db::param(delivery_id), db::param(reason), db::param(now)});
}

Result<int> next_revision(db::Session& session, std::int64_t event_id, std::int64_t webhook_id)
{
    const auto next = TRY(session.query_integer(kNextRevision, {db::param(event_id), db::param(webhook_id)}));
    return static_cast<int>(next.value_or(0));
}

Result<QueueDepth> queue_depth(db::Session& session, std::int64_t webhook_id)
{
    auto depth = TRY(
        query_first(session, kDepth, {db::param(webhook_id)}, [](const db::Row& row) -> Result<QueueDepth> {
            RowReader reader(row);
            const std::int64_t waiting = reader.integer();
            return QueueDepth{waiting, reader.optional_instant()};
        }));
    return depth.value_or(QueueDepth{});
}

Result<std::int64_t> delete_old_event_deliveries(db::Session& session, Instant before, int limit)
{
    return session.execute(kDeleteOld, {db::param(before), db::param(limit)});
}

} // namespace presstime::store

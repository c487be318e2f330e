// Who holds a delivery: claims, leases, the mark before the point of no return, and the settlement of a try.
// A fence, (attempt, worker) of a delivery in state sending, guards every change a courier makes.
#include "store/delivery_row.hpp"
#include "store/delivery_store.hpp"
#include "store/run_event.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kClaimable{"deliveries.claimable", "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE next_attempt_at <= $1
    ORDER BY next_attempt_at, id
    LIMIT $2
)sql"};
constexpr db::Statement kClaimableOfChannel{"deliveries.claimable_of_channel",
                                            "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE channel = $1 AND next_attempt_at <= $2
    ORDER BY next_attempt_at, id
    LIMIT $3
)sql"};
constexpr db::Statement kClaim{"deliveries.claim", R"sql(
    UPDATE deliveries
    SET state = 'sending', attempt = attempt + 1, payload_sent = 0, next_attempt_at = NULL, worker_id = $2,
        lease_until = $3
    WHERE id = $1 AND state IN ('pending', 'retrying')
)sql"};
constexpr db::Statement kExtendLeases{"deliveries.extend_leases", R"sql(
    UPDATE deliveries
    SET lease_until = $2
    WHERE worker_id = $1 AND state = 'sending'
)sql"};
constexpr db::Statement kExpiredOfRuns{"deliveries.expired_of_runs",
                                       "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE state = 'sending' AND lease_until <= $1 AND event_id IS NULL
    ORDER BY lease_until
    LIMIT $2
)sql"};
constexpr db::Statement kExpiredOfEvents{"deliveries.expired_of_events",
                                         "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE state = 'sending' AND lease_until <= $1 AND event_id IS NOT NULL
    ORDER BY lease_until
    LIMIT $2
)sql"};
constexpr db::Statement kSetPayloadKey{"deliveries.set_payload_key", R"sql(
    UPDATE deliveries
    SET payload_key = $4
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND state = 'sending'
)sql"};
constexpr db::Statement kMarkPayloadSent{"deliveries.mark_payload_sent", R"sql(
    UPDATE deliveries
    SET payload_sent = 1
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND state = 'sending' AND lease_until > $4
)sql"};
constexpr db::Statement kSettle{"deliveries.settle", R"sql(
    UPDATE deliveries
    SET state = $4, next_attempt_at = $5, reason = $6, unknown_count = unknown_count + $7, first_try_done = 1,
        finished_at = $8, worker_id = '', lease_until = NULL
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND state = 'sending'
)sql"};
constexpr db::Statement kHandBack{"deliveries.hand_back", R"sql(
    UPDATE deliveries
    SET state = $4, next_attempt_at = $5, reason = $6, unknown_count = unknown_count + $7,
        attempt = attempt - 1, finished_at = $8, worker_id = '', lease_until = NULL
    WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND state = 'sending'
)sql"};
constexpr db::Statement kCancelOfRun{"deliveries.cancel_of_run", R"sql(
    UPDATE deliveries
    SET state = 'cancelled', next_attempt_at = NULL, reason = $2, finished_at = $3, lease_until = NULL
    WHERE run_id = $1
        AND (state IN ('pending', 'retrying') OR (state = 'sending' AND payload_sent = 0))
)sql"};

} // namespace

Result<std::vector<Delivery>> claim_deliveries(db::Session& session, const std::string& worker_id,
                                               const std::string& channel, int limit, Instant now,
                                               Instant lease_until)
{
    auto candidates =
        channel.empty()
            ? TRY(query_all(session, kClaimable, {db::param(now), db::param(limit)}, read_delivery))
            : TRY(query_all(session, kClaimableOfChannel,
                            {db::param(channel), db::param(now), db::param(limit)}, read_delivery));
    std::vector<Delivery> claimed;
    for (Delivery& delivery : candidates) {
        if (!TRY(changes_row(session, kClaim,
                             {db::param(delivery.id), db::param(worker_id), db::param(lease_until)})))
            continue;
        delivery.state = DeliveryState::sending;
        ++delivery.attempt;
        delivery.payload_sent = false;
        delivery.next_attempt_at.reset();
        delivery.worker_id = worker_id;
        delivery.lease_until = lease_until;
        claimed.push_back(std::move(delivery));
    }
    return claimed;
}

Result<std::int64_t> extend_delivery_leases(db::Session& session, const std::string& worker_id,
                                            Instant lease_until)
{
    return session.execute(kExtendLeases, {db::param(worker_id), db::param(lease_until)});
}

Result<std::vector<Delivery>> expired_deliveries(db::Session& session, LedgerPart part, Instant now,
                                                 int limit)
{
    return query_all(session, part == LedgerPart::events ? kExpiredOfEvents : kExpiredOfRuns,
                     {db::param(now), db::param(limit)}, read_delivery);
}

DeliveryFence fence_of(const Delivery& claimed)
{
    return {claimed.id, claimed.attempt, claimed.worker_id};
}

Result<bool> set_payload_key(db::Session& session, const DeliveryFence& fence, const std::string& payload_key)
{
    return changes_row(session, kSetPayloadKey,
                       {db::param(fence.delivery_id), db::param(fence.attempt), db::param(fence.worker_id),
                        db::param(payload_key)});
}

Result<bool> mark_payload_sent(db::Session& session, const DeliveryFence& fence, Instant now)
{
    return changes_row(
        session, kMarkPayloadSent,
        {db::param(fence.delivery_id), db::param(fence.attempt), db::param(fence.worker_id), db::param(now)});
}

Result<bool> settle_delivery(db::Session& session, const DeliveryFence& fence, const Settlement& settlement,
                             Instant now)
{
    bool final = is_final(settlement.state);
    // What is not final must come up again, or it would wait for ever.
    auto next_attempt_at = final ? std::optional<Instant>() : settlement.next_attempt_at.value_or(now);
    auto finished_at = final ? std::optional(now) : std::nullopt;
    const bool settled =
        TRY(changes_row(session, settlement.count_as_try ? kSettle : kHandBack,
                        {db::param(fence.delivery_id), db::param(fence.attempt), db::param(fence.worker_id),
                         word(settlement.state), db::param(next_attempt_at), db::param(settlement.reason),
                         db::param(settlement.add_unknown), db::param(finished_at)}));
    if (settled &&
        (settlement.state == DeliveryState::rejected || settlement.state == DeliveryState::unknown))
        TRY(insert_delivery_failed_event(session, fence.delivery_id, now));
    return settled;
}

Result<std::int64_t> cancel_run_deliveries(db::Session& session, std::int64_t run_id,
                                           const std::string& reason, Instant now)
{
    return session.execute(kCancelOfRun, {db::param(run_id), db::param(reason), db::param(now)});
}

} // namespace presstime::store

// The delivery ledger as rows: inserted once per recipient, listed, counted, and the tries they saw. Claims
// and settlements are in delivery_claim.cpp.
#include "store/delivery_store.hpp"

#include "store/delivery_row.hpp"

#include <limits>

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"deliveries.insert", R"sql(
    INSERT INTO deliveries (workspace_id, run_id, report_id, event_id, webhook_id, waits_for, replay_id,
                            cause,
                            purpose, channel, recipient, role, artifact_n, revision, message_id, payload_key,
                            state, max_attempts, next_attempt_at, reason, created_at, finished_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
            $22)
    ON CONFLICT DO NOTHING
    RETURNING id
)sql"};
constexpr db::Statement kGet{"deliveries.get", "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE id = $1
)sql"};
constexpr db::Statement kListOfRun{"deliveries.list_of_run", "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE run_id = $1
    ORDER BY id
)sql"};
#define PRESSTIME_DELIVERIES(narrowed)                                                                       \
    "SELECT " PRESSTIME_DELIVERY_COLUMNS " FROM deliveries WHERE workspace_id = $1 AND id < $2 "             \
    "AND (CAST($3 AS TEXT) = '' OR channel = $3) AND (CAST($4 AS TEXT) = '' OR state = $4) " narrowed        \
    "ORDER BY id DESC LIMIT $5"
constexpr db::Statement kList{"deliveries.list", PRESSTIME_DELIVERIES("")};
// What is rare has an index of its own, which is taken only where its condition stands in the statement.
constexpr db::Statement kListInState{"deliveries.list_in_state",
                                     PRESSTIME_DELIVERIES("AND state = $4 AND state <> 'accepted' ")};
constexpr db::Statement kListOfChannel{"deliveries.list_of_channel",
                                       PRESSTIME_DELIVERIES("AND channel = $3 AND channel <> 'email' ")};
constexpr db::Statement kListFiltered{"deliveries.list_filtered_of_run",
                                      "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE run_id = $1
        AND workspace_id = $2
        AND id < $3
        AND (CAST($4 AS TEXT) = '' OR channel = $4)
        AND (CAST($5 AS TEXT) = '' OR state = $5)
    ORDER BY id DESC
    LIMIT $6
)sql"};
// Newest revision of each recipient: a person's "send again" replaces what came of the first.
constexpr db::Statement kTally{"deliveries.tally", R"sql(
    SELECT state, first_try_done, attempt, reason
    FROM deliveries AS newest
    WHERE run_id = $1
        AND purpose = 'report'
        AND NOT EXISTS (
            SELECT 1
            FROM deliveries AS newer
            WHERE newer.run_id = newest.run_id
                AND newer.purpose = newest.purpose
                AND newer.channel = newest.channel
                AND newer.recipient = newest.recipient
                AND newer.artifact_n = newest.artifact_n
                AND newer.revision > newest.revision
        )
    ORDER BY id
)sql"};
constexpr db::Statement kNextAttempt{"deliveries.next_attempt_at", R"sql(
    SELECT MIN(next_attempt_at)
    FROM deliveries
    WHERE next_attempt_at IS NOT NULL
)sql"};
constexpr db::Statement kInsertAttempt{"attempts.insert", R"sql(
    INSERT INTO attempts (delivery_id, n, cause, started_at, latency_us, outcome, status_code, response, peer,
                          bytes, error, next_attempt_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
)sql"};
constexpr db::Statement kListAttempts{"attempts.list", R"sql(
    SELECT id, delivery_id, n, cause, started_at, latency_us, outcome, status_code, response, peer, bytes,
        error,
        next_attempt_at
    FROM attempts
    WHERE delivery_id = $1
    ORDER BY n, id
)sql"};

Result<Attempt> read_attempt(const db::Row& row)
{
    RowReader reader(row);
    Attempt attempt;
    attempt.id = reader.integer();
    attempt.delivery_id = reader.integer();
    attempt.n = reader.small_integer();
    attempt.cause = reader.word<DeliveryCause>();
    attempt.started_at = reader.instant();
    attempt.latency_us = reader.integer();
    attempt.outcome = reader.word<AttemptOutcome>();
    attempt.status_code = reader.small_integer();
    attempt.response = reader.text();
    attempt.peer = reader.text();
    attempt.bytes = reader.integer();
    attempt.error = reader.text();
    attempt.next_attempt_at = reader.optional_instant();
    TRY(reader.finish());
    return attempt;
}

void count(DeliveryTally& tally, DeliveryState state, bool first_try_done, int attempt, std::string reason)
{
    ++tally.total;
    if (state == DeliveryState::accepted) {
        ++tally.accepted;
        ++(attempt == 1 ? tally.accepted_at_first : tally.accepted_later);
        return;
    }
    bool final = is_final(state);
    ++(final ? tally.final_bad : tally.open);
    if (!final && !first_try_done)
        ++tally.awaiting_first;
    else if (tally.first_error.empty())
        tally.first_error = std::move(reason);
}

} // namespace

Result<Delivery> read_delivery(const db::Row& row)
{
    RowReader reader(row);
    Delivery delivery;
    delivery.id = reader.integer();
    delivery.workspace_id = reader.integer();
    delivery.run_id = reader.integer();
    delivery.report_id = reader.integer();
    delivery.event_id = reader.integer();
    delivery.webhook_id = reader.integer();
    delivery.waits_for = reader.integer();
    delivery.replay_id = reader.integer();
    delivery.cause = reader.word<DeliveryCause>();
    delivery.purpose = reader.word<DeliveryPurpose>();
    delivery.channel = reader.text();
    delivery.recipient = reader.text();
    delivery.role = reader.word<RecipientRole>();
    delivery.artifact_n = reader.small_integer();
    delivery.revision = reader.small_integer();
    delivery.message_id = reader.text();
    delivery.payload_key = reader.text();
    delivery.state = reader.word<DeliveryState>();
    delivery.payload_sent = reader.boolean();
    delivery.first_try_done = reader.boolean();
    delivery.attempt = reader.small_integer();
    delivery.max_attempts = reader.small_integer();
    delivery.unknown_count = reader.small_integer();
    delivery.next_attempt_at = reader.optional_instant();
    delivery.worker_id = reader.text();
    delivery.lease_until = reader.optional_instant();
    delivery.reason = reader.text();
    delivery.created_at = reader.instant();
    delivery.finished_at = reader.optional_instant();
    TRY(reader.finish());
    return delivery;
}

Result<bool> insert_delivery(db::Session& session, Delivery& delivery)
{
    using db::param;
    if (is_final(delivery.state))
        delivery.next_attempt_at.reset();
    else if (!delivery.next_attempt_at && delivery.waits_for == 0)
        delivery.next_attempt_at = delivery.created_at;
    auto id = TRY(session.query_integer(kInsert, {param(delivery.workspace_id),
                                                  id_or_null(delivery.run_id),
                                                  id_or_null(delivery.report_id),
                                                  id_or_null(delivery.event_id),
                                                  id_or_null(delivery.webhook_id),
                                                  id_or_null(delivery.waits_for),
                                                  id_or_null(delivery.replay_id),
                                                  word(delivery.cause),
                                                  word(delivery.purpose),
                                                  param(delivery.channel),
                                                  param(delivery.recipient),
                                                  word(delivery.role),
                                                  param(delivery.artifact_n),
                                                  param(delivery.revision),
                                                  param(delivery.message_id),
                                                  param(delivery.payload_key),
                                                  word(delivery.state),
                                                  param(delivery.max_attempts),
                                                  param(delivery.next_attempt_at),
                                                  param(delivery.reason),
                                                  param(delivery.created_at),
                                                  param(delivery.finished_at)}));
    if (!id)
        return false;
    delivery.id = *id;
    return true;
}

Result<Delivery> get_delivery(db::Session& session, std::int64_t id)
{
    auto delivery = TRY(query_first(session, kGet, {db::param(id)}, read_delivery));
    if (!delivery)
        return fail(Error::not_found(fmt::format("delivery {} does not exist", id)));
    return std::move(*delivery);
}

Result<std::vector<Delivery>> list_run_deliveries(db::Session& session, std::int64_t run_id)
{
    return query_all(session, kListOfRun, {db::param(run_id)}, read_delivery);
}

Result<std::vector<Delivery>> list_deliveries(db::Session& session, const DeliveryFilter& filter)
{
    using db::param;
    std::int64_t before_id =
        filter.before_id > 0 ? filter.before_id : std::numeric_limits<std::int64_t>::max();
    if (filter.run_id != 0)
        return query_all(session, kListFiltered,
                         {param(filter.run_id), param(filter.workspace_id), param(before_id),
                          param(filter.channel), param(filter.state), param(filter.limit)},
                         read_delivery);
    const bool in_rare_state = !filter.state.empty() && filter.state != to_text(DeliveryState::accepted);
    const bool of_rare_channel = !filter.channel.empty() && filter.channel != "email";
    return query_all(session,
                     in_rare_state     ? kListInState
                     : of_rare_channel ? kListOfChannel
                                       : kList,
                     {param(filter.workspace_id), param(before_id), param(filter.channel),
                      param(filter.state), param(filter.limit)},
                     read_delivery);
}

Result<DeliveryTally> tally_deliveries(db::Session& session, std::int64_t run_id)
{
    DeliveryTally tally;
    TRY(session.query(kTally, {db::param(run_id)}, [&](const db::Row& row) -> Result<> {
        RowReader reader(row);
        auto state = reader.word<DeliveryState>();
        bool first_try_done = reader.boolean();
        int attempt = reader.small_integer();
        count(tally, state, first_try_done, attempt, reader.text());
        return reader.finish();
    }));
    return tally;
}

Result<std::optional<Instant>> next_attempt_at(db::Session& session)
{
    return query_instant(session, kNextAttempt, {});
}

Result<> insert_attempt(db::Session& session, const Attempt& attempt)
{
    using db::param;
    TRY(session.execute(kInsertAttempt,
                        {param(attempt.delivery_id), param(attempt.n), word(attempt.cause),
                         param(attempt.started_at), param(attempt.latency_us), word(attempt.outcome),
                         param(attempt.status_code), param(attempt.response), param(attempt.peer),
                         param(attempt.bytes), param(attempt.error), param(attempt.next_attempt_at)}));
    return {};
}

Result<std::vector<Attempt>> list_attempts(db::Session& session, std::int64_t delivery_id)
{
    return query_all(session, kListAttempts, {db::param(delivery_id)}, read_attempt);
}

} // namespace presstime::store

// Progress is noted under the condition that the replay still runs, so that a cancelled one never goes on.
#include "store/webhook_replay_store.hpp"

#include "store/query.hpp"

#include <limits>

#define PRESSTIME_REPLAY_COLUMNS                                                                             \
    "id, workspace_id, webhook_id, since, until, failed_only, state, total, queued, after_event, actor, "    \
    "created_at, finished_at"

namespace presstime::store {
namespace {

constexpr db::Statement kInsert{"webhook_replays.insert", R"sql(
    INSERT INTO webhook_replays (workspace_id, webhook_id, since, until, failed_only, state, total, actor,
                                 created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id
)sql"};
constexpr db::Statement kGet{"webhook_replays.get", "SELECT " PRESSTIME_REPLAY_COLUMNS R"sql(
    FROM webhook_replays
    WHERE id = $1 AND workspace_id = $2
)sql"};
constexpr db::Statement kList{"webhook_replays.list", "SELECT " PRESSTIME_REPLAY_COLUMNS R"sql(
    FROM webhook_replays
    WHERE webhook_id = $1 AND workspace_id = $2 AND id < $3
    ORDER BY id DESC
    LIMIT $4
)sql"};
constexpr db::Statement kRunning{"webhook_replays.running", "SELECT " PRESSTIME_REPLAY_COLUMNS R"sql(
    FROM webhook_replays
    WHERE state = 'running'
    ORDER BY id
    LIMIT $1
)sql"};
constexpr db::Statement kHasRunning{"webhook_replays.has_running", R"sql(
    SELECT COUNT(*)
    FROM webhook_replays
    WHERE webhook_id = $1 AND state = 'running'
)sql"};
constexpr db::Statement kProgress{"webhook_replays.progress", R"sql(
    UPDATE webhook_replays
    SET state = $2, queued = $3, after_event = $4, finished_at = $5
    WHERE id = $1 AND state = 'running'
)sql"};
constexpr db::Statement kCancelDeliveries{"webhook_replays.cancel_deliveries", R"sql(
    UPDATE deliveries
    SET state = 'cancelled', next_attempt_at = NULL, reason = $3, finished_at = $4
    WHERE replay_id = $2 AND webhook_id = $1 AND state = 'pending' AND attempt = 0
)sql"};
// What waited for a delivery that will not be sent now goes without it.
constexpr db::Statement kReleaseWaiting{"webhook_replays.release_waiting", R"sql(
    UPDATE deliveries
    SET next_attempt_at = $3, waits_for = NULL
    WHERE state = 'pending'
        AND waits_for IN (
            SELECT made.id
            FROM deliveries AS made
            WHERE made.replay_id = $2 AND made.webhook_id = $1 AND made.state = 'cancelled'
        )
)sql"};
constexpr db::Statement kEvents{"webhook_replays.events", R"sql(
    SELECT id, type
    FROM events
    WHERE workspace_id = $1
        AND id > $2
        AND id <= $6
        AND occurred_at >= $3
        AND occurred_at < $4
        AND resource <> 'webhook'
    ORDER BY id
    LIMIT $5
)sql"};
constexpr db::Statement kFailedEvents{"webhook_replays.failed_events", R"sql(
    SELECT id, type
    FROM events
    WHERE workspace_id = $1
        AND id > $2
        AND id <= $6
        AND occurred_at >= $3
        AND occurred_at < $4
        AND resource <> 'webhook'
        AND EXISTS (
            SELECT 1
            FROM deliveries
            WHERE deliveries.event_id = events.id AND deliveries.webhook_id = $7
        )
        AND NOT EXISTS (
            SELECT 1
            FROM deliveries
            WHERE deliveries.event_id = events.id
                AND deliveries.webhook_id = $7
                AND deliveries.state NOT IN ('rejected', 'unknown', 'cancelled', 'suppressed')
        )
    ORDER BY id
    LIMIT $5
)sql"};
constexpr db::Statement kTally{"webhook_replays.tally", R"sql(
    SELECT state, COUNT(*)
    FROM deliveries
    WHERE replay_id = $2 AND webhook_id = $1
    GROUP BY state
)sql"};

Result<WebhookReplay> read_replay(const db::Row& row)
{
    RowReader reader(row);
    WebhookReplay replay;
    replay.id = reader.integer();
    replay.workspace_id = reader.integer();
    replay.webhook_id = reader.integer();
    replay.since = reader.instant();
    replay.until = reader.instant();
    replay.scope = reader.boolean() ? ReplayScope::failed : ReplayScope::everything;
    replay.state = reader.word<ReplayState>();
    replay.total = reader.integer();
    replay.queued = reader.integer();
    replay.after_event = reader.integer();
    replay.actor = reader.text();
    replay.created_at = reader.instant();
    replay.finished_at = reader.optional_instant();
    TRY(reader.finish());
    return replay;
}

Result<ReplayableEvent> read_event(const db::Row& row)
{
    return ReplayableEvent{row.integer(0), row.text(1)};
}

} // namespace

Result<> insert_webhook_replay(db::Session& session, WebhookReplay& replay)
{
    using db::param;
    const auto id = TRY(session.query_integer(
        kInsert, {param(replay.workspace_id), param(replay.webhook_id), param(replay.since),
                  param(replay.until), param(replay.scope == ReplayScope::failed), word(replay.state),
                  param(replay.total), param(replay.actor), param(replay.created_at)}));
    replay.id = id.value_or(0);
    return {};
}

Result<WebhookReplay> get_webhook_replay(db::Session& session, std::int64_t workspace_id, std::int64_t id)
{
    auto replay = TRY(query_first(session, kGet, {db::param(id), db::param(workspace_id)}, read_replay));
    if (!replay)
        return fail(Error::not_found(fmt::format("replay {} does not exist", id)));
    return std::move(*replay);
}

Result<std::vector<WebhookReplay>> list_webhook_replays(db::Session& session, const ReplayFilter& filter)
{
    const std::int64_t before =
        filter.before_id > 0 ? filter.before_id : std::numeric_limits<std::int64_t>::max();
    return query_all(session, kList,
                     {db::param(filter.webhook_id), db::param(filter.workspace_id), db::param(before),
                      db::param(filter.limit)},
                     read_replay);
}

Result<std::vector<WebhookReplay>> running_replays(db::Session& session, int limit)
{
    return query_all(session, kRunning, {db::param(limit)}, read_replay);
}

Result<bool> has_running_replay(db::Session& session, std::int64_t webhook_id)
{
    const auto count = TRY(session.query_integer(kHasRunning, {db::param(webhook_id)}));
    return count.value_or(0) > 0;
}

Result<bool> note_replay_progress(db::Session& session, const WebhookReplay& replay)
{
    using db::param;
    return changes_row(session, kProgress,
                       {param(replay.id), word(replay.state), param(replay.queued), param(replay.after_event),
                        param(replay.finished_at)});
}

Result<std::int64_t> cancel_replay_deliveries(db::Session& session, const WebhookReplay& replay,
                                              const std::string& reason, Instant now)
{
    using db::param;
    const std::int64_t cancelled = TRY(session.execute(
        kCancelDeliveries, {param(replay.webhook_id), param(replay.id), param(reason), param(now)}));
    TRY(session.execute(kReleaseWaiting, {param(replay.webhook_id), param(replay.id), param(now)}));
    return cancelled;
}

Result<std::vector<ReplayableEvent>> events_to_replay(db::Session& session, const WebhookReplay& replay,
                                                      std::int64_t up_to_event, int limit)
{
    using db::param;
    db::Parameters parameters{
        param(replay.workspace_id),
        param(replay.after_event),
        param(replay.since),
        param(replay.until),
        param(limit),
        param(up_to_event > 0 ? up_to_event : std::numeric_limits<std::int64_t>::max())};
    if (replay.scope == ReplayScope::everything)
        return query_all(session, kEvents, parameters, read_event);
    parameters.push_back(param(replay.webhook_id));
    return query_all(session, kFailedEvents, parameters, read_event);
}

Result<ReplayTally> tally_replay(db::Session& session, const WebhookReplay& replay)
{
    ReplayTally tally;
    TRY(session.query(kTally, {db::param(replay.webhook_id), db::param(replay.id)},
                      [&](const db::Row& row) -> Result<> {
                          RowReader reader(row);
                          const auto state = reader.word<DeliveryState>();
                          const std::int64_t count = reader.integer();
                          TRY(reader.finish());
                          if (state == DeliveryState::accepted)
                              tally.accepted += count;
                          else if (state == DeliveryState::suppressed)
                              tally.suppressed += count;
                          else
                              (is_final(state) ? tally.failed : tally.open) += count;
                          return {};
                      }));
    return tally;
}

} // namespace presstime::store

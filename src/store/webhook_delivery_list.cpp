// Two statements with one set of conditions, because each reads by an index of its own.
#include "store/webhook_delivery_list.hpp"

#include "store/delivery_row.hpp"

#include <limits>

namespace presstime::store {
namespace {

constexpr db::Statement kList{"webhook_deliveries.list", "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE workspace_id = $1
        AND id < $2
        AND channel IN ('webhook', 'event')
        AND (CAST($3 AS TEXT) = '' OR channel = $3)
        AND (CAST($4 AS TEXT) = '' OR state = $4)
        AND created_at >= $5
        AND (
            CAST($6 AS TEXT) = ''
            OR EXISTS (
                SELECT 1
                FROM events
                WHERE events.id = deliveries.event_id AND (events.uuid = $6 OR events.type = $6)
            )
        )
    ORDER BY id DESC
    LIMIT $7
)sql"};
// The same of one webhook, by an index of its own.
constexpr db::Statement kListOfWebhook{"webhook_deliveries.list_of_webhook",
                                       "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE webhook_id = $8
        AND workspace_id = $1
        AND id < $2
        AND channel IN ('webhook', 'event')
        AND (CAST($3 AS TEXT) = '' OR channel = $3)
        AND (CAST($4 AS TEXT) = '' OR state = $4)
        AND created_at >= $5
        AND (
            CAST($6 AS TEXT) = ''
            OR EXISTS (
                SELECT 1
                FROM events
                WHERE events.id = deliveries.event_id AND (events.uuid = $6 OR events.type = $6)
            )
        )
    ORDER BY id DESC
    LIMIT $7
)sql"};
constexpr db::Statement kEventLabel{"webhook_deliveries.event_label", R"sql(
    SELECT uuid, type, occurred_at
    FROM events
    WHERE id = $1
)sql"};

Result<EventLabel> read_label(const db::Row& row)
{
    return EventLabel{row.text(0), row.text(1), row.instant(2)};
}

} // namespace

Result<std::vector<Delivery>> list_webhook_deliveries(db::Session& session,
                                                      const WebhookDeliveryFilter& filter)
{
    using db::param;
    constexpr std::int64_t kEnd = std::numeric_limits<std::int64_t>::max();
    db::Parameters parameters{param(filter.workspace_id),
                              param(filter.before_id > 0 ? filter.before_id : kEnd),
                              param(filter.channel),
                              param(filter.state),
                              param(filter.since ? to_micros(*filter.since) : -kEnd),
                              param(filter.event),
                              param(filter.limit)};
    if (filter.webhook_id == 0)
        return query_all(session, kList, parameters, read_delivery);
    parameters.push_back(param(filter.webhook_id));
    return query_all(session, kListOfWebhook, parameters, read_delivery);
}

Result<std::optional<EventLabel>> find_event_label(db::Session& session, std::int64_t event_id)
{
    return query_first(session, kEventLabel, {db::param(event_id)}, read_label);
}

} // namespace presstime::store

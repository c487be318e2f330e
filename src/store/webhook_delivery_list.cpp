// One set of conditions in four statements, because each reads by an index of its own: what went to webhooks
// is rare among e-mails, and what was not accepted is rare among what was.
#include "store/webhook_delivery_list.hpp"

#include "store/delivery_row.hpp"

#include <algorithm>
#include <limits>

namespace presstime::store {
namespace {

#define PRESSTIME_WEBHOOK_DELIVERIES(of, narrowed)                                                           \
    "SELECT " PRESSTIME_DELIVERY_COLUMNS " FROM deliveries WHERE " of "AND id < $2 AND channel = $3 "        \
    "AND (CAST($4 AS TEXT) = '' OR state = $4) AND created_at >= $5 AND (CAST($6 AS TEXT) = '' OR EXISTS ("  \
    "SELECT 1 FROM events WHERE events.id = deliveries.event_id AND (events.uuid = $6 OR events.type = $6))" \
    ") " narrowed "ORDER BY id DESC LIMIT $7"
#define PRESSTIME_NOT_ACCEPTED "AND state = $4 AND state <> 'accepted' "

constexpr db::Statement kList{"webhook_deliveries.list",
                              PRESSTIME_WEBHOOK_DELIVERIES("workspace_id = $1 ", "AND channel <> 'email' ")};
constexpr db::Statement kListInState{
    "webhook_deliveries.list_in_state",
    PRESSTIME_WEBHOOK_DELIVERIES("workspace_id = $1 ", PRESSTIME_NOT_ACCEPTED)};
// The plus keeps the indexes of the whole workspace out of it.
constexpr db::Statement kListOfWebhook{
    "webhook_deliveries.list_of_webhook",
    PRESSTIME_WEBHOOK_DELIVERIES("webhook_id = $8 AND +workspace_id = $1 ", "")};
constexpr db::Statement kListOfWebhookInState{
    "webhook_deliveries.list_of_webhook_in_state",
    PRESSTIME_WEBHOOK_DELIVERIES("webhook_id = $8 AND +workspace_id = $1 ", PRESSTIME_NOT_ACCEPTED)};
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
    const bool in_rare_state = !filter.state.empty() && filter.state != to_text(DeliveryState::accepted);
    const db::Statement& of_all = in_rare_state ? kListInState : kList;
    const db::Statement& of_one = in_rare_state ? kListOfWebhookInState : kListOfWebhook;
    std::vector<Delivery> found;
    for (const std::string_view channel : {"webhook", "event"}) {
        if (!filter.channel.empty() && filter.channel != channel)
            continue;
        db::Parameters parameters{param(filter.workspace_id),
                                  param(filter.before_id > 0 ? filter.before_id : kEnd),
                                  param(channel),
                                  param(filter.state),
                                  param(filter.since ? to_micros(*filter.since) : -kEnd),
                                  param(filter.event),
                                  param(filter.limit)};
        if (filter.webhook_id != 0)
            parameters.push_back(param(filter.webhook_id));
        TRY(session.query(filter.webhook_id == 0 ? of_all : of_one, parameters,
                          [&](const db::Row& row) -> Result<> {
                              found.push_back(TRY(read_delivery(row)));
                              return {};
                          }));
    }
    std::ranges::sort(found, std::greater{}, &Delivery::id);
    found.resize(std::min(found.size(), static_cast<std::size_t>(filter.limit)));
    return found;
}

Result<std::optional<EventLabel>> find_event_label(db::Session& session, std::int64_t event_id)
{
    return query_first(session, kEventLabel, {db::param(event_id)}, read_label);
}

} // namespace presstime::store

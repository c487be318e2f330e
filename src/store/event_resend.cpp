// Rights, revisions and who waits for whom are settled in the caller's transaction.
#include "store/event_resend.hpp"

#include "store/delivery_row.hpp"
#include "store/event_delivery_store.hpp"
#include "store/event_right.hpp"

namespace presstime::store {
namespace {

constexpr db::Statement kNewest{"event_resend.newest", "SELECT " PRESSTIME_DELIVERY_COLUMNS R"sql(
    FROM deliveries
    WHERE event_id = $1 AND webhook_id = $2
    ORDER BY revision DESC
    LIMIT 1
)sql"};
constexpr db::Statement kWaitForAnother{"event_resend.wait_for_another", R"sql(
    UPDATE deliveries
    SET waits_for = $2
    WHERE waits_for = $1
)sql"};

// In the format callback the end of a run is told after its start has been.
Result<std::int64_t> delivery_to_wait_for(db::Session& session, const Resend& resend)
{
    if (resend.webhook.format != PayloadFormat::callback || resend.event.type != "report.run" ||
        resend.event.run_id == 0)
        return 0;
    const auto started = TRY(find_run_started_delivery(session, resend.webhook.id, resend.event.run_id));
    return started && !is_final(started->state) ? started->id : 0;
}

bool is_untouched_click(const Delivery& delivery)
{
    return delivery.state == DeliveryState::pending && delivery.attempt == 0 &&
           delivery.cause == DeliveryCause::redeliver;
}

Delivery next_delivery(const Resend& resend, const std::optional<Delivery>& newest, Instant now)
{
    Delivery next;
    next.workspace_id = resend.webhook.workspace_id;
    next.event_id = resend.event.id;
    next.webhook_id = resend.webhook.id;
    next.replay_id = resend.replay_id;
    next.cause = resend.cause;
    next.purpose = DeliveryPurpose::event;
    next.channel = "event";
    next.recipient = resend.webhook.url;
    next.revision = newest ? newest->revision + 1 : 0;
    next.message_id = resend.event.uuid;
    next.max_attempts = resend.max_attempts;
    next.created_at = now;
    return next;
}

} // namespace

Result<Delivery> resend_event(db::Session& session, const Resend& resend, Instant now)
{
    auto newest = TRY(query_first(session, kNewest,
                                  {db::param(resend.event.id), db::param(resend.webhook.id)}, read_delivery));
    if (newest && resend.cause == DeliveryCause::redeliver && is_untouched_click(*newest))
        return std::move(*newest);
    if (newest && newest->state == DeliveryState::sending)
        return fail(Error::conflict(fmt::format(
            "delivery {} is being sent right now; look at how it ends, then send again", newest->id)));
    Delivery next = next_delivery(resend, newest, now);
    if (std::string obstacle = TRY(EventRights(session, now).obstacle(resend.event, resend.webhook));
        !obstacle.empty()) {
        next.state = DeliveryState::suppressed;
        next.reason = std::move(obstacle);
        next.finished_at = now;
    } else {
        next.waits_for = TRY(delivery_to_wait_for(session, resend));
    }
    if (newest && !is_final(newest->state))
        TRY(replace_pending(session, newest->id, "replaced by a later send", now));
    if (!TRY(insert_delivery(session, next)))
        return fail(Error::conflict("the event is being sent again already"));
    if (newest && next.state == DeliveryState::suppressed)
        TRY(release_waiting(session, newest->id, now));
    else if (newest)
        TRY(session.execute(kWaitForAnother, {db::param(newest->id), db::param(next.id)}));
    return next;
}

} // namespace presstime::store

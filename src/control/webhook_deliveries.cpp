// Reads rows; nothing here changes one.
#include "control/webhook_deliveries.hpp"

#include "control/access.hpp"
#include "control/webhook_lookup.hpp"
#include "store/access_store.hpp"
#include "store/delivery_store.hpp"
#include "store/event_store.hpp"
#include "store/webhook_store.hpp"

#include <fmt/format.h>

#include <map>

namespace presstime::control {
namespace {

// Judges each report and webhook once for a whole list.
class Visible {
public:
    Visible(db::Session& session, const Principal& principal) : session_(session), principal_(principal) {}

    Result<bool> operator()(const Delivery& delivery)
    {
        const std::pair key{delivery.report_id, delivery.webhook_id};
        if (const auto known = judged_.find(key); known != judged_.end())
            return known->second;
        const bool visible = can(principal_, Action::read, TRY(resource(delivery)));
        judged_.emplace(key, visible);
        return visible;
    }

private:
    Result<Resource> resource(const Delivery& delivery)
    {
        if (delivery.webhook_id != 0)
            return resource_of(TRY(store::get_webhook(session_, delivery.webhook_id)));
        auto grants = TRY(store::grants_of_report(session_, delivery.workspace_id, delivery.report_id));
        return Resource{ResourceKind::report,
                        delivery.workspace_id,
                        std::move(grants).value_or(std::vector<Grant>{}),
                        {}};
    }

    db::Session& session_;
    const Principal& principal_;
    std::map<std::pair<std::int64_t, std::int64_t>, bool> judged_;
};

Result<WebhookDeliveryRecord> record_of(db::Session& session, Delivery delivery)
{
    WebhookDeliveryRecord record;
    record.attempts = TRY(store::list_attempts(session, delivery.id));
    if (delivery.event_id != 0)
        record.event = TRY(store::find_event_label(session, delivery.event_id));
    record.delivery = std::move(delivery);
    return record;
}

bool is_webhooks(const Delivery& delivery)
{
    return delivery.channel == "webhook" || delivery.channel == "event";
}

} // namespace

Result<Page<WebhookDeliveryRecord>> WebhookDeliveries::list(const Principal& principal,
                                                            const WebhookDeliveryQuestion& question,
                                                            const PageRequest& request)
{
    const std::int64_t before_id = TRY(parse_cursor(request.cursor));
    Page<WebhookDeliveryRecord> answer;
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        const auto fetch = [&](std::int64_t before, int limit) {
            return store::list_webhook_deliveries(session, {.workspace_id = principal.workspace_id,
                                                            .channel = question.channel,
                                                            .state = question.state,
                                                            .webhook_id = question.webhook_id,
                                                            .event = question.event,
                                                            .since = question.since,
                                                            .before_id = before,
                                                            .limit = limit});
        };
        const auto id_of = [](const Delivery& delivery) { return delivery.id; };
        Page<Delivery> rows =
            TRY(make_page(TRY(collect<Delivery>(rows_to_fetch(request), before_id, fetch,
                                                Visible(session, principal), id_of)),
                          request, [](const Delivery& last) { return fmt::format("{}", last.id); }));
        answer = {{}, std::move(rows.next_cursor)};
        for (Delivery& row : rows.items)
            answer.items.push_back(TRY(record_of(session, std::move(row))));
        return {};
    }));
    return answer;
}

Result<WebhookDeliveryDetails> WebhookDeliveries::get(const Principal& principal, std::int64_t id)
{
    WebhookDeliveryDetails details;
    const Error missing = Error::not_found(fmt::format("webhook delivery {} does not exist", id));
    TRY(environment_.database.read([&](db::Session& session) -> Result<> {
        Result<Delivery> found = store::get_delivery(session, id);
        if (!found && found.error().kind == ErrorKind::not_found)
            return fail(missing);
        const Delivery delivery = TRY(std::move(found));
        if (delivery.workspace_id != principal.workspace_id || !is_webhooks(delivery) ||
            !TRY(Visible(session, principal)(delivery)))
            return fail(missing);
        details.record = TRY(record_of(session, delivery));
        if (delivery.event_id == 0)
            return {};
        details.webhook = TRY(store::get_webhook(session, delivery.webhook_id));
        if (delivery.state == DeliveryState::suppressed)
            return {};
        Event event = TRY(store::get_event(session, delivery.event_id));
        if (can(principal, Action::read, TRY(store::resource_of_event(session, event))))
            details.event = std::move(event);
        return {};
    }));
    return details;
}

} // namespace presstime::control
